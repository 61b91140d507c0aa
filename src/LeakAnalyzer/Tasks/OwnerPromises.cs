using LeakAnalyzer.Facts;
using LeakAnalyzer.Summaries;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Tasks;

/// <summary>
/// A promise (a <c>TaskCompletionSource</c>), or a collection of promises, in a member of a disposable type, if the type's disposal leaves the
/// promises unset while callers wait for them.
/// </summary>
/// <param name="Owner">The disposable type.</param>
/// <param name="Signal">The member that holds the promise or the collection.</param>
/// <param name="Waits">The places that return a promise's task to a caller, or await the task for a caller.</param>
internal sealed record OwnerPromises(INamedTypeSymbol Owner, SignalMember Signal, List<SyntaxNode> Waits)
{
    /// <summary>
    /// Gets the promises in a member that the type's end leaves unset. Null if the end sets or reads the member, if the end may reach the code that
    /// sets the promises, or if not all uses of the member can be seen.
    /// </summary>
    public static OwnerPromises? Of(SignalMember signal, LeakModel model)
    {
        if (OwnerOf(signal.Member.ContainingType, model) is not { } owner)
        {
            return null;
        }

        ITypeSymbol? type = SignalMember.TypeOf(signal.Member);
        bool isCollection = type is not null && !model.Symbols.IsSignal(type);
        if (!isCollection && !model.Symbols.IsPromise(type))
        {
            return null;
        }

        List<SyntaxNode> waits = isCollection ? WaitsOnElements(signal.Member, model) : CallersWaits.Of(signal.Member, model);
        if (waits.Count == 0)
        {
            return null;
        }

        bool isSet = false;
        foreach (ObjectUse use in signal.Uses(model))
        {
            if ((use.Effects.May & (Effect.Escapes | Effect.Bounds)) != 0)
            {
                return null;
            }

            isSet |= (use.Effects.May & Effect.Ends) != 0;
        }

        var end = TypeEnd.Of(owner, keeper: null, model);
        return isSet && !IsLookedAt(signal.Member, isCollection, end, model) && !TellsByToken(owner, end, model) ? new OwnerPromises(owner, signal, waits) : null;
    }

    /// <summary>
    /// Gets the disposable type whose objects hold the member: the type that declares the member or, if that type is private, a type around it. Null
    /// if none of them is disposable.
    /// </summary>
    private static INamedTypeSymbol? OwnerOf(INamedTypeSymbol type, LeakModel model)
    {
        for (INamedTypeSymbol? current = type; current is not null; current = current.DeclaredAccessibility == Accessibility.Private ? current.ContainingType : null)
        {
            if (model.Symbols.IsDisposable(current))
            {
                return current;
            }
        }

        return null;
    }

