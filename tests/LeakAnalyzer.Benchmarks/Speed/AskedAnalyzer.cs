using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace LeakAnalyzer.Benchmarks.Speed;

/// <summary>What is measured: the compiler with one analyzer, or the compiler alone if the analyzer is null.</summary>
/// <param name="Name">The name in the table of results.</param>
/// <param name="Analyzer">The analyzer, or null.</param>
internal sealed record AskedAnalyzer(string Name, DiagnosticAnalyzer? Analyzer)
{
    /// <summary>Gets what is compared. The analyzer for CA2016 is that of the SDK which builds this project.</summary>
    public static ImmutableArray<AskedAnalyzer> All { get; } =
    [
        new("the compiler alone", null),
        new("with an analyzer that does nothing", new Idle()),
        new("with CA2016", OfSdk("CA2016")),
        Ours,
    ];

    public static AskedAnalyzer Ours => new("with LeakAnalyzer", new TaskLeakAnalyzer());

    /// <summary>Counts the diagnostics of a file in a compilation that isn't bound yet: the analyzer's, or the compiler's if there is no analyzer.</summary>
    public async Task<int> AskAsync(Compilation compilation, SyntaxTree file)
    {
        if (Analyzer is null)
        {
            return compilation.GetSemanticModel(file).GetDiagnostics().Length;
        }

        CompilationWithAnalyzers analysis = With(compilation);
        return (await analysis.GetAnalyzerSemanticDiagnosticsAsync(analysis.Compilation.GetSemanticModel(file), filterSpan: null, CancellationToken.None)).Length;
    }

    /// <summary>Adds the analyzer, which must not be null, to a compilation. It runs on one thread.</summary>
    public CompilationWithAnalyzers With(Compilation compilation) =>
        compilation.WithAnalyzers([Analyzer!], new CompilationWithAnalyzersOptions(new AnalyzerOptions([]), onAnalyzerException: null, concurrentAnalysis: false, logAnalyzerExecutionTime: true));

    private static DiagnosticAnalyzer OfSdk(string id)
    {
        string folder = typeof(AskedAnalyzer).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(fact => fact.Key == "NetAnalyzers").Value!;
        Assembly.LoadFrom(Path.Combine(folder, "Microsoft.CodeAnalysis.NetAnalyzers.dll"));
        return Assembly.LoadFrom(Path.Combine(folder, "Microsoft.CodeAnalysis.CSharp.NetAnalyzers.dll")).GetTypes()
            .Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(DiagnosticAnalyzer)))
            .Select(type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!)
            .First(analyzer => analyzer.SupportedDiagnostics.Any(rule => rule.Id == id));
    }

#pragma warning disable RS1001, RS1036, RS1038, RS1041, RS2008 // Only the benchmarks create this analyzer; no compiler loads it.
    /// <summary>An analyzer that is called for each invocation and does nothing. Its time is the least that any such analyzer takes.</summary>
    private sealed class Idle : DiagnosticAnalyzer
    {
        private static readonly DiagnosticDescriptor s_rule = new("IDLE", "Nothing", "Nothing", "Nothing", DiagnosticSeverity.Warning, isEnabledByDefault: true);

        public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [s_rule];

        public override void Initialize(AnalysisContext context)
        {
            context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
            context.EnableConcurrentExecution();
            context.RegisterOperationAction(static _ => { }, OperationKind.Invocation);
        }
    }
}
