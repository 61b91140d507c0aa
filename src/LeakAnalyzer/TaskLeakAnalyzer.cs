using System.Collections.Immutable;
using LeakAnalyzer.Options;
using LeakAnalyzer.Reporting;
using LeakAnalyzer.Rules;
using LeakAnalyzer.Summaries;
using LeakAnalyzer.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace LeakAnalyzer;

/// <summary>
/// The analyzer of all rules. For each operation that the analyzer driver visits, it finds what the rules report and reports it as a diagnostic.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class TaskLeakAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => AllRules.Descriptors;

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(Start);
    }

    /// <remarks>
    /// The model is created only when the driver visits the first operation. The first lookup of a symbol makes a compilation read all its
    /// references; by the first operation, the compiler has read them already, so the analyzer doesn't pay for that.
    /// </remarks>
    private static void Start(CompilationStartAnalysisContext context)
    {
        var analysis = new Lazy<BodyAnalysis?>(() => Create(context.Compilation, context.Options.AnalyzerConfigOptionsProvider, context.CancellationToken));
        context.RegisterOperationAction(
            operation => Report(analysis.Value?.Find(new BodySite(operation)), operation),
            OperationKind.ExpressionStatement,
            OperationKind.VariableDeclarator,
            OperationKind.Invocation,
            OperationKind.FieldInitializer,
            OperationKind.PropertyInitializer);
        context.RegisterCompilationEndAction(end =>
        {
            foreach (OptionProblem problem in analysis.Value?.Model.Options.Problems() ?? [])
            {
                end.ReportDiagnostic(UnusableOption.Report(problem));
            }
        });
    }

    /// <summary>Creates the analysis of a compilation. Returns null if the compilation lacks <c>Task</c> or <c>CancellationToken</c>.</summary>
    private static BodyAnalysis? Create(Compilation compilation, AnalyzerConfigOptionsProvider options, CancellationToken cancellationToken) =>
        KnownSymbols.Of(compilation) is { } symbols
            ? new BodyAnalysis(new LeakModel(symbols, new LeakOptions.Reader(options, symbols)), new RuleSwitches(compilation, cancellationToken))
            : null;

    private static void Report(IEnumerable<Finding>? findings, OperationAnalysisContext context)
    {
        foreach (Finding finding in findings ?? [])
        {
            context.ReportDiagnostic(DiagnosticFactory.Create(finding));
        }
    }
}