    /// <summary>
    /// Whether the type's end (its disposal) reaches a use of the member, or may reach a use that can set the promises: for one promise any use other
    /// than a read of its task, for a collection a use of all its elements.
    /// </summary>
    private static bool IsLookedAt(ISymbol member, bool isCollection, TypeEnd end, LeakModel model)
    {
        foreach (IdentifierNameSyntax use in model.Uses.Of(member))
        {
            switch (end.ReachOf(use))
            {
                case Reach.Yes:
                case Reach.Unknown when !isCollection ? !IsOnlyTask(use, model) : IsOfAll(use, model):
                    return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Whether the disposal cancels a source of the type, and a callback is registered with the source's token. The callback may set the promises.
    /// </summary>
    private static bool TellsByToken(INamedTypeSymbol owner, TypeEnd end, LeakModel model)
    {
        foreach (ISymbol member in owner.GetMembers())
        {
            if (!model.Symbols.IsCancellationTokenSource(SignalMember.TypeOf(member)))
            {
                continue;
            }

            bool isRegistered = false, isCancelled = false;
            foreach (IdentifierNameSyntax use in model.Uses.Of(member))
            {
                IOperation? source = model.OperationAt(SyntaxQueries.Qualified(use))?.Outermost();
                isRegistered |= source?.Parent is IPropertyReferenceOperation { Parent: IInvocationOperation call } token && call.Receiver() == token && model.Calls.Of(call) is { Result: ResultKind.Registration };
                isCancelled |= source?.Parent is IInvocationOperation { Instance: var receiver } cancel && receiver == source && model.Calls.Of(cancel) is { OnReceiver: Effect.Ends } && end.ReachOf(use) != Reach.No;
            }

            if (isRegistered && isCancelled)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a use only reads the task of a promise.</summary>
    private static bool IsOnlyTask(IdentifierNameSyntax use, LeakModel model) =>
        model.OperationAt(SyntaxQueries.Qualified(use))?.Outermost().Parent is IPropertyReferenceOperation property && model.Calls.Of(property) is { Wait: not null };

    /// <summary>Whether a use of a collection concerns all elements: it enumerates, copies, replaces or empties the collection.</summary>
    private static bool IsOfAll(IdentifierNameSyntax use, LeakModel model) =>
        SyntaxQueries.IsInLoop(use)
        || SyntaxQueries.IsWritten(use, out _)
        || model.OperationAt(SyntaxQueries.Qualified(use))?.Outermost().Parent switch
        {
            IForEachLoopOperation => true,
            IPropertyReferenceOperation { Type: { } part } => Containers.IsContainer(part, model),
            IInvocationOperation { TargetMethod.ReturnsVoid: true, Arguments.IsEmpty: true } => true,
            IInvocationOperation { Type: { } part } => Containers.IsContainer(part, model),
            IArgumentOperation { Parent: IInvocationOperation { Type: { } part } } => Containers.IsContainer(part, model),
            _ => false,
        };

    /// <summary>Finds the unlimited waits of callers for promises that are put into a collection.</summary>
    private static List<SyntaxNode> WaitsOnElements(ISymbol member, LeakModel model)
    {
        var waits = new List<SyntaxNode>();
        foreach (IdentifierNameSyntax use in model.Uses.Of(member))
        {
            ExpressionSyntax collection = SyntaxQueries.Qualified(use);
            if ((KeptIn(collection, model) ?? MadeBy(collection, model)) is { } local && IsSetNowhereElse(local, member, model))
            {
                waits.AddRange(CallersWaits.Of(local, model));
            }
        }

        return waits;
    }

    /// <summary>Gets the local whose new promise is put into a collection by the statement around an expression; null if there is none.</summary>
    private static ILocalSymbol? KeptIn(ExpressionSyntax collection, LeakModel model)
    {
        if (collection.FirstAncestorOrSelf<StatementSyntax>() is not { } statement)
        {
            return null;
        }

        foreach (SyntaxNode node in statement.DescendantNodes(child => child is not StatementSyntax || child == statement))
        {
            bool isKept = node is IdentifierNameSyntax { Parent: ArgumentSyntax or AssignmentExpressionSyntax } name && node != collection
                && (node.Parent is ArgumentSyntax || ((AssignmentExpressionSyntax)node.Parent!).Right == node);
            if (isKept && model.OperationAt(node) is ILocalReferenceOperation { Local: var local } && model.Symbols.IsPromise(local.Type) && model.Values.HoldsOnlyNew(local))
            {
                return local;
            }
        }

        return null;
    }

    /// <summary>
    /// Gets the local that holds the promise which a call on a collection returns, if the call puts a new promise into the collection where there is
    /// none, such as <c>GetOrAdd</c>; null if there is none.
    /// </summary>
    private static ILocalSymbol? MadeBy(ExpressionSyntax collection, LeakModel model)
    {
        if (model.OperationAt(collection)?.Outermost() is not { Parent: IInvocationOperation call } held || call.Instance != held || !model.Symbols.IsPromise(call.Type))
        {
            return null;
        }

        bool isGivenNew = call.Arguments.Any(argument => argument.Value.Unwrap() is var value
            && (value is IDelegateCreationOperation { Type: INamedTypeSymbol { DelegateInvokeMethod.ReturnType: var made } } && model.Symbols.IsPromise(made)
                || value.Syntax is ExpressionSyntax creation && model.Symbols.IsPromise(value.Type) && model.Values.IsNew(creation)));
        return isGivenNew && call.Outermost().Parent is IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var local } } ? local : null;
    }

    /// <summary>
    /// Whether the function that creates a promise doesn't also set the promise, by a callback, a time limit or a token. Only code that takes the
    /// promise out of the collection then sets it.
    /// </summary>
    private static bool IsSetNowhereElse(ILocalSymbol local, ISymbol member, LeakModel model)
    {
        foreach (IdentifierNameSyntax use in model.Uses.Of(local))
        {
            IOperation? read = model.OperationAt(use)?.Outermost();
            bool isLeft = read?.Parent switch
            {
                IPropertyReferenceOperation => true,
                IArgumentOperation { Parent: IInvocationOperation { Instance: { } receiver } } => IsMember(receiver, member),
                IArgumentOperation { Parent: IPropertyReferenceOperation { Instance: { } receiver } } => IsMember(receiver, member),
                ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Instance: { } receiver } } => IsMember(receiver, member),
                _ => false,
            };
            if (!isLeft || SyntaxQueries.EnclosingFunction(use) != SyntaxQueries.EnclosingFunction(local.DeclaringSyntaxReferences[0].GetSyntax()))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsMember(IOperation receiver, ISymbol member) =>
        receiver.Unwrap() is IMemberReferenceOperation { Member: var named } && SymbolEqualityComparer.Default.Equals(named, member);
}
