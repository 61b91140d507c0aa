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
    private static readonly string[] s_linking = ["CreateLinkedTokenSource"];

    /// <summary>What is found in functions that hold a source or a channel, asked by each of them.</summary>
    private readonly ConcurrentDictionary<SyntaxNode, List<Finding>> _findingsOfFunctions = new();

    /// <summary>A statement that may drop a task, keep one in a member, or give a raced one to a local.</summary>
    /// <remarks>What is asked of every node captures nothing, so that most nodes cost no allocation.</remarks>
    public void OfStatement(OperationAnalysisContext context)
    {
        var statement = (IExpressionStatementOperation)context.Operation;
        if (DroppedTasks.OfStatement(statement, model) is { } dropped)
        {
            ReportDropped(dropped, context);
        }
        else if (statement.Operation is IAssignmentOperation { Kind: OperationKind.SimpleAssignment or OperationKind.CoalesceAssignment } assignment)
        {
            if (assignment.Target is ILocalReferenceOperation { Local: var local } target)
            {
                if (model.Symbols.IsSignal(target.Type))
                {
                    Report(FindingsAround(local, statement, context), context);
                }

                ReportRaced(local, target.Type, assignment.Value, context);
            }
            else if (KeptTask.Assigned(assignment, model) is { } kept)
            {
                ReportKept(kept, context);
            }
        }
    }

    /// <summary>A field or property that may begin with a task.</summary>
    public void OfInitializer(OperationAnalysisContext context)
    {
        if (KeptTask.Initialized((ISymbolInitializerOperation)context.Operation, model) is { } kept)
        {
            ReportKept(kept, context);
        }
    }

    /// <summary>A local that may hold a dropped task, a raced one, a source or a channel.</summary>
    public void OfLocal(OperationAnalysisContext context)
    {
        var declarator = (IVariableDeclaratorOperation)context.Operation;
        IOperation? value = declarator.Initializer?.Value;
        if (value is not null && IsPlain(value))
        {
            return;
        }

        // The value's type is the local's, and is known: a local makes its own anew, with its nullability.
        ITypeSymbol type = value?.Type ?? declarator.Symbol.Type;
        if (model.Symbols.IsCancellationTokenSource(type) || model.Symbols.IsSignal(type))
        {
            ReportHeld(declarator, context);
        }
        else if (value is not null && RaceFinder.MayHold(type, value, model.Symbols))
        {
            if (DroppedTasks.OfLocal(declarator, model) is { } dropped)
            {
                ReportDropped(dropped, context);
            }

            ReportRaced(declarator.Symbol, type, value, context);
        }
    }

    /// <summary>A call that may race, link or register.</summary>
    public void OfCall(OperationAnalysisContext context)
    {
        var call = (IInvocationOperation)context.Operation;
        switch (call.TargetMethod.Name)
        {
            case "WhenAny" or "WaitAny" or "WaitAsync":
                ReportRace(call, context);
                break;
            case "CreateLinkedTokenSource":
                ReportLinked(call, context);
                break;
            case "Register" or "UnsafeRegister" when model.Symbols.IsCancellationToken(call.TargetMethod.ContainingType):
                ReportRegistered(call, context);
                break;
        }
    }

    /// <summary>Whether a value begins nothing, so that its type need not be asked for.</summary>
    private static bool IsPlain(IOperation value) => value.Kind switch
    {
        OperationKind.Await or OperationKind.PropertyReference or OperationKind.FieldReference or OperationKind.LocalReference
            or OperationKind.ParameterReference or OperationKind.Binary or OperationKind.InterpolatedString or OperationKind.ArrayElementReference => true,
        OperationKind.Literal => value.ConstantValue.Value is not null,
        _ => false,
    };

    private void ReportDropped(IOperation dropped, OperationAnalysisContext context)
    {
        IReadOnlyList<TaskStart> starts = new StartFinder(model).Find(dropped);
        if (starts.Count > 0)
        {
            Report(FindingsOn(ScopeTasks.Of(starts, ScopeOf(context), model)), context);
        }
    }

    private void ReportHeld(IVariableDeclaratorOperation declarator, OperationAnalysisContext context)
    {
        if (!Report(FindingsAround(declarator.Symbol, declarator, context), context) && model.Symbols.IsCancellationTokenSource(declarator.Symbol.Type) && IsOn(DiagnosticDescriptors.LostLinkedSource, context))
        {
            Func<Scope> scopeOf = ScopeOf(context);
            Report(LinkedSourcesOf(declarator.Symbol).Select(source => LostLinkedSource.Check(source, scopeOf, model)).OfType<Finding>().Take(1), context);
        }
    }

    private void ReportRace(IInvocationOperation call, OperationAnalysisContext context)
    {
        if (IsOnAny(context, DiagnosticDescriptors.AbandonedWait, DiagnosticDescriptors.LingeringDelay))
        {
            Func<Scope> scopeOf = ScopeOf(context);
            Report(new RaceFinder(model, call.Syntax).InlineIn(call).Select(raced => RaceFinding(raced, scopeOf, context)), context);
        }
    }

    private void ReportLinked(IInvocationOperation call, OperationAnalysisContext context)
    {
        if (model.Symbols.IsCancellationTokenSource(call.TargetMethod.ContainingType)
            && HeldHandle.Of(call) is { Local: null } source
            && IsOn(DiagnosticDescriptors.LostLinkedSource, context))
        {
            Report([LostLinkedSource.Check(source, ScopeOf(context), model)], context);
        }
    }

    private void ReportRegistered(IInvocationOperation call, OperationAnalysisContext context)
    {
        if (IsOn(DiagnosticDescriptors.LeftRegistration, context))
        {
            Report([LeftRegistration.Check(HeldHandle.Of(call), ScopeOf(context), model)], context);
        }
    }

    /// <summary>Reports on the tasks that a member keeps. What LEAK006 reports where the task waits on a signal of the scope isn't told twice.</summary>
    private void ReportKept((ISymbol Keeper, IOperation Value) kept, OperationAnalysisContext context)
    {
        if (IsOn(DiagnosticDescriptors.OwnerLeavesTask, context))
        {
            bool hasSignals = IsOn(DiagnosticDescriptors.SignalNotCompleted, context);
            Report(
                from task in KeptTask.Of(kept, ScopeOf(context), model)
                where !hasSignals || SignalNotCompleted.Check(task.Task, model) is null
                select OwnerLeavesTask.Check(task, model),
                context);
        }
    }

    private void ReportRaced(ILocalSymbol local, ITypeSymbol? type, IOperation value, OperationAnalysisContext context)
    {
        if (RaceFinder.MayHold(type, value, model.Symbols)
            && RaceFinder.MayBegin(value, model)
            && IsOnAny(context, DiagnosticDescriptors.AbandonedWait, DiagnosticDescriptors.LingeringDelay))
        {
            ReportRacedBy(local, value, context);
        }
    }

    /// <summary>Reports on what a local holds for races; an operation that is raced more than once has one report.</summary>
    private void ReportRacedBy(ILocalSymbol local, IOperation value, OperationAnalysisContext context)
    {
        Func<Scope> scopeOf = ScopeOf(context);
        Report(
            from raced in new RaceFinder(model, value.Syntax).HeldBy(local, value)
            group raced by raced.Call.Syntax into races
            select races.Select(raced => RaceFinding(raced, scopeOf, context)).FirstOrDefault(finding => finding is not null),
            context);
    }

    private Finding? RaceFinding(RacedOperation raced, Func<Scope> scopeOf, OperationAnalysisContext context)
    {
        DiagnosticDescriptor rule = raced.Wait is null ? DiagnosticDescriptors.LingeringDelay : DiagnosticDescriptors.AbandonedWait;
        return !IsOn(rule, context) ? null
            : raced.Wait is null ? LingeringDelay.Check(raced, scopeOf(), model)
            : AbandonedWait.Check(raced, scopeOf(), model);
    }

    private IEnumerable<HeldHandle> LinkedSourcesOf(ILocalSymbol local)
    {
        foreach (ExpressionSyntax value in VariableValues.Of(local) ?? [])
        {
            if (SyntaxQueries.MayMention(value, s_linking) && model.OperationAt(value)?.Unwrap() is IInvocationOperation { TargetMethod.Name: "CreateLinkedTokenSource" } link)
            {
                yield return new HeldHandle(link, local);
            }
        }
    }

    /// <summary>All findings on the tasks that the function around a source or signal starts; of those that it joins, only on the signals that it doesn't complete for them.</summary>
    private IEnumerable<Finding> FindingsAround(ILocalSymbol held, IOperation operation, OperationAnalysisContext context)
    {
        IOperation function = operation.FunctionAround();
        Func<Scope> scopeOf = ScopeOf(context);
        IEnumerable<Finding> findings = _findingsOfFunctions.GetOrAdd(
            function.Syntax, _ => [.. FindingsOn(ScopeTasks.DetachedIn(function, scopeOf, model))]);
        if (model.Symbols.IsSignal(held.Type) && IsOn(DiagnosticDescriptors.SignalNotCompleted, context))
        {
            findings = findings.Concat(
                ScopeTasks.JoinedIn(function, held, scopeOf, model).Select(task => SignalNotCompleted.Check(task, model)).OfType<Finding>());
        }

        // A source or channel that fails several tasks lacks one call, and has one report.
        return findings.GroupBy(finding => (finding.Descriptor, finding.Location), (_, same) => Finding.OfAll([.. same]));
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

    /// <summary>Makes the scope when it is first asked for, and its graph with it only once, however many tasks it starts.</summary>
    private Func<Scope> ScopeOf(OperationAnalysisContext context)
    {
        var scope = new Lazy<Scope>(() => Scope.Of(context.Operation, context.ContainingSymbol, context.GetControlFlowGraph, model.Symbols));
        return () => scope.Value;
    }
}
