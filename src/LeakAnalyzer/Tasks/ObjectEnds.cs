using LeakAnalyzer.Facts;
using LeakAnalyzer.Summaries;
using LeakAnalyzer.Symbols;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Tasks;

/// <summary>Finds what ends the object that is waited on: the function that starts the task (the scope), its type, a caller, or nothing.</summary>
/// <param name="model">The compilation's model.</param>
/// <param name="scope">The function that begins the wait, or starts the task that waits.</param>
/// <param name="start">The call that begins the wait, or starts the task that waits.</param>
/// <param name="end">
/// The end of the type (what the type does when it is disposed or stopped), if only what this end does counts as an act of the type; null if the acts
/// of all members count.
/// </param>
internal sealed class ObjectEnds(LeakModel model, Scope scope, SyntaxNode start, TypeEnd? end = null)
{
    private readonly GivenObjects _given = new(model, scope);

    /// <summary>If the last result was <see cref="Governor.Unknown"/>, tells why it isn't known what ends the object.</summary>
    public Doubt Doubt { get; private set; }

    /// <summary>Finds what can end a wait by an act on the object that is waited on, such as completing a channel.</summary>
    public Governor OfObject(WaitedObject waited, Wait wait)
    {
        if (waited.IsKnownToNobodyElse)
        {
            return Governor.Nothing;
        }

        if (waited.IsUnknown || IsGivenTimer(waited, wait))
        {
            return Unsure(Doubt.UnseenObject);
        }

        if (NeverWaits(waited, wait))
        {
            return Governor.Bound;
        }

        Governor governor = waited.IsHeld ? OfHeld(waited, wait) : Of(waited, wait.Interest, wait);
        if (governor < Governor.Scope
            && wait.For != WaitsFor.Room
            && ScopeSignals.Of(wait, scope, model) is (var local, var creation)
            && !new ScopeSignals(scope, start, model).AnyPathLeaves(wait, local, creation))
        {
            return Governor.Scope;
        }

        return governor == Governor.Nothing && _given.IsEndedByGiver(waited.Inner, wait, this) ? Governor.Type
            : governor == Governor.Nothing && wait.For == WaitsFor.Peer && IsDisposedByWork(waited, wait) ? Unsure(Doubt.EndsWithPeer)
            : governor == Governor.Nothing && IsInputOfStage(waited, wait) ? Unsure(Doubt.EndsWithInput)
            : governor == Governor.Nothing && IsApplicationsQueue(waited, wait) ? Governor.Application
            : governor;
    }

    /// <summary>Finds what ends an object, judged by all its uses, including those through other variables that hold it (aliases).</summary>
    public Governor Of(WaitedObject waited, Interest interest, Wait wait) => Of(waited, interest, wait, end);

