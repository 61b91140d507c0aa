using LeakAnalyzer.Options;
using LeakAnalyzer.Rules;
using LeakAnalyzer.Summaries;
using LeakAnalyzer.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Tests.Speed;

/// <summary>Most code starts no task, races none, and makes no source or registration: there the analyzer allocates nothing of its own.</summary>
public class AllocationTests
{
    [Theory]
    [InlineData("int sum = 0; foreach (int item in items) { if (item > 3) { sum += item * n; } } Work(sum);")]
    [InlineData("string text = items.Count.ToString(); name = text + n; items.Add(n); Work(); Work(name, n);")]
    [InlineData("var big = items.Where(item => item > n).Select(item => item + 1).ToList(); big.Sort(); var first = big.FirstOrDefault();")]
    [InlineData("var map = new Dictionary<string, List<int>> { ['a'.ToString()] = items }; map.Remove(name); List<int> copy = [.. items];")]
    [InlineData("await Task.Delay(n); await LoadAsync(n).ConfigureAwait(false); int loaded = await LoadAsync(1); name = await NameAsync();")]
    [InlineData("await Task.WhenAll(LoadAsync(1), LoadAsync(2)); bool took = await gate.WaitAsync(10); gate.Release(); gate.Wait(5);")]
    [InlineData("await writer.WriteLineAsync(name); string? line = await reader.ReadLineAsync(); reader.Read(); reader?.Dispose();")]
    [InlineData("handler(n); Changed?.Invoke(this, EventArgs.Empty); Changed += (_, _) => Work();")]
    [InlineData("lock (items) { items.Clear(); } try { Work(); } catch (Exception e) { Work(e.Message); throw; } finally { Work(); }")]
    [InlineData("if (token.IsCancellationRequested) { return; } token.ThrowIfCancellationRequested(); await Task.Yield();")]
    [InlineData("_ = n; _ = items[0]; n++; name ??= string.Empty; (n, name) = (1, null); Local(); void Local() => Work(n);")]
    public void Code_That_Starts_Nothing_Costs_No_Allocation(string body) => Assert.Empty(CostIn(body));

    [Fact]
    public void A_Start_Costs_Some() => Assert.NotEmpty(CostIn("_ = Task.Run(() => LoadAsync(n));"));

    /// <summary>The operations of a body for which the analyzer allocates, when all that it keeps has been asked for before.</summary>
    private static List<string> CostIn(string body)
    {
        SyntaxTree tree = CSharpSyntaxTree.ParseText($$"""
            using System; using System.Collections.Generic; using System.IO; using System.Linq; using System.Threading; using System.Threading.Tasks;
            class C
            {
                static void Work(params object?[] things) { }
                static Task<int> LoadAsync(int n) => Task.FromResult(n);
                static async Task<string> NameAsync() { await Task.Yield(); return ""; }
                event EventHandler? Changed;
                async Task M(int n, string? name, List<int> items, SemaphoreSlim gate, TextReader reader, TextWriter writer, Action<int> handler, CancellationToken token)
                {
                    {{body}}
                }
            }
            """);
        var compilation = CSharpCompilation.Create(
            "Allocation", [tree], AppDomain.CurrentDomain.GetAssemblies().Where(a => !a.IsDynamic && a.Location.Length > 0).Select(a => MetadataReference.CreateFromFile(a.Location)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        Assert.Empty(compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));

        SemanticModel semantics = compilation.GetSemanticModel(tree);
        SyntaxNode method = tree.GetRoot().DescendantNodes().OfType<Microsoft.CodeAnalysis.CSharp.Syntax.MethodDeclarationSyntax>().Single(m => m.Identifier.Text == "M");
        ISymbol containing = semantics.GetDeclaredSymbol(method)!;
        IOperation[] operations =
        [
            .. semantics.GetOperation(method)!.Descendants().Where(operation => operation is IExpressionStatementOperation or IVariableDeclaratorOperation or IInvocationOperation),
        ];
        KnownSymbols symbols = KnownSymbols.Of(compilation)!;
        var options = new LeakOptions.Reader(new AnalyzerOptions([]).AnalyzerConfigOptionsProvider, symbols);
        var analysis = new BodyAnalysis(new LeakModel(symbols, options, _ => semantics), new RuleSwitches(compilation, default));

        var costs = new List<string>();
        foreach (IOperation operation in operations)
        {
            Ask(operation);
            Ask(operation);
            long before = GC.GetAllocatedBytesForCurrentThread();
            Ask(operation);
            long bytes = GC.GetAllocatedBytesForCurrentThread() - before;
            if (bytes > 0)
            {
                costs.Add($"{operation.Kind} {operation.Syntax}: {bytes} bytes");
            }
        }

        return costs;

        void Ask(IOperation operation)
        {
            foreach (Finding _ in analysis.Find(new BodySite(operation, containing)))
            {
            }
        }
    }
}
