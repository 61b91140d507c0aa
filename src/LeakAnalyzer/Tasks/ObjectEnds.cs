using LeakAnalyzer.Facts;
using LeakAnalyzer.Summaries;
using LeakAnalyzer.Symbols;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Tasks;

/// <summary>Finds what ends the object that is waited on: the function that starts the task, its type, a caller, or nothing.</summary>
/// <param name="model">The compilation's model.</param>
/// <param name="scope">The function that begins the wait, or starts the task that waits.</param>
/// <param name="start">The call that begins the wait, or starts the task that waits.</param>
/// <param name="end">The type's disposal or stop, if no other code of the type counts; null if all counts.</param>
internal sealed class ObjectEnds(LeakModel model, Scope scope, SyntaxNode start, TypeEnd? end = null)
{
    private readonly GivenObjects _given = new(model, scope);

    /// <summary>Why it isn't known what ends the object, if the last result was <see cref="Governor.Unknown"/>.</summary>
    public Doubt Doubt { get; private set; }

    /// <summary>Finds what can end a wait through the object that is waited on, such as by completing a channel.</summary>
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

    /// <summary>Finds what ends an object, by all its uses, also through other variables that hold it.</summary>
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
        bool isHandedOn = false;
        bool isCollected = false;
        List<ObjectUse> uses = model.UsesOf(waited);
        if (counting is null && isOfFunction && wait.For == WaitsFor.End && uses.Exists(use => interest.Of(use.Effects) is UseEffect.Ends or UseEffect.MayEnd && Callbacks.Contain(use.Act, model)))
        {
            return Governor.Type;
        }

        foreach (ObjectUse use in uses)
        {
            if (use.Name.Root is IParameterSymbol receiver && ExtensionBlocks.IsReceiver(receiver) && !IsOfMember(use, wait))
            {
                continue; // the receiver parameter is the same symbol in all members of the block, but each call of one has its own object
            }

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
                    isHandedOn |= !IsAfterTheWait(use);
                    continue;
                case UseEffect.MayEnd when isOfFunction && !IsAfterTheWait(use):
                    return Unsure(Doubt.MayBeEnded);
            }

            if (IsReleaseOfLock(use, waited, wait))
            {
                return Governor.Type;
            }

            switch (ActPlaces.Of(use, waited, wait, scope, model))
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
            : IsElement(waited) && (isHandedOn || waited.Root is not IParameterSymbol || acts.Count > 0) ? Unsure(Doubt.HandedOn) // who else has the element, can't be seen
            : isHandedOn ? Unsure(Doubt.HandedOn)
            : IsEndedByUsing(waited, interest, wait) ? Governor.Scope
            : isCollected ? Unsure(Doubt.HandedOn)
            : acts.Count == 0 ? Governor.Nothing
            : scope.EachPathPasses(acts, start) ? Governor.Scope
            : Governor.ScopeOnSomePaths;