    private Governor Of(WaitedObject waited, Interest interest, Wait wait, TypeEnd? counting)
    {
        if (!CanAllUsesBeSeen(waited, out Doubt doubt) || wait.For is WaitsFor.Permit or WaitsFor.Signal && IsKnownToOtherProcesses(waited.Root))
        {
            return Unsure(doubt);
        }

        bool isOfFunction = waited.Root is ILocalSymbol || waited.Root is IParameterSymbol parameter && !IsOfType(parameter);
        var acts = new List<SyntaxNode>();
        bool ofType = false;
        bool isCollected = false;
        List<ObjectUse> uses = model.UsesOf(waited);
        if (counting is null && isOfFunction && wait.For == WaitsFor.End && uses.Exists(use => interest.Of(use.Effects) is UseEffect.Ends or UseEffect.MayEnd && Callbacks.Contain(use.Act, model)))
        {
            return Governor.Type;
        }

        foreach (ObjectUse use in uses)
        {
            UseEffect effect = interest.Of(use.Effects);
            isCollected |= (use.Effects.May & Effect.Collected) != 0;
            switch (effect)
            {
                case UseEffect.Harmless or UseEffect.Disposes:
                    continue;
                case UseEffect.Bounds:
                    return Governor.Bound;
                case UseEffect.Unknown when IsReadInLoop(use, wait, isOfFunction):
                    ofType = true;
                    continue;
                case UseEffect.Unknown:
                    return Unsure(Doubt.HandedOn);
                case UseEffect.MayEnd when isOfFunction:
                    return Unsure(Doubt.MayBeEnded);
            }

            if (IsReleaseOfLock(use, waited, wait))
            {
                return Governor.Type;
            }

            switch (ActPlaces.Of(use, wait, scope, model))
            {
                case ActPlace.AfterTheWait:
                    break;
                case ActPlace.InTheWork:
                    return Unsure(Doubt.MayBeEnded);
                case ActPlace.InTheScope when isOfFunction:
                    acts.Add(use.Act);
                    break;
                default:
                    if (isOfFunction && !waited.IsKeptIn(use.Name))
                    {
                        return Unsure(Doubt.MayBeEnded);
                    }

                    switch (counting?.ReachOf(use.Act))
                    {
                        case null:
                            ofType |= !UnreachedCode.Holds(use.Act, model);
                            break;
                        case Reach.Yes:
                            ofType = true;
                            break;
                        case Reach.Unknown:
                        case Reach.No when isOfFunction && IsCollection(use.Name.Root): // silent, because LEAK006 reports the promises in a collection
                            return Unsure(Doubt.MayBeEnded);
                    }

                    break;
            }
        }

        return ofType ? Governor.Type
            : IsEndedByUsing(waited, interest, wait) ? Governor.Scope
            : isCollected ? Unsure(Doubt.HandedOn)
            : acts.Count == 0 ? Governor.Nothing
            : scope.EachPathPasses(acts, start) ? Governor.Scope
            : Governor.ScopeOnSomePaths;
    }

    /// <summary>
    /// Finds what ends an object that another object, the holder, has in a field: in <c>_signal.WaitAsync()</c> the wait is on the promise
    /// <c>_signal._done</c>. Only methods of the holder's type act on the field. If the function that starts the task, or its type, creates the
    /// holder and no other code can see the holder, a method counts only if it is called on this holder.
    /// </summary>
    private Governor OfHeld(WaitedObject waited, Wait wait)
    {
        Governor byField = Of(waited.Inner, wait.Interest, wait, counting: null);
        if (byField != Governor.Type || !IsOwnHolder(waited))
        {
            return byField;
        }

        foreach (ObjectUse use in model.UsesOf(waited.Inner))
        {
            bool isReachedByCall = SyntaxQueries.EnclosingFunction(use.Act) is MethodDeclarationSyntax { Modifiers: var modifiers }
                && !modifiers.Any(modifier => modifier.ValueText is "static" or "private") && modifiers.Count > 0;
            if (!isReachedByCall && wait.Interest.Of(use.Effects) is not (UseEffect.Harmless or UseEffect.Disposes))
            {
                return byField; // this function runs without a visible call on the holder: it is, for example, a timer's callback or a constructor
            }
        }

        return Of(waited.Outer, wait.Interest, wait);
    }

    /// <summary>Whether the holder of the object that is waited on is only ever a new object, and all code that uses the holder can be seen.</summary>
    private bool IsOwnHolder(WaitedObject waited) => waited.Root switch
    {
        ILocalSymbol local => model.Values.HoldsOnlyNew(local) && !SyntaxQueries.IsDeclaredByUsing(local), // a 'using' disposes the holder without any call that counts as a use
        IFieldSymbol or IPropertySymbol => model.World.IsClosed(waited.Root) && model.Values.HoldsOnlyNew(waited.Root),
        _ => false,
    };

    /// <summary>
    /// Whether all code that can act on the object that is waited on can be seen. The object must have been created by, or passed to, the function
    /// that starts the task or that function's type.
    /// </summary>
    private bool CanAllUsesBeSeen(WaitedObject waited, out Doubt doubt)
    {
        doubt = Doubt.UnseenObject;
        switch (waited.Root)
        {
            case IParameterSymbol parameter:
                return scope.IsGiven(parameter) && !GivenObjects.IsOfPrimaryConstructor(parameter) || _given.IsGivenToType(parameter);
            case ILocalSymbol local:
                return model.Values.HoldsOnlyNew(local);
            case var member when model.World.IsClosed(member):
                return model.Values.HoldsOnlyNew(member) || _given.IsGivenToType(member);
            default:
                doubt = Doubt.SeenFromOutside;
                return false;
        }
    }

