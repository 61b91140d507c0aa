using LeakAnalyzer.Symbols;
using LeakAnalyzer.Facts;
using LeakAnalyzer.Summaries;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Tasks;

/// <summary>
/// A promise (a <c>TaskCompletionSource</c>), or a collection of promises, in a member of a disposable type. Callers wait for it, and the disposal
/// doesn't set it.
/// </summary>
/// <param name="Owner">The disposable type.</param>
/// <param name="Signal">The member that holds the promise or the collection.</param>
/// <param name="Waits">The places that return a promise's task to a caller, or await the task for a caller.</param>
internal sealed record OwnerPromises(INamedTypeSymbol Owner, SignalMember Signal, List<SyntaxNode> Waits)
{
    /// <summary>Gets the promises in a member if the type's disposal leaves them unset; null otherwise, or if that can't be seen.</summary>
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

        CollectedPromises? collected = isCollection ? CollectedPromises.Of(signal.Member, model) : null;
        List<SyntaxNode> waits = collected?.Waits ?? CallersWaits.Of(signal.Member, model);
        if (waits.Count == 0 || !(collected is { Carried.Count: > 0 } ? AreCarriedSet(signal.Member, collected, model) : AreSet(signal, model)))
        {
            return null;
        }

        var end = TypeEnd.Of(owner, keeper: null, model);
        return !IsUsedByDisposal(signal.Member, isCollection, end, model) && !SetsByCancelling(signal.Member, owner, end, model) ? new OwnerPromises(owner, signal, waits) : null;
    }

    /// <summary>Whether all uses of the promises can be seen, and one of them sets a promise.</summary>
    private static bool AreSet(SignalMember signal, LeakModel model)
    {
        bool isSet = false;
        foreach (ObjectUse use in signal.Uses(model))
        {
            if ((use.Effects.May & (Effect.Escapes | Effect.Bounds)) != 0)
            {
                return false;
            }

            isSet |= (use.Effects.May & Effect.Ends) != 0;
        }

        return isSet;
    }

    /// <summary>
    /// Whether promises in objects of a collection are set by code of these objects' type or of the collection's type. For tuples, that is assumed.
    /// </summary>
    private static bool AreCarriedSet(ISymbol member, CollectedPromises collected, LeakModel model) =>
        collected.IsRead
        && CollectedPromises.IsConfined(member, model)
        && collected.Carried.All(promise => promise.ContainingType is var carrier && (carrier.IsTupleType || IsSetIn(carrier, promise, model) || IsSetIn(member.ContainingType, promise, model)));

    /// <summary>Whether the code of a type sets the promise in a member of any object, as in <c>request.Done</c>, or passes it on.</summary>
    private static bool IsSetIn(INamedTypeSymbol type, ISymbol promise, LeakModel model)
    {
        foreach (SyntaxReference reference in type.DeclaringSyntaxReferences)
        {
            foreach (SimpleNameSyntax use in SymbolUses.Named(promise.Name, reference.GetSyntax()))
            {
                SyntaxNode read = use.Parent is MemberBindingExpressionSyntax binding ? binding : SyntaxQueries.Qualified(use);
                if (model.OperationAt(read)?.Outermost() is { } value && KnownSymbols.Same((value.Unwrap() as IMemberReferenceOperation)?.Member.OriginalDefinition, promise.OriginalDefinition)
                    && (value.Parent is IArgumentOperation || value.Parent is IInvocationOperation call && model.Calls.Of(call) is { OnReceiver: Effect.Ends }))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>Gets the type that declares the member or, if that is private, a type around it; null if none is disposable.</summary>
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

    /// <summary>Whether the disposal uses the member, or may use it in a way that could set the promises.</summary>
    private static bool IsUsedByDisposal(ISymbol member, bool isCollection, TypeEnd end, LeakModel model)
    {
        foreach (SimpleNameSyntax use in model.Uses.Of(member))
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
    /// Whether the disposal cancels a <c>CancellationTokenSource</c> of the type, and that may set the promises: in a callback that is registered with the
    /// source's token, or in a <c>catch</c> or <c>finally</c> of a function that has a token.
    /// </summary>
    private static bool SetsByCancelling(ISymbol promises, INamedTypeSymbol owner, TypeEnd end, LeakModel model)
    {
        foreach (ISymbol member in owner.GetMembers())
        {
            if (!model.Symbols.IsCancellationTokenSource(SignalMember.TypeOf(member)))
            {
                continue;
            }

            bool isRegistered = false, isCancelled = false;
            foreach (SimpleNameSyntax use in model.Uses.Of(member))
            {
                IOperation? source = model.OperationAt(SyntaxQueries.Qualified(use))?.Outermost();
                isRegistered |= source?.Parent is IPropertyReferenceOperation { Parent: IInvocationOperation call } token && call.Receiver() == token && model.Calls.Of(call) is { Result: ResultKind.Registration };
                isCancelled |= source?.Parent is IInvocationOperation { Instance: var receiver } cancel && receiver == source && model.Calls.Of(cancel) is { OnReceiver: Effect.Ends } && end.ReachOf(use) != Reach.No;
            }

            if (isCancelled && (isRegistered || model.Uses.Of(promises).Any(use => IsInHandlerWithToken(use, member, model))))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a node is in a <c>catch</c> or <c>finally</c> of a function that names the source or has a token parameter.</summary>
    private static bool IsInHandlerWithToken(SyntaxNode node, ISymbol source, LeakModel model) =>
        node.FirstAncestorOrSelf<SyntaxNode>(around => around is CatchClauseSyntax or FinallyClauseSyntax or MemberDeclarationSyntax) is CatchClauseSyntax or FinallyClauseSyntax
        && SyntaxQueries.EnclosingMember(node) is var member
        && (SymbolUses.MayMention(member, [source.Name])
            || model.SemanticModelOf(member.SyntaxTree)?.GetDeclaredSymbol(member) is IMethodSymbol { Parameters: var parameters } && parameters.Any(parameter => model.Symbols.IsCancellationToken(parameter.Type)));

    private static bool IsOnlyTask(SimpleNameSyntax use, LeakModel model) =>
        model.OperationAt(SyntaxQueries.Qualified(use))?.Outermost().Parent is IPropertyReferenceOperation property && model.Calls.Of(property) is { Wait: not null };

    /// <summary>Whether a use of a collection concerns all its elements: it enumerates, copies, replaces or empties the collection.</summary>
    private static bool IsOfAll(SimpleNameSyntax use, LeakModel model) =>
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
}
