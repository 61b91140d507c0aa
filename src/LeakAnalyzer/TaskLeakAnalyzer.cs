using System.Collections.Immutable;
using LeakAnalyzer.Options;
using LeakAnalyzer.Reporting;
using LeakAnalyzer.Rules;
using LeakAnalyzer.Summaries;
using LeakAnalyzer.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace LeakAnalyzer;

/// <summary>The one analyzer: it connects the driver's events to the model, the model to the rules, and the rules to reports.</summary>
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
    /// The model is made when the driver shows the first operation. Whoever first asks a compilation for a symbol makes it read all its
    /// references, and by then the compiler has done so itself.
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
            foreach ((string key, string problem) in analysis.Value?.Model.Options.Problems() ?? [])
            {
                end.ReportDiagnostic(UnusableOption.Report(key, problem));
            }
        });
    }

    /// <summary>What finds the reports of a compilation; null where that has no tasks or no tokens.</summary>
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