    /// <summary>
    /// Whether a variable holds a synchronization object of the operating system that was created with a name: <c>new Semaphore(0, 1, "app")</c>. Any
    /// process can end a wait on it.
    /// </summary>
    private bool IsKnownToOtherProcesses(ISymbol? root)
    {
        foreach (ExpressionSyntax value in root is ILocalSymbol or IFieldSymbol or IPropertySymbol ? model.Values.Of(root) ?? [] : [])
        {
            if (model.OperationAt(value) is IObjectCreationOperation { Constructor: { } constructor } creation
                && KnownSymbols.IsOfFramework(constructor.ContainingType)
                && creation.Arguments.Any(argument => argument is { Parameter.Type.SpecialType: SpecialType.System_String, Value.ConstantValue: not { HasValue: true, Value: null } }))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Whether a parameter holds an object that was passed to the type's constructor, and not to the function that starts the task: the parameter
    /// belongs to a primary constructor, or to a constructor that isn't this function.
    /// </summary>
    private bool IsOfType(IParameterSymbol parameter) =>
        parameter.ContainingSymbol is IMethodSymbol { MethodKind: MethodKind.Constructor } constructor
        && (GivenObjects.IsOfPrimaryConstructor(parameter) || !KnownSymbols.Same(constructor, scope.Symbol));

    /// <summary>
    /// Whether a use shows that the semaphore is a lock: the function that waits for a permit releases the permit afterwards, itself or in a nested
    /// function. Other code that holds the lock is assumed to do the same. A semaphore that is created without a permit is no lock.
    /// </summary>
    private bool IsReleaseOfLock(ObjectUse use, WaitedObject waited, Wait wait) =>
        wait is { For: WaitsFor.Permit, IsRepeated: false }
        && SyntaxQueries.Contains(wait.Functions[0], use.Act)
        && (use.Act.SpanStart > wait.Syntax.SpanStart || SyntaxQueries.ShareLoop(wait.Syntax, use.Act) || model.Functions.IsJumpedBackTo(wait.Syntax, wait.Functions[0]))
        && !BeginsEmpty(waited.Root);

    private bool IsCollection(ISymbol member) => Containers.IsContainer((member as IFieldSymbol)?.Type ?? (member as IPropertySymbol)?.Type, model);

    /// <summary>Whether a semaphore is created without a permit.</summary>
    private bool BeginsEmpty(ISymbol root) => (model.Values.Of(root) ?? []).Exists(value =>
        model.OperationAt(value)?.Unwrap() is IObjectCreationOperation { Arguments: [{ Value.ConstantValue: { HasValue: true, Value: 0 } }, ..] });

    /// <summary>Whether a use reads the channel in a loop of the type's code, so that each write finds room sooner or later.</summary>
    private bool IsReadInLoop(ObjectUse use, Wait wait, bool isOfFunction) =>
        wait.For == WaitsFor.Room && !isOfFunction && use.Effects.May == Effect.TakesOne
        && (SyntaxQueries.IsInLoop(use.Act) || model.OperationAt(use.Act)?.Outermost() is { Parent: IForEachLoopOperation });

    /// <summary>
    /// Whether a write never waits, because the channel has no bound or drops items, or because the function that starts the task creates the channel
    /// with room for all writes.
    /// </summary>
    private bool NeverWaits(WaitedObject waited, Wait wait)
    {
        if (wait.For != WaitsFor.Room || waited.Inner.Root is IParameterSymbol)
        {
            return false;
        }

        foreach (ExpressionSyntax value in model.Values.Of(waited.Inner.Root) ?? [])
        {
            if (ChannelCreation.NeverMakesWritersWait(value, model)
                || waited.Root is ILocalSymbol local && scope.Declares(local) && !ChannelCreation.CanBeFilled(value, wait, start, model))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Whether the wait is for the ticks of a timer that was passed as an argument. The timer's owner, who isn't known, may dispose the timer.
    /// </summary>
    private static bool IsGivenTimer(WaitedObject waited, Wait wait) => wait.For == WaitsFor.Tick && waited.Root is IParameterSymbol;

    /// <summary>
    /// Whether a <c>using</c> ends the wait by disposing the object that is waited on. A <c>using</c> in the waiting task's own code doesn't count,
    /// because it disposes the object only after the wait.
    /// </summary>
    private bool IsEndedByUsing(WaitedObject waited, Interest interest, Wait wait)
    {
        foreach (AccessPath name in waited.Names)
        {
            if (name is { Members.IsEmpty: true, Root: ILocalSymbol local }
                && SyntaxQueries.IsDeclaredByUsing(local)
                && interest.Of(ObjectUses.OfUsing(local.Type, model)) == UseEffect.Ends
                && !wait.Functions.Contains(SyntaxQueries.EnclosingFunction(local.DeclaringSyntaxReferences[0].GetSyntax())))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether the waiting task's own code closes or disposes the object that is waited on, so that the task owns the object.</summary>
    private bool IsDisposedByWork(WaitedObject waited, Wait wait)
    {
        foreach (ObjectUse use in model.UsesOf(waited))
        {
            if ((use.Effects.May & (Effect.Disposes | Effect.Ends)) != 0 && wait.Functions.Contains(SyntaxQueries.EnclosingFunction(use.Act)))
            {
                return true;
            }
        }

        return waited.Names.Any(name => name is { Members.IsEmpty: true, Root: ILocalSymbol local } && SyntaxQueries.IsDeclaredByUsing(local));
    }

    /// <summary>
    /// Whether the task is a stage of a pipeline: it reads all items of an input channel, which is a parameter, and then ends an output channel, which
    /// the function that starts the task returns. The code that ends the input ends the stage, and the code that holds the output sees that end.
    /// </summary>
    private bool IsInputOfStage(WaitedObject waited, Wait wait)
    {
        if (wait.For != WaitsFor.Item || !wait.IsRepeated || waited.Inner.Root is not IParameterSymbol)
        {
            return false;
        }

        foreach (ILocalSymbol output in model.Functions.SignalsIn(scope.Function))
        {
            bool isHandedBack = model.Uses.In(scope.Function, output).Any(use =>
                use.FirstAncestorOrSelf<StatementSyntax>() is ReturnStatementSyntax && SyntaxQueries.EnclosingFunction(use) == scope.Function);
            if (isHandedBack && model.UsesOf(WaitedObject.Of(output)).Exists(use => (use.Effects.May & Effect.Ends) != 0 && EndsInWork(use, wait)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Whether the task reads a queue of the application: a static function starts the task, and the task reads all items of a queue in a static
    /// member. The queue lives as long as the process, so the task may too.
    /// </summary>
    private bool IsApplicationsQueue(WaitedObject waited, Wait wait) =>
        end is null
        && wait is { For: WaitsFor.Item, IsRepeated: true, Token.IsEmpty: true }
        && waited.Root is IFieldSymbol { IsStatic: true, IsReadOnly: true } or IPropertySymbol { IsStatic: true, SetMethod: null }
        && (scope.IsStatic || scope.Symbol is { IsStatic: true });

    /// <summary>
    /// Whether a use that ends the output of a pipeline stage is in the waiting task's code, or is a call that starts the task and passes the output
    /// to it.
    /// </summary>
    private bool EndsInWork(ObjectUse use, Wait wait) =>
        wait.Functions.Contains(SyntaxQueries.EnclosingFunction(use.Act)) || use.Act.Span.Contains(start.Span);

    private Governor Unsure(Doubt why)
    {
        Doubt = why;
        return Governor.Unknown;
    }
}
