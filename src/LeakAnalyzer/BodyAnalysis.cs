using System.Collections.Concurrent;
using LeakAnalyzer.Facts;
using LeakAnalyzer.Facts.Catalogue;
using LeakAnalyzer.Options;
using LeakAnalyzer.Races;
using LeakAnalyzer.Rules;
using LeakAnalyzer.Summaries;
using LeakAnalyzer.Tasks;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer;

/// <summary>
/// Finds what the rules report (findings), for one operation at a time. An operation's findings are all located inside the operation, because an
/// editor offers no fixes for a diagnostic that lies outside the analyzed operation. To get the finding behind a diagnostic again, a code fix runs
/// this analysis on the operations around the diagnostic's location.
/// </summary>
internal sealed class BodyAnalysis(LeakModel model, RuleSwitches switches)
{
    private static readonly Finding[] s_none = [];

    /// <summary>
    /// The findings in each function that has a local source (<c>CancellationTokenSource</c>) or a local signal (a channel or
    /// <c>TaskCompletionSource</c>). They are cached because the analysis of each such local needs them.
    /// </summary>
    private readonly ConcurrentDictionary<SyntaxNode, List<Finding>> _findingsOfFunctions = new();

    public LeakModel Model => model;

    /// <summary>Gets the findings that are located in an operation.</summary>
    public IEnumerable<Finding> Find(in BodySite site)
    {
        IEnumerable<Finding?> findings = site.Operation switch
        {
            IExpressionStatementOperation statement => OfStatement(statement, site),
            IVariableDeclaratorOperation declarator => OfLocal(declarator, site),
            IInvocationOperation call => OfCall(call, site),
            ISymbolInitializerOperation initializer => OfInitializer(initializer, site),
            _ => s_none,
        };
        return ReferenceEquals(findings, s_none) ? s_none : Within(site.Operation.Syntax, findings);
    }

    /// <summary>
    /// Gets the findings of a statement that may drop a task, that stores a task, <c>CancellationTokenSource</c>, channel or
    /// <c>TaskCompletionSource</c> in a field or property, or that assigns to a local a task that takes part in a race, such as <c>Task.WhenAny</c>.
    /// </summary>
    /// <remarks>The checks that every statement goes through use no capturing lambdas, so that most statements cost no allocation.</remarks>
    private IEnumerable<Finding?> OfStatement(IExpressionStatementOperation statement, in BodySite site)
    {
        if (DroppedTasks.OfStatement(statement, model) is { } dropped)
        {
            return OfDropped(dropped, site);
        }

        if (statement.Operation is IAssignmentOperation { Kind: OperationKind.SimpleAssignment or OperationKind.CoalesceAssignment } assignment)
        {
            if (assignment.Target is ILocalReferenceOperation { Local: var local } target)
            {
                IEnumerable<Finding?> raced = OfRaced(local, target.Type, assignment.Value, site);
                return model.Symbols.IsSignal(target.Type) ? FindingsAround(local, statement, site).Concat(raced) : raced;
            }

            if (FieldSource.Assigned(assignment, model) is { } source)
            {
                return OfFieldSource(source, site);
            }

            if (OwnedTask.Assigned(assignment, model) is { } kept)
            {
                return OfKept(kept, site);
            }

            return OfMade(assignment, site);
        }

        return statement.Operation is IInvocationOperation call && OwnedTask.Added(call, model) is { } added ? OfKept(added, site) : s_none;
    }

    /// <summary>
    /// Gets the findings of the <c>CancellationTokenSource</c>, task or signal (a channel or <c>TaskCompletionSource</c>) that the initializer of a
    /// field or property creates or starts.
    /// </summary>
    private IEnumerable<Finding?> OfInitializer(ISymbolInitializerOperation initializer, in BodySite site) =>
        FieldSource.Initialized(initializer, model) is { } source ? OfFieldSource(source, site)
        : OwnedTask.Initialized(initializer, model) is { } kept ? OfKept(kept, site)
        : OfMade(initializer, site);

    /// <summary>Gets the findings of a <c>CancellationTokenSource</c> that a type keeps in a field.</summary>
    private IEnumerable<Finding?> OfFieldSource(FieldSource source, in BodySite site) =>
        IsOn(SourceNotCancelled.Descriptor, site) ? new[] { SourceNotCancelled.Check(source, model) } : s_none;

