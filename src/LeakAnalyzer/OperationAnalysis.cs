using LeakAnalyzer.Options;
using LeakAnalyzer.Reporting;
using LeakAnalyzer.Rules;
using LeakAnalyzer.Summaries;
using LeakAnalyzer.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace LeakAnalyzer;

/// <summary>Reports what the rules find in the operations of one compilation.</summary>
/// <remarks>The symbols are looked up only at the first operation: an earlier lookup would make the compilation read all its references.</remarks>
internal sealed class OperationAnalysis(CompilationStartAnalysisContext context)
{
    private readonly Lazy<BodyAnalysis?> _analysis =
        new(() => Create(context.Compilation, context.Options.AnalyzerConfigOptionsProvider, context.CancellationToken));

    /// <summary>Gets the problems with the user's options; empty if the compilation lacks <c>Task</c> or <c>CancellationToken</c>.</summary>
    public IEnumerable<OptionProblem> OptionProblems => _analysis.Value?.Model.Options.Problems() ?? [];

    /// <summary>Starts the analysis of the operations.</summary>
    /// <param name="isAnalyzed">Whether to analyze a file.</param>
    /// <param name="isReported">Whether to report a finding.</param>
    public void Register(Func<SyntaxTree, bool> isAnalyzed, Func<Finding, bool> isReported) => context.RegisterOperationAction(
        operation =>
        {
            if (isAnalyzed(operation.Operation.Syntax.SyntaxTree))
            {
                Report(_analysis.Value?.Find(new BodySite(operation)), isReported, operation);
            }
        },
        OperationKind.ExpressionStatement,
        OperationKind.VariableDeclarator,
        OperationKind.Invocation,
        OperationKind.FieldInitializer,
        OperationKind.PropertyInitializer);

    /// <summary>Creates the analysis, or null if the compilation lacks <c>Task</c> or <c>CancellationToken</c>.</summary>
    private static BodyAnalysis? Create(Compilation compilation, AnalyzerConfigOptionsProvider options, CancellationToken cancellationToken) =>
        KnownSymbols.Of(compilation) is { } symbols
            ? new BodyAnalysis(new LeakModel(symbols, new LeakOptions.Reader(options, symbols)), new RuleSwitches(compilation, cancellationToken))
            : null;

    private static void Report(IEnumerable<Finding>? findings, Func<Finding, bool> isReported, OperationAnalysisContext context)
    {
        foreach (Finding finding in findings ?? [])
        {
            if (isReported(finding))
            {
                context.ReportDiagnostic(DiagnosticFactory.Create(finding));
            }
        }
    }
}
