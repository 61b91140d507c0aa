using System.Collections.Concurrent;
using LeakAnalyzer.Model;
using LeakAnalyzer.Options;
using LeakAnalyzer.Reporting;
using LeakAnalyzer.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer;

/// <summary>
/// What the driver asks about the bodies of one compilation. A report is made from the node that it stands in: only there is it local,
/// and has a fix in an editor.
/// </summary>
internal sealed class BodyAnalysis(LeakModel model, RuleSwitches switches)
{
    /// <summary>What is found in functions that hold a source or a channel, asked by each of them.</summary>
    private readonly ConcurrentDictionary<SyntaxNode, List<Finding>> _findingsOfFunctions = new();

    /// <summary>A statement that may drop a task, or keep one in a member.</summary>
    public void OfStatement(OperationAnalysisContext context)
    {
        var statement = (IExpressionStatementOperation)context.Operation;
        if (DroppedTasks.OfStatement(statement, model) is { } dropped)
        {
            Report(FindingsOn(ScopeTasks.Of(dropped, () => ScopeOf(context), model)), context);
        }
        else if (KeptTask.Assigned(statement, model) is { } assigned)
        {
            if (IsOn(DiagnosticDescriptors.OwnerLeavesTask, context))
            {
                Report(KeptTask.Of(assigned, () => ScopeOf(context), model).Select(OwnerLeavesTask.Check), context);
            }
        }
        else if (statement.Operation is ISimpleAssignmentOperation { Target: ILocalReferenceOperation { Local: var local }, Value: var value })
        {
            ReportRaced(local, value, context);
        }
    }

    /// <summary>A local that may hold a dropped task, a raced one, a source or a channel.</summary>
    public void OfLocal(OperationAnalysisContext context)
    {
        var declarator = (IVariableDeclaratorOperation)context.Operation;
        ILocalSymbol local = declarator.Symbol;
        bool isSource = model.Symbols.IsCancellationTokenSource(local.Type);
        if (isSource || model.Symbols.IsSignal(local.Type))
        {
            IOperation function = declarator.FunctionAround();
            List<Finding> findings = _findingsOfFunctions.GetOrAdd(function.Syntax, _ => FindingsIn(function, context));
            if (!Report(findings, context) && isSource && IsOn(DiagnosticDescriptors.LostLinkedSource, context))
            {
                Report(LinkedSourcesOf(local).Select(source => LostLinkedSource.Check(source, () => ScopeOf(context), model)).OfType<Finding>().Take(1), context);
            }
        }
        else if (declarator.GetVariableInitializer()?.Value is { } value)
        {
            if (DroppedTasks.OfLocal(declarator, model) is { } dropped)
            {
                Report(FindingsOn(ScopeTasks.Of(dropped, () => ScopeOf(context), model)), context);
            }

            ReportRaced(local, value, context);
        }
    }

    /// <summary>A call that may race, link or register.</summary>
    public void OfCall(OperationAnalysisContext context)
    {
        var call = (IInvocationOperation)context.Operation;
        switch (call.TargetMethod.Name)
        {
            case "WhenAny" or "WaitAny" or "WaitAsync" when IsOnAny(context, DiagnosticDescriptors.AbandonedWait, DiagnosticDescriptors.LingeringDelay):
                Report(new RaceFinder(model, call.Syntax).InlineIn(call).Select(raced => RaceFinding(raced, context)), context);
                break;

            case "CreateLinkedTokenSource" when model.Symbols.IsCancellationTokenSource(call.TargetMethod.ContainingType)
                && HeldHandle.Of(call) is { Local: null } source && IsOn(DiagnosticDescriptors.LostLinkedSource, context):
                Report([LostLinkedSource.Check(source, () => ScopeOf(context), model)], context);
                break;

            case "Register" or "UnsafeRegister" when model.Symbols.IsCancellationToken(call.TargetMethod.ContainingType) && IsOn(DiagnosticDescriptors.LeftRegistration, context):
                Report([LeftRegistration.Check(HeldHandle.Of(call), () => ScopeOf(context), model)], context);
                break;
        }
    }

    private void ReportRaced(ILocalSymbol local, IOperation value, OperationAnalysisContext context)
    {
        if (RaceFinder.MayHold(local, model.Symbols) && IsOnAny(context, DiagnosticDescriptors.AbandonedWait, DiagnosticDescriptors.LingeringDelay))
        {
            Report(new RaceFinder(model, value.Syntax).HeldBy(local, value).Select(raced => RaceFinding(raced, context)), context);
        }
    }

    private Finding? RaceFinding(RacedOperation raced, OperationAnalysisContext context)
    {
        DiagnosticDescriptor rule = raced.Wait is null ? DiagnosticDescriptors.LingeringDelay : DiagnosticDescriptors.AbandonedWait;
        return !IsOn(rule, context) ? null
            : raced.Wait is null ? LingeringDelay.Check(raced, ScopeOf(context), model)
            : AbandonedWait.Check(raced, ScopeOf(context), model);
    }

    private IEnumerable<HeldHandle> LinkedSourcesOf(ILocalSymbol local)
    {
        foreach (ExpressionSyntax value in VariableValues.Of(local) ?? [])
        {
            if (model.OperationAt(value)?.Unwrap() is IInvocationOperation { TargetMethod.Name: "CreateLinkedTokenSource" } link)
            {
                yield return new HeldHandle(link, local);
            }
        }
    }

    /// <summary>All findings on the tasks that a function starts; of those that it joins, only on what it doesn't complete for them.</summary>
    private List<Finding> FindingsIn(IOperation function, OperationAnalysisContext context)
    {
        Scope ScopeOfFunction() => ScopeOf(context);
        List<Finding> findings = [.. FindingsOn(ScopeTasks.DetachedIn(function, ScopeOfFunction, model))];
        if (IsOn(DiagnosticDescriptors.SignalNotCompleted, context))
        {
            findings.AddRange(ScopeTasks.JoinedIn(function, ScopeOfFunction, model).Select(task => SignalNotCompleted.Check(task, model)).OfType<Finding>());
        }

        // A source or channel that fails several tasks lacks one call, and has one report.
        return [.. findings.GroupBy(finding => (finding.Descriptor, finding.Location), (_, same) => same.First())];
    }

    private IEnumerable<Finding> FindingsOn(IEnumerable<DetachedTask> tasks)
    {
        foreach (DetachedTask task in tasks)
        {
            if (TaskRules.FirstFinding(task, model, rule => switches.IsOn(rule, task.Start.Call.Syntax.SyntaxTree)) is { } finding)
            {
                yield return finding;
            }
        }
    }

    /// <returns>Whether any stands in the node.</returns>
    private static bool Report(IEnumerable<Finding?> findings, OperationAnalysisContext context)
    {
        bool any = false;
        foreach (Finding? finding in findings)
        {
            if (finding is not null && context.Operation.Syntax.Span.Contains(finding.Location.SourceSpan))
            {
                any = true;
                context.ReportDiagnostic(DiagnosticFactory.Create(finding));
            }
        }

        return any;
    }

    private bool IsOnAny(OperationAnalysisContext context, DiagnosticDescriptor one, DiagnosticDescriptor other) => IsOn(one, context) || IsOn(other, context);

    private bool IsOn(DiagnosticDescriptor rule, OperationAnalysisContext context) => switches.IsOn(rule, context.Operation.Syntax.SyntaxTree);

    private Scope ScopeOf(OperationAnalysisContext context) =>
        Scope.Of(context.Operation, context.ContainingSymbol, context.GetControlFlowGraph, model.Symbols);
}