    /// <summary>
    /// Gets the findings of a local that may hold a dropped task, a task that takes part in a race (such as <c>Task.WhenAny</c>), a
    /// <c>CancellationTokenSource</c>, or a signal (a channel or <c>TaskCompletionSource</c>).
    /// </summary>
    private IEnumerable<Finding?> OfLocal(IVariableDeclaratorOperation declarator, in BodySite site)
    {
        IOperation? value = declarator.Initializer?.Value;
        if (value is not null && IsPlain(value))
        {
            return s_none;
        }

        // The type is read from the value, which has the same type as the local, because a local symbol computes its type, with nullability, on each
        // request.
        ITypeSymbol type = value?.Type ?? declarator.Symbol.Type;
        if (model.Symbols.IsCancellationTokenSource(type) || model.Symbols.IsSignal(type))
        {
            model.UseModelOf(declarator);
            return OfHeld(declarator, site);
        }

        if (value is not null && RaceFinder.MayHold(type, value, model.Symbols))
        {
            model.UseModelOf(declarator);
            IEnumerable<Finding?> raced = OfRaced(declarator.Symbol, type, value, site);
            return DroppedTasks.OfLocal(declarator, model) is { } dropped ? OfDropped(dropped, site).Concat(raced) : raced;
        }

        return s_none;
    }

    /// <summary>
    /// Gets the findings of a call that may race tasks, create a linked <c>CancellationTokenSource</c>, or register a callback on a token.
    /// </summary>
    private IEnumerable<Finding?> OfCall(IInvocationOperation call, in BodySite site) =>
        ApiCatalogue.HasMember(call.TargetMethod.Name) && model.Calls.Of(call) is { } facts
            ? facts is { Result: ResultKind.FirstOf } or { GivesUp: true } ? OfRace(call, site) : OfHandle(call, facts.Result, site)
            : model.Symbols.IsTokenHandle(call.TargetMethod.ReturnType) ? OfHandle(call, model.Calls.ResultOf(call), site)
            : s_none;

    /// <summary>
    /// Gets the findings of a call whose result is a handle: a linked <c>CancellationTokenSource</c> or a registration on a token. The called method
    /// is listed in the catalogue, or it is a method of the project that returns such a handle.
    /// </summary>
    private IEnumerable<Finding?> OfHandle(IInvocationOperation call, ResultKind result, in BodySite site) => result switch
    {
        ResultKind.FreshLinkedSource => OfLink(call, site),
        ResultKind.Registration when IsOn(LeftRegistration.Descriptor, site) => [LeftRegistration.Check(HeldHandle.Of(call), ScopeOf(site), model)],
        _ => s_none,
    };

    /// <summary>
    /// Gets the findings of a channel, promise (<c>TaskCompletionSource</c>) or collection of promises that is stored in a field or property.
    /// </summary>
    private IEnumerable<Finding?> OfMade(IOperation operation, in BodySite site) =>
        SignalMember.Made(operation, model) is { } signal && IsOn(SignalNotCompleted.Descriptor, site)
            ? new[] { SignalNotCompleted.Check(signal, ScopeOf(site), model) }
            : s_none;

    /// <summary>
    /// Whether the initial value of a local shows that no rule is interested in the local, because the value starts no task and creates no object. A
    /// local that starts as <c>null</c> isn't plain: the rules examine it if all its later values are new objects.
    /// </summary>
    private static bool IsPlain(IOperation value) => value.Kind switch
    {
        OperationKind.Await or OperationKind.PropertyReference or OperationKind.FieldReference or OperationKind.LocalReference
            or OperationKind.ParameterReference or OperationKind.Binary or OperationKind.InterpolatedString or OperationKind.ArrayElementReference => true,
        OperationKind.Literal => value.Type is not null,
        _ => false,
    };

    private IEnumerable<Finding?> OfDropped(IOperation dropped, in BodySite site)
    {
        IReadOnlyList<TaskStart> starts = new StartFinder(model).Find(dropped);
        return starts.Count == 0 ? s_none : FindingsOn(ScopeTasks.Of(starts, ScopeOf(site), model));
    }

