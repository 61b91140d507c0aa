using LeakAnalyzer.Facts;
using LeakAnalyzer.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Tracking;

/// <summary>
/// Follows a <c>CancellationTokenSource</c> that a function makes in a local and then puts into a field or property of its own type, the keeper:
/// <c>var source = new CancellationTokenSource(); _source = source;</c>.
/// </summary>
internal static class KeptSources
{
    /// <summary>
    /// Gets the field or property into which the source of a local is put. Null if there is none or there are several, if code that can't be seen can use it,
    /// or if the local may hold another source than a new one.
    /// </summary>
    public static ISymbol? KeeperOf(ILocalSymbol local, CodeModel code)
    {
        if (local.RefKind != RefKind.None || !code.Symbols.IsCancellationTokenSource(local.Type))
        {
            return null;
        }

        ISymbol? keeper = null;
        foreach (SimpleNameSyntax use in code.Uses.Of(local))
        {
            if (MemberThatGets(use, code) is { } member)
            {
                if (keeper is not null && !KnownSymbols.Same(keeper, member))
                {
                    return null;
                }

                keeper = member;
            }
        }

        return keeper is not null && code.Values.HoldsOnlyNew(local) ? keeper : null;
    }

    /// <summary>Gets the local that a value names, if the local's source is put into the given field or property only; null otherwise.</summary>
    public static ILocalSymbol? LocalKeptIn(ISymbol keeper, ExpressionSyntax value, CodeModel code) =>
        keeper is IFieldSymbol or IPropertySymbol
        && value is IdentifierNameSyntax
        && code.OperationAt(value) is ILocalReferenceOperation { Local: var local }
        && KnownSymbols.Same(KeeperOf(local, code), keeper.OriginalDefinition)
            ? local
            : null;

    /// <summary>Gets a field or property, and the locals whose source is put into it.</summary>
    public static IEnumerable<ISymbol> NamesOf(ISymbol keeper, CodeModel code)
    {
        yield return keeper;
        foreach (ExpressionSyntax value in ValuesPutInto(keeper, code))
        {
            if (LocalKeptIn(keeper, value, code) is { } local)
            {
                yield return local;
            }
        }
    }

    /// <summary>Gets the first use of a local that puts its source into a field or property; null if there is none.</summary>
    public static SimpleNameSyntax? StoreOf(ILocalSymbol local, CodeModel code)
    {
        foreach (SimpleNameSyntax use in code.Uses.Of(local))
        {
            if (MemberThatGets(use, code) is not null)
            {
                return use;
            }
        }

        return null;
    }

    /// <summary>Gets the expression that puts a new source into a field or property: the local that holds the source, or else the creation itself.</summary>
    public static ExpressionSyntax StoreOf(ExpressionSyntax creation, ISymbol keeper, CodeModel code)
    {
        if (MemberThatGets(creation, code) is null)
        {
            foreach (ExpressionSyntax value in ValuesPutInto(keeper, code))
            {
                if (LocalKeptIn(keeper, value, code) is { } local && code.Values.Of(local)?.Contains(creation) == true)
                {
                    return value;
                }
            }
        }

        return creation;
    }

    /// <summary>
    /// Gets the field or property of <c>this</c> that holds a source and gets a value by an assignment or by a call such as <c>Interlocked.Exchange</c>; null if
    /// there is none, or if code that can't be seen can use it.
    /// </summary>
    public static ISymbol? MemberThatGets(ExpressionSyntax value, CodeModel code)
    {
        SyntaxNode node = SyntaxQueries.WithParentheses(value);
        IOperation? target = node.Parent switch
        {
            AssignmentExpressionSyntax assignment when assignment.Right == node && assignment.IsKind(SyntaxKind.SimpleAssignmentExpression) => (code.OperationAt(assignment) as ISimpleAssignmentOperation)?.Target,
            ArgumentSyntax argument => ExchangeOf(argument, code)?.ArgumentAt(0)?.Value,
            _ => null,
        };
        return target is IMemberReferenceOperation { Member: IFieldSymbol or IPropertySymbol } reference
            && code.Symbols.IsCancellationTokenSource(reference.Type)
            && ObjectResolver.IsOwn(reference)
            && code.World.IsClosed(reference.Member)
                ? reference.Member.OriginalDefinition
                : null;
    }

    /// <summary>Whether an expression is put into a variable only if the variable holds a certain value, as by <c>Interlocked.CompareExchange</c>.</summary>
    public static bool IsPutIfUnchanged(ExpressionSyntax value, CodeModel code) =>
        SyntaxQueries.WithParentheses(value).Parent is ArgumentSyntax argument && ExchangeOf(argument, code)?.ArgumentAt(2) is not null;

    /// <summary>Gets the call such as <c>Interlocked.Exchange(ref variable, value)</c> that puts an argument into a variable; null for other arguments.</summary>
    private static IInvocationOperation? ExchangeOf(ArgumentSyntax argument, CodeModel code) =>
        argument.Parent is ArgumentListSyntax { Parent: InvocationExpressionSyntax call, Arguments: var arguments }
        && arguments.Any(other => other.RefKindKeyword.IsKind(SyntaxKind.RefKeyword))
        && code.OperationAt(call) is IInvocationOperation exchange
        && code.Calls.Of(exchange) is { Result: ResultKind.OldValue }
        && exchange.ArgumentAt(1)?.Syntax == argument
            ? exchange
            : null;

    private static IEnumerable<ExpressionSyntax> ValuesPutInto(ISymbol keeper, CodeModel code)
    {
        foreach (SimpleNameSyntax use in code.Uses.ThatWrite(keeper))
        {
            if (SyntaxQueries.IsWritten(use, out ExpressionSyntax? value) && (value ?? code.Values.ExchangedFor(use)) is { } put)
            {
                yield return SyntaxQueries.WithinParentheses(put);
            }
        }
    }
}
