using LeakAnalyzer.Options;
using LeakAnalyzer.Rules;
using LeakAnalyzer.Summaries;
using LeakAnalyzer.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Tests.Speed;

/// <summary>Code that the compiler has already bound, so that only the analyzer's own cost is measured.</summary>
internal sealed class AskedCode
{
    private readonly BodyAnalysis _analysis;

    private AskedCode(BodyAnalysis analysis, BodySite[] sites)
    {
        _analysis = analysis;
        Sites = sites;
    }

    /// <summary>Gets the operations to analyse, with their methods.</summary>
    public IReadOnlyList<BodySite> Sites { get; }

    /// <summary>Compiles code, and finds the methods to analyse by their names.</summary>
    public static AskedCode Of(string source, Func<string, bool> isAsked)
    {
        SyntaxTree tree = CSharpSyntaxTree.ParseText(source);
        var compilation = CSharpCompilation.Create(
            "Asked", [tree], ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        Assert.Empty(compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));

        SemanticModel semantics = compilation.GetSemanticModel(tree);
        BodySite[] sites =
        [
            .. from method in tree.GetRoot().DescendantNodes().OfType<MethodDeclarationSyntax>()
               where isAsked(method.Identifier.Text)
               from operation in semantics.GetOperation(method)!.Descendants()
               where operation is IExpressionStatementOperation or IVariableDeclaratorOperation or IInvocationOperation
               select new BodySite(operation, semantics.GetDeclaredSymbol(method)!),
        ];
        KnownSymbols symbols = KnownSymbols.Of(compilation)!;
        var options = new LeakOptions.Reader(new AnalyzerOptions([]).AnalyzerConfigOptionsProvider, symbols);
        return new AskedCode(new BodyAnalysis(new LeakModel(symbols, options, _ => semantics), new RuleSwitches(compilation, default)), sites);
    }

    /// <summary>Analyses an operation, and returns the number of findings.</summary>
    public int Ask(BodySite site)
    {
        int findings = 0;
        foreach (Finding _ in _analysis.Find(site))
        {
            findings++;
        }

        return findings;
    }
}