    /// <summary>
    /// Gets the findings of a source (<c>CancellationTokenSource</c>) or signal (a channel or <c>TaskCompletionSource</c>) that a local holds.
    /// LEAK007 reports a source only if no other rule reports it.
    /// </summary>
    private IEnumerable<Finding?> OfHeld(IVariableDeclaratorOperation declarator, in BodySite site)
    {
        IEnumerable<Finding> around = Within(declarator.Syntax, FindingsAround(declarator.Symbol, declarator, site));
        if (model.Symbols.IsPromise(declarator.Symbol.Type) && IsOn(SignalNotCompleted.Descriptor, site)
            && declarator.GetVariableInitializer()?.Value.Unwrap() is IObjectCreationOperation { Syntax: ExpressionSyntax creation } && model.Values.HoldsOnlyNew(declarator.Symbol))
        {
            List<Finding> found = [.. around];
            return found.Count > 0 ? found : Within(declarator.Syntax, new[] { SignalNotCompleted.OfPromise(declarator.Symbol, creation, ScopeOf(site), model) });
        }

        if (!model.Symbols.IsCancellationTokenSource(declarator.Symbol.Type) || !IsOn(LostLinkedSource.Descriptor, site))
        {
            return around;
        }

        List<Finding> findings = [.. around];
        if (findings.Count > 0)
        {
            return findings;
        }

        Func<Scope> scopeOf = ScopeOf(site);
        return LinkedSourcesOf(declarator.Symbol).Select(source => LostLinkedSource.Check(source, scopeOf, model)).Where(finding => finding is not null).Take(1);
    }

    private IEnumerable<Finding?> OfRace(IInvocationOperation call, in BodySite site)
    {
        if (!IsOnAny(site, AbandonedWait.Descriptor, LingeringDelay.Descriptor))
        {
            return s_none;
        }

        Func<Scope> scopeOf = ScopeOf(site);
        SyntaxTree tree = site.Tree;
        return new RaceFinder(model, call.Syntax).InlineIn(call).Select(raced => RaceFinding(raced, scopeOf, tree));
    }

    private IEnumerable<Finding?> OfLink(IInvocationOperation call, in BodySite site) =>
        !IsOn(LostLinkedSource.Descriptor, site) ? s_none
        : MemberHandle.Of(call, model) is { } kept ? Of(LostLinkedSource.Check(kept, ScopeOf(site), model))
        : HeldHandle.Of(call) is { Local: null } source ? Of(LostLinkedSource.Check(source, ScopeOf(site), model))
        : s_none;

    private static IEnumerable<Finding?> Of(Finding? finding) => finding is null ? s_none : [finding];

    /// <summary>
    /// Gets the findings of LEAK010 (<see cref="OwnerLeavesTask"/>) for the tasks that are stored in a field or property. A task that LEAK003
    /// (<see cref="SourceNotCancelled"/>) or LEAK006 (<see cref="SignalNotCompleted"/>) reports is left out.
    /// </summary>
    private IEnumerable<Finding?> OfKept((ISymbol Keeper, IOperation Value) kept, in BodySite site)
    {
        if (!IsOn(OwnerLeavesTask.Descriptor, site))
        {
            return s_none;
        }

        bool hasSignals = IsOn(SignalNotCompleted.Descriptor, site);
        bool hasSources = IsOn(SourceNotCancelled.Descriptor, site);
        return
            from task in OwnedTask.Of(kept, ScopeOf(site, kept.Value), model)
            where !hasSignals || SignalNotCompleted.Check(task.Task, model) is null
            where !hasSources || !FieldSources.ReportsWaitOf(task.Task, model)
            select OwnerLeavesTask.Check(task, model);
    }

    private IEnumerable<Finding?> OfRaced(ILocalSymbol local, ITypeSymbol? type, IOperation value, in BodySite site) =>
        RaceFinder.MayHold(type, value, model.Symbols)
        && RaceFinder.MayBegin(value, model)
        && IsOnAny(site, AbandonedWait.Descriptor, LingeringDelay.Descriptor)
            ? OfRacedBy(local, value, site)
            : s_none;

    /// <summary>
    /// Gets the findings of the operations that a local holds and that take part in a race (<c>Task.WhenAny</c>). An operation that takes part in
    /// several races has only one report.
    /// </summary>
    private IEnumerable<Finding?> OfRacedBy(ILocalSymbol local, IOperation value, in BodySite site)
    {
        Func<Scope> scopeOf = ScopeOf(site);
        SyntaxTree tree = site.Tree;
        return
            from raced in new RaceFinder(model, value.Syntax).HeldBy(local, value)
            group raced by raced.Call.Syntax into races
            select races.Select(raced => RaceFinding(raced, scopeOf, tree)).FirstOrDefault(finding => finding is not null);
    }