        bool IsAfterTheWait(ObjectUse use) => isOfFunction && ActPlaces.Of(use, waited, wait, scope, model) == ActPlace.AfterTheWait;
    }

    /// <summary>Whether a use is in the member that starts the task, or in one through which the task gets to the wait.</summary>
    private bool IsOfMember(ObjectUse use, Wait wait)
    {
        SyntaxNode member = SyntaxQueries.EnclosingMember(use.Act);
        return member == SyntaxQueries.EnclosingMember(scope.Function) || wait.Functions.Any(function => SyntaxQueries.EnclosingMember(function) == member);
    }

    /// <summary>
    /// Finds what ends an object in another object's field: in <c>_signal.WaitAsync()</c>, the wait is on the promise <c>_signal._done</c>. If no other
    /// code can see <c>_signal</c>, only calls on it count.
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

    /// <summary>Whether the object around the field is always a new one, and all code that uses it can be seen.</summary>
    private bool IsOwnHolder(WaitedObject waited) => waited.Root switch
    {
        _ when IsElement(waited) => false,
        ILocalSymbol local => model.Values.HoldsOnlyNew(local) && !SyntaxQueries.IsDeclaredByUsing(local), // a 'using' disposes the holder without any call that counts as a use
        IFieldSymbol or IPropertySymbol => model.World.IsClosed(waited.Root) && model.Values.HoldsOnlyNew(waited.Root),
        _ => false,
    };

    private bool CanAllUsesBeSeen(WaitedObject waited, out Doubt doubt)
    {
        doubt = Doubt.UnseenObject;
        switch (waited.Root)
        {
            case IParameterSymbol parameter when Elements.AreIn(parameter, model, out _):
                return false;
            case IParameterSymbol parameter:
                return scope.IsGiven(parameter) && !GivenObjects.IsOfPrimaryConstructor(parameter) || _given.IsGivenToType(parameter);
            case ILocalSymbol local:
                return model.Values.HoldsOnlyNew(local) || IsElement(waited);
            case var member when model.World.IsClosed(member):
                return IsElement(waited) || model.Values.HoldsOnlyNew(member) || _given.IsGivenToType(member);
            default:
                doubt = Doubt.SeenFromOutside;
                return false;
        }
    }

    /// <summary>Whether the object is an element of the collection in its last name, through the variable of a loop or of a lambda.</summary>
    private bool IsElement(WaitedObject waited) => waited.Names.Length > 1 && waited.Names.Any(name => name.Members.IsEmpty && Elements.AreIn(name.Root, model, out _));

    /// <summary>
    /// Whether a variable holds a synchronization object with a name, as in <c>new Semaphore(0, 1, "app")</c>, which other processes can use.
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

    /// <summary>Whether a parameter holds an object that was passed to the type's constructor, and not to the function that starts the task.</summary>
    private bool IsOfType(IParameterSymbol parameter) =>
        parameter.ContainingSymbol is IMethodSymbol { MethodKind: MethodKind.Constructor } constructor
        && (GivenObjects.IsOfPrimaryConstructor(parameter) || !KnownSymbols.Same(constructor, scope.Symbol));

    /// <summary>
    /// Whether a use releases the permit after the wait, so that the semaphore is a lock. Other code that holds the lock is assumed to release it too.
    /// </summary>
    private bool IsReleaseOfLock(ObjectUse use, WaitedObject waited, Wait wait) =>
        wait is { For: WaitsFor.Permit, IsRepeated: false }
        && SyntaxQueries.Contains(wait.Functions[0], use.Act)
        && (use.Act.SpanStart > wait.Syntax.SpanStart || SyntaxQueries.ShareLoop(wait.Syntax, use.Act) || model.Functions.IsJumpedBackTo(wait.Syntax, wait.Functions[0]))
        && !BeginsEmpty(waited.Root);

    private bool IsCollection(ISymbol member) => Containers.IsContainer((member as IFieldSymbol)?.Type ?? (member as IPropertySymbol)?.Type, model);

    /// <summary>Whether a semaphore is created without a permit, so that it isn't a lock.</summary>
    private bool BeginsEmpty(ISymbol root) => (model.Values.Of(root) ?? []).Exists(value =>
        model.OperationAt(value)?.Unwrap() is IObjectCreationOperation { Arguments: [{ Value.ConstantValue: { HasValue: true, Value: 0 } }, ..] });

    /// <summary>Whether a use reads the channel in a loop of the type's code, so that each write finds room sooner or later.</summary>
    private bool IsReadInLoop(ObjectUse use, Wait wait, bool isOfFunction) =>
        wait.For == WaitsFor.Room && !isOfFunction && use.Effects.May == Effect.TakesOne
        && (SyntaxQueries.IsInLoop(use.Act) || model.OperationAt(use.Act)?.Outermost() is { Parent: IForEachLoopOperation });

    /// <summary>Whether a write never waits, because the channel has room for all writes or drops items.</summary>
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

    /// <summary>Whether the wait is for a timer in a parameter, which its unknown owner may dispose.</summary>
    private static bool IsGivenTimer(WaitedObject waited, Wait wait) => wait.For == WaitsFor.Tick && waited.Root is IParameterSymbol;

    /// <summary>Whether a <c>using</c> outside the waiting task's code ends the wait by disposing the object that is waited on.</summary>
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

    /// <summary>Whether the waiting task's own code closes or disposes the object that is waited on, or hands it to code that may do so.</summary>
    private bool IsDisposedByWork(WaitedObject waited, Wait wait)
    {
        foreach (ObjectUse use in model.UsesOf(waited))
        {
            if ((use.Effects.May & (Effect.Disposes | Effect.Ends | Effect.Escapes)) != 0 && wait.Functions.Contains(SyntaxQueries.EnclosingFunction(use.Act)))
            {
                return true;
            }
        }

        return waited.Names.Any(name => name is { Members.IsEmpty: true, Root: ILocalSymbol local } && SyntaxQueries.IsDeclaredByUsing(local));
    }

    /// <summary>
    /// Whether the task is a stage of a pipeline: it reads all items of a parameter, and ends a channel, or several in a collection, that the starting
    /// function returns. Who ends
    /// the input ends the stage.
    /// </summary>
    private bool IsInputOfStage(WaitedObject waited, Wait wait)
    {
        if (wait.For != WaitsFor.Item || !wait.IsRepeated || waited.Inner.Root is not IParameterSymbol)
        {
            return false;
        }

        foreach (ILocalSymbol output in model.Functions.SignalsIn(scope.Function).Concat(model.Functions.SignalCollectionsIn(scope.Function)))
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

    /// <summary>Whether static code starts the task, and the task reads a queue in a static member. Both may stay as long as the process.</summary>
    private bool IsApplicationsQueue(WaitedObject waited, Wait wait) =>
        end is null
        && wait is { For: WaitsFor.Item, IsRepeated: true, Token.IsEmpty: true }
        && waited.Root is IFieldSymbol { IsStatic: true, IsReadOnly: true } or IPropertySymbol { IsStatic: true, SetMethod: null }
        && (scope.IsStatic || scope.Symbol is { IsStatic: true });

    /// <summary>Whether the task's code ends the output of a pipeline stage, or gets the output from the call that starts the task.</summary>
    private bool EndsInWork(ObjectUse use, Wait wait) =>
        wait.Functions.Contains(SyntaxQueries.EnclosingFunction(use.Act)) || use.Act.Span.Contains(start.Span);

    private Governor Unsure(Doubt why)
    {
        Doubt = why;
        return Governor.Unknown;
    }
}
