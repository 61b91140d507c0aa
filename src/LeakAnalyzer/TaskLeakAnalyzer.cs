using System.Collections.Immutable;
using LeakAnalyzer.Model;
using LeakAnalyzer.Options;
using LeakAnalyzer.Reporting;
using LeakAnalyzer.Rules;
using LeakAnalyzer.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer;

/// <summary>The one analyzer: it wires the driver's events to the model, the model to the rules, and the rules to reports.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class TaskLeakAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        ImmutableArray.Create(DiagnosticDescriptors.UnusableOption, DiagnosticDescriptors.UngovernedWait);

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(Start);
    }

    private static void Start(CompilationStartAnalysisContext context)
    {
        if (KnownSymbols.Of(context.Compilation) is not { } symbols)
        {
            return;
        }

        var options = new LeakOptions.Reader(context.Options.AnalyzerConfigOptionsProvider, symbols);
        var model = new LeakModel(symbols, options);
        context.RegisterOperationAction(
            operation => Report(DroppedTasks.OfStatement((IExpressionStatementOperation)operation.Operation, model), operation, model),
            OperationKind.ExpressionStatement);
        context.RegisterOperationAction(
            operation => Report(DroppedTasks.OfLocal((IVariableDeclaratorOperation)operation.Operation, model), operation, model),
            OperationKind.VariableDeclarator);
        context.RegisterCompilationEndAction(end =>
        {
            foreach ((string key, string problem) in options.Problems())
            {
                end.ReportDiagnostic(Diagnostic.Create(DiagnosticDescriptors.UnusableOption, Location.None, key, problem));
            }
        });
    }

    /// <summary>Reports on each task that a dropped expression starts.</summary>
    private static void Report(IOperation? dropped, OperationAnalysisContext context, LeakModel model)
    {
        if (dropped is null)
        {
            return;
        }

        foreach (TaskStart start in new StartFinder(model).Find(dropped))
        {
            Scope ScopeOf() => Scope.Of(context.Operation, context.ContainingSymbol, context.GetControlFlowGraph, model.Symbols);
            if (DetachedTask.Of(start, ScopeOf, model) is { } task && UngovernedWait.Check(task, model) is { } finding)
            {
                context.ReportDiagnostic(DiagnosticFactory.Create(finding));
            }
        }
    }
}
