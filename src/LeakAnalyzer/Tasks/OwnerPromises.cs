using LeakAnalyzer.Facts;
using LeakAnalyzer.Summaries;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Tasks;

/// <summary>A promise, or a collection of promises, of a disposable type that its disposal leaves unset while callers wait.</summary>
/// <param name="Owner">The type.</param>
/// <param name="Signal">The member that holds it.</param>
/// <param name="Waits">Where a caller gets a task of it, or waits for one.</param>
/// <param name="IsSetByOthers">Whether some other member sets it.</param>
internal sealed record OwnerPromises(INamedTypeSymbol Owner, SignalMember Signal, List<SyntaxNode> Waits, bool IsSetByOthers)
{
    /// <summary>What a disposable type leaves; null where its end sets it, looks at it, or may tell those who set it.</summary>
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
        return isSet && !IsLookedAt(signal.Member, isCollection, end, model) ? new OwnerPromises(owner, signal, waits, isSet) : null;
    }

    /// <summary>The disposable type whose objects hold the member: its own, or the one around it that alone can name it.</summary>
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

    /// <summary>Whether the end comes to a use of the member, or may come to one that goes through all promises.</summary>
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

    /// <summary>Whether a use only reads the task of a promise.</summary>
    private static bool IsOnlyTask(IdentifierNameSyntax use, LeakModel model) =>
        model.OperationAt(SyntaxQueries.Qualified(use))?.Outermost().Parent is IPropertyReferenceOperation property && model.Calls.Of(property) is { Wait: not null };

    /// <summary>Whether a use goes through all elements, or empties the collection.</summary>
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

    /// <summary>The unlimited waits of callers for promises that they put into a collection.</summary>
    private static List<SyntaxNode> WaitsOnElements(ISymbol member, LeakModel model)
    {
        var waits = new List<SyntaxNode>();
        foreach (IdentifierNameSyntax use in model.Uses.Of(member))
        {
            if (KeptIn(SyntaxQueries.Qualified(use), model) is { } local && IsSetNowhereElse(local, member, model))
            {
                waits.AddRange(CallersWaits.Of(local, model));
            }
        }

        return waits;
    }

    /// <summary>The local whose new promise an expression puts into the collection.</summary>
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

    /// <summary>Whether the function that makes a promise leaves it to others to set it: it has no callback, time or token that does.</summary>
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