    private Finding? RaceFinding(RacedOperation raced, Func<Scope> scopeOf, SyntaxTree tree)
    {
        DiagnosticDescriptor rule = raced.Wait is null ? LingeringDelay.Descriptor : AbandonedWait.Descriptor;
        return !switches.IsOn(rule, tree) ? null
            : raced.Wait is null ? LingeringDelay.Check(raced, scopeOf(), model)
            : AbandonedWait.Check(raced, scopeOf(), model);
    }

    private IEnumerable<HeldHandle> LinkedSourcesOf(ILocalSymbol local)
    {
        foreach (ExpressionSyntax value in model.Values.Of(local) ?? [])
        {
            if (value is InvocationExpressionSyntax && model.OperationAt(value)?.Unwrap() is IInvocationOperation link && model.Values.ResultOf(link) == ResultKind.FreshLinkedSource)
            {
                yield return new HeldHandle(link, local);
            }
        }
    }

    /// <summary>
    /// Gets the findings around a local that holds a source (<c>CancellationTokenSource</c>) or a signal (a channel or <c>TaskCompletionSource</c>).
    /// They are about the tasks that the function around the local starts and doesn't join, and about the tasks that a called method starts with the
    /// source or signal that the function passes to it. For a signal, LEAK006 also reports tasks that the function joins.
    /// </summary>
    private IEnumerable<Finding> FindingsAround(ILocalSymbol held, IOperation operation, in BodySite site)
    {
        IOperation function = operation.FunctionAround();
        Func<Scope> scopeOf = ScopeOf(site);
        IEnumerable<Finding> findings = _findingsOfFunctions.GetOrAdd(
            function.Syntax, _ => [.. FindingsOn(ScopeTasks.DetachedIn(function, scopeOf, model))]);
        if (model.Symbols.IsSignal(held.Type) && IsOn(SignalNotCompleted.Descriptor, site))
        {
            findings = findings.Concat(
                ScopeTasks.JoinedIn(function, held, scopeOf, model).Select(task => SignalNotCompleted.Check(task, model)).OfType<Finding>());
        }

        if (IsOnAny(site, SignalNotCompleted.Descriptor, SourceNotCancelled.Descriptor))
        {
            SyntaxTree tree = site.Tree;
            findings = findings.Concat(
                ScopeTasks.StartedByCalled(function, held, scopeOf, model).Select(task => AllRules.OnHeld(task, model, rule => switches.IsOn(rule, tree))).OfType<Finding>());
        }

        // If several tasks depend on one source or signal, the code still lacks only one call, such as Cancel, so there is one report.
        return findings.GroupBy(finding => (finding.Descriptor, finding.Location), (_, same) => Finding.OfAll([.. same]));
    }

    private IEnumerable<Finding> FindingsOn(IEnumerable<StartedTask> tasks)
    {
        foreach (StartedTask task in tasks)
        {
            if (AllRules.FirstOnTask(task, model, rule => switches.IsOn(rule, task.Start.Call.Syntax.SyntaxTree)) is { } finding)
            {
                yield return finding;
            }
        }
    }

    /// <summary>Gets the findings whose location lies in a node.</summary>
    private static IEnumerable<Finding> Within(SyntaxNode node, IEnumerable<Finding?> findings)
    {
        foreach (Finding? finding in findings)
        {
            if (finding is not null && node.Span.Contains(finding.Location.SourceSpan))
            {
                yield return finding;
            }
        }
    }

    private bool IsOnAny(in BodySite site, DiagnosticDescriptor one, DiagnosticDescriptor other) => IsOn(one, site) || IsOn(other, site);

    private bool IsOn(DiagnosticDescriptor rule, in BodySite site) => switches.IsOn(rule, site.Tree);

    /// <summary>
    /// Returns a delegate that gets the scope: the function around the operation. The delegate creates the scope, with its control flow graph, only
    /// once, and only if it is called.
    /// </summary>
    /// <param name="site">The operation.</param>
    /// <param name="part">The part of the operation that the function must be around, such as a call in a lambda; null for the operation itself.</param>
    private Func<Scope> ScopeOf(in BodySite site, IOperation? part = null)
    {
        model.UseModelOf(site.Operation);
        BodySite asked = site;
        var scope = new Lazy<Scope>(() => Scope.Of(part ?? asked.Operation, asked.Containing, asked.GetGraph, model));
        return () => scope.Value;
    }
}
