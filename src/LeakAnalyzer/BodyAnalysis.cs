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
/// Finds what the rules report (findings), for one operation at a time. A finding's location lies inside its operation, because an editor offers no
/// fixes outside it.
/// </summary>
internal sealed class BodyAnalysis(LeakModel model, RuleSwitches switches)
{
    private static readonly Finding[] s_none = [];

    /// <summary>The findings in a function, by the function's syntax.</summary>
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

    /// <remarks>The checks use no capturing lambdas, so that most statements cost no allocation.</remarks>
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
                if (model.Symbols.IsCancellationTokenSource(target.Type))
                {
                    return FieldSource.Kept(local, assignment.Value, model) is { } made ? OfFieldSource(made, site) : s_none;
                }

                IEnumerable<Finding?> raced = OfRaced(local, target.Type, assignment.Value, site);
                return model.Symbols.IsSignal(target.Type) ? FindingsAround(local, statement, site).Concat(raced) : raced;
            }

            if (FieldSource.Assigned(assignment, model) is { } source)
            {
                return OfFieldSource(source, site);
            }

            if (KeptTasks.Assigned(assignment, model) is { } kept)
            {
                return OfKept(kept, site);
            }

            return OfMade(assignment, site);
        }

        return statement.Operation is IInvocationOperation call && KeptTasks.Added(call, model) is { } added ? OfKept(added, site) : s_none;
    }

    private IEnumerable<Finding?> OfInitializer(ISymbolInitializerOperation initializer, in BodySite site) =>
        FieldSource.Initialized(initializer, model) is { } source ? OfFieldSource(source, site)
        : KeptTasks.Initialized(initializer, model) is { } kept ? OfKept(kept, site)
        : OfMade(initializer, site);

    private IEnumerable<Finding?> OfFieldSource(FieldSource source, in BodySite site) =>
        IsOn(SourceNotCancelled.Descriptor, site) ? new[] { SourceNotCancelled.Check(source, model) } : s_none;

    private IEnumerable<Finding?> OfLocal(IVariableDeclaratorOperation declarator, in BodySite site)
    {
        IOperation? value = declarator.Initializer?.Value;
        if (value is not null && IsPlain(value))
        {
            return s_none;
        }

        // A local symbol computes its type on each request, so the value's type, which is the same, comes first.
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

    private IEnumerable<Finding?> OfCall(IInvocationOperation call, in BodySite site) =>
        ApiCatalogue.HasMember(call.TargetMethod.Name) && model.Calls.Of(call) is { } facts
            ? facts is { Result: ResultKind.FirstOf } or { GivesUp: true } ? OfRace(call, site) : OfHandle(call, facts.Result, site)
            : model.Symbols.IsTokenHandle(call.TargetMethod.ReturnType) ? OfHandle(call, model.Calls.ResultOf(call), site)
            : s_none;

    /// <summary>Gets the findings of a call that makes a linked <c>CancellationTokenSource</c> or a registration on a token.</summary>
    private IEnumerable<Finding?> OfHandle(IInvocationOperation call, ResultKind result, in BodySite site) => result switch
    {
        ResultKind.FreshLinkedSource => OfLink(call, site),
        ResultKind.OldValue when FieldSource.Exchanged(call, model) is { } source => OfFieldSource(source, site),
        ResultKind.Registration when IsOn(LeftRegistration.Descriptor, site) => [LeftRegistration.Check(HeldHandle.Of(call), ScopeOf(site), model)],
        _ => s_none,
    };

    /// <summary>
    /// Gets the findings of a new channel, <c>TaskCompletionSource</c>, or collection of such sources that is stored in a field or property.
    /// </summary>
    private IEnumerable<Finding?> OfMade(IOperation operation, in BodySite site) =>
        SignalMember.Made(operation, model) is { } signal && IsOn(SignalNotCompleted.Descriptor, site)
            ? new[] { SignalNotCompleted.Check(signal, ScopeOf(site), model) }
            : s_none;

    /// <summary>Whether the value shows that its local needs no check. The literal <c>null</c> doesn't: the local may get a new object later.</summary>
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

    private IEnumerable<Finding?> OfHeld(IVariableDeclaratorOperation declarator, in BodySite site)
    {
        IEnumerable<Finding> around = Within(declarator.Syntax, FindingsAround(declarator.Symbol, declarator, site));
        if (model.Symbols.IsPromise(declarator.Symbol.Type) && IsOn(SignalNotCompleted.Descriptor, site)
            && declarator.GetVariableInitializer()?.Value.Unwrap() is IObjectCreationOperation { Syntax: ExpressionSyntax creation } && model.Values.HoldsOnlyNew(declarator.Symbol))
        {
            List<Finding> found = [.. around];
            return found.Count > 0 ? found : Within(declarator.Syntax, new[] { SignalNotCompleted.OfPromise(declarator.Symbol, creation, ScopeOf(site), model) });
        }

        if (!model.Symbols.IsCancellationTokenSource(declarator.Symbol.Type))
        {
            return around;
        }

        if (declarator.GetVariableInitializer()?.Value is { } value && FieldSource.Kept(declarator.Symbol, value, model) is { } kept)
        {
            around = around.Concat(Within(declarator.Syntax, OfFieldSource(kept, site)));
        }

        if (!IsOn(LostLinkedSource.Descriptor, site))
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
        : MemberHandle.Of(call, model) is { } kept ? OfKeptLink(kept, site)
        : HeldHandle.Of(call) is not { Local: var local } source ? s_none
        : local is null ? Of(LostLinkedSource.Check(source, ScopeOf(site), model))
        : KeptSources.KeeperOf(local, model) is { } keeper && LostLinkedSource.Check(source, ScopeOf(site), model) is null ? OfKeptLink(new MemberHandle(call, keeper), site)
        : s_none;

    /// <summary>Gets the finding on a linked source in a field, unless LEAK003 reports it.</summary>
    private IEnumerable<Finding?> OfKeptLink(MemberHandle kept, in BodySite site) =>
        IsOn(SourceNotCancelled.Descriptor, site) && FieldSource.Linked(kept, model) is { } source && SourceNotCancelled.Check(source, model) is not null
            ? s_none
            : Of(LostLinkedSource.Check(kept, ScopeOf(site), model));

    private static IEnumerable<Finding?> Of(Finding? finding) => finding is null ? s_none : [finding];

    /// <summary>Gets what LEAK010 reports on tasks that are stored in a field or property, without those that LEAK003 or LEAK006 reports.</summary>
    private IEnumerable<Finding?> OfKept(KeptTasks kept, BodySite site)
    {
        if (!IsOn(OwnerLeavesTask.Descriptor, site))
        {
            return s_none;
        }

        bool hasSignals = IsOn(SignalNotCompleted.Descriptor, site);
        bool hasSources = IsOn(SourceNotCancelled.Descriptor, site);
        return
            from start in kept.Starts
            from task in OwnedTask.Of(kept.Keeper, start, ScopeOf(site, start), model)
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

    /// <summary>Gets the findings of the operations that a local holds for a race, such as <c>Task.WhenAny</c>: at most one for each operation.</summary>
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
        foreach (ExpressionSyntax value in (model.Values.Of(local) ?? []).SelectMany(SyntaxQueries.Choices))
        {
            if (value is InvocationExpressionSyntax && model.OperationAt(value)?.Unwrap() is IInvocationOperation link && model.Values.ResultOf(link) == ResultKind.FreshLinkedSource)
            {
                yield return new HeldHandle(link, local);
            }
        }
    }

    /// <summary>
    /// Gets the findings on tasks that the function around a local starts, or that a method starts to which it passes the local's object.
    /// </summary>
    private IEnumerable<Finding> FindingsAround(ILocalSymbol held, IOperation operation, in BodySite site)
    {
        IOperation function = operation.FunctionAround();
        Func<Scope> scopeOf = ScopeOf(site);
        IEnumerable<Finding> findings = _findingsOfFunctions.GetOrAdd(
            function.Syntax, _ => [.. FindingsOn(ScopeTasks.DetachedIn(function, scopeOf, model))]);
        if (IsOnAny(site, SignalNotCompleted.Descriptor, SourceNotCancelled.Descriptor))
        {
            SyntaxTree tree = site.Tree;
            var used = new HeldObject(held, function.Syntax, model);
            findings = findings
                .Concat(FindingsOnJoined(held, ScopeTasks.JoinedIn(used, scopeOf, model), tree))
                .Concat(ScopeTasks.StartedByCalled(used, scopeOf, model).Select(task => AllRules.OnHeld(task, model, rule => switches.IsOn(rule, tree))).OfType<Finding>());
        }

        // One missing call, such as Cancel, is one report, even if several tasks need it.
        return findings.GroupBy(finding => (finding.Descriptor, finding.Location), (_, same) => Finding.OfAll([.. same]));
    }

    /// <summary>Gets what LEAK006 or LEAK003 reports on tasks that the function around a local keeps, and that use the local's object.</summary>
    private IEnumerable<Finding> FindingsOnJoined(ILocalSymbol held, IEnumerable<StartedTask> tasks, SyntaxTree tree)
    {
        IEnumerable<Finding?> findings =
            model.Symbols.IsSignal(held.Type) ? switches.IsOn(SignalNotCompleted.Descriptor, tree) ? tasks.Select(task => SignalNotCompleted.Check(task, model)) : s_none
            : switches.IsOn(SourceNotCancelled.Descriptor, tree) ? tasks.Where(task => ScopeJoins.AreInScope(task.Start.Call, model)).Select(task => SourceNotCancelled.Check(task, model))
            : s_none;
        return findings.OfType<Finding>();
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

    /// <summary>Returns a delegate that creates the scope (the function around the operation) on the first call, and caches it.</summary>
    /// <param name="site">The operation.</param>
    /// <param name="part">The part of the operation, such as a call in a lambda, that the function must be around.</param>
    private Func<Scope> ScopeOf(in BodySite site, IOperation? part = null)
    {
        model.UseModelOf(site.Operation);
        BodySite asked = site;
        var scope = new Lazy<Scope>(() => Scope.Of(part ?? asked.Operation, asked.Containing, asked.GetGraph, model));
        return () => scope.Value;
    }
}
