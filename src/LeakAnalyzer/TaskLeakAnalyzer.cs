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

    private void Start(CompilationStartAnalysisContext context)
    {
        if (KnownSymbols.Of(context.Compilation) is not { } symbols)
        {
            return;
        }

        var options = new LeakOptions.Reader(context.Options.AnalyzerConfigOptionsProvider, symbols);
        var analysis = new BodyAnalysis(new LeakModel(symbols, options), new RuleSwitches(context.Compilation, context.CancellationToken));
        context.RegisterOperationAction(
            operation => Report(analysis.Find(new BodySite(operation)), operation),
            OperationKind.ExpressionStatement,
            OperationKind.VariableDeclarator,
            OperationKind.Invocation,
            OperationKind.FieldInitializer,
            OperationKind.PropertyInitializer);
        context.RegisterCompilationEndAction(end =>
        {
            foreach ((string key, string problem) in options.Problems())
            {
                end.ReportDiagnostic(UnusableOption.Report(key, problem));
            }
        });
    }

    private static void Report(IEnumerable<Finding> findings, OperationAnalysisContext context)
    {
        foreach (Finding finding in findings)
        {
            context.ReportDiagnostic(DiagnosticFactory.Create(finding));
        }
    }
}
