using System.Collections.Concurrent;
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
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(
        DiagnosticDescriptors.UnusableOption,
        DiagnosticDescriptors.UngovernedWait,
        DiagnosticDescriptors.OutlivesScope,
        DiagnosticDescriptors.SourceNotCancelled,
        DiagnosticDescriptors.EndlessLoop,
        DiagnosticDescriptors.SignalNotCompleted,
        DiagnosticDescriptors.OwnerLeavesTask);

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
        var analysis = new Analysis(new LeakModel(symbols, options), new RuleSwitches(context.Compilation, context.CancellationToken));
        context.RegisterOperationAction(analysis.OfStatement, OperationKind.ExpressionStatement);
        context.RegisterOperationAction(analysis.OfLocal, OperationKind.VariableDeclarator);
        context.RegisterCompilationEndAction(end =>
        {
            foreach ((string key, string problem) in options.Problems())
            {
                end.ReportDiagnostic(Diagnostic.Create(DiagnosticDescriptors.UnusableOption, Location.None, key, problem));
            }
        });
    }

    /// <summary>The driver's events of one compilation. A report is made from the node that it stands in: only there is it local, and has a fix in an editor.</summary>
    private sealed class Analysis(LeakModel model, RuleSwitches switches)
    {
        /// <summary>What is found in functions that hold a source, asked by each of their sources.</summary>
        private readonly ConcurrentDictionary<SyntaxNode, List<Finding>> _findingsOfFunctions = new();

        public void OfStatement(OperationAnalysisContext context)
        {
            var statement = (IExpressionStatementOperation)context.Operation;
            if (DroppedTasks.OfStatement(statement, model) is { } dropped)
            {
                Report(Findings(ScopeTasks.Of(dropped, () => ScopeOf(context), model)), context);
            }
            else if (KeptTask.Assigned(statement, model) is { } assigned && IsOn(DiagnosticDescriptors.OwnerLeavesTask, context))
            {
                Report(KeptTask.Of(assigned, () => ScopeOf(context), model).Select(OwnerLeavesTask.Check).OfType<Finding>(), context);
            }
        }

        public void OfLocal(OperationAnalysisContext context)
        {
            var declarator = (IVariableDeclaratorOperation)context.Operation;
            if (DroppedTasks.OfLocal(declarator, model) is { } dropped)
            {
                Report(Findings(ScopeTasks.Of(dropped, () => ScopeOf(context), model)), context);
            }
            else if (model.Symbols.IsCancellationTokenSource(declarator.Symbol.Type) || model.Symbols.IsSignal(declarator.Symbol.Type))
            {
                IOperation function = declarator.FunctionAround();
                Report(_findingsOfFunctions.GetOrAdd(function.Syntax, _ => FindingsIn(function, context)), context);
            }
        }

        private static void Report(IEnumerable<Finding> findings, OperationAnalysisContext context)
        {
            foreach (Finding finding in findings)
            {
                if (context.Operation.Syntax.Span.Contains(finding.Location.SourceSpan))
                {
                    context.ReportDiagnostic(DiagnosticFactory.Create(finding));
                }
            }
        }

        /// <summary>All findings on the tasks that a function starts; of those that it joins, only on what it doesn't complete for them.</summary>
        private List<Finding> FindingsIn(IOperation function, OperationAnalysisContext context)
        {
            Scope ScopeOfFunction() => ScopeOf(context);
            List<Finding> findings = [.. Findings(ScopeTasks.DetachedIn(function, ScopeOfFunction, model))];
            if (IsOn(DiagnosticDescriptors.SignalNotCompleted, context))
            {
                findings.AddRange(ScopeTasks.JoinedIn(function, ScopeOfFunction, model).Select(task => SignalNotCompleted.Check(task, model)).OfType<Finding>());
            }

            // A source or channel that fails several tasks lacks one call, and has one report.
            return [.. findings.GroupBy(finding => (finding.Descriptor, finding.Location), (_, same) => same.First())];
        }

        private IEnumerable<Finding> Findings(IEnumerable<DetachedTask> tasks)
        {
            foreach (DetachedTask task in tasks)
            {
                if (TaskRules.FirstFinding(task, model, rule => switches.IsOn(rule, task.Start.Call.Syntax.SyntaxTree)) is { } finding)
                {
                    yield return finding;
                }
            }
        }

        private bool IsOn(DiagnosticDescriptor rule, OperationAnalysisContext context) => switches.IsOn(rule, context.Operation.Syntax.SyntaxTree);

        private Scope ScopeOf(OperationAnalysisContext context) =>
            Scope.Of(context.Operation, context.ContainingSymbol, context.GetControlFlowGraph, model.Symbols);
    }
}
