using System.Collections.Immutable;
using LeakAnalyzer.Facts;
using LeakAnalyzer.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Tracking;

/// <summary>Tells whether a token lives longer than the function that uses it.</summary>
internal static class TokenLifetimes
{
    private const int MostCallers = 16;
    private const int MostDepth = 3;

    /// <summary>
    /// Whether a call of <c>CreateLinkedTokenSource</c> may link the new source to a token that outlives the function around the call. These tokens
    /// don't outlive the function: those of sources that the function or all its callers make, or that the function disposes, tokens that nobody
    /// cancels, and the token that a host passes to <c>StartAsync</c>.
    /// </summary>
    public static bool MayOutlive(IInvocationOperation link, CodeModel code)
    {
        SyntaxNode function = SyntaxQueries.EnclosingFunction(link.Syntax);
        foreach (Canceller canceller in new TokenResolver(code, code.Options.For(link.Syntax.SyntaxTree)).ResolveSource(link).Cancellers)
        {
            if (!EndsTogetherWith(function, canceller) && !IsOfCallers(canceller, code) && !IsOfHostCall(canceller, code) && !IsDisposedIn(function, canceller, code))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Whether the token of a registration certainly outlives the function (<paramref name="scope"/>) that registers the callback, and isn't
    /// cancelled by the end of the application. This is so if the token was passed to the function or to its type, or if the type keeps the token's
    /// source for longer than one call and the function isn't the constructor.
    /// </summary>
    public static bool Outlives(IInvocationOperation registration, Scope scope, CodeModel code)
    {
        bool isGiven = false;
        foreach (Canceller canceller in new TokenResolver(code, code.Options.For(registration.Syntax.SyntaxTree)).ResolveRegistered(registration).Cancellers)
        {
            if (EndsTogetherWith(scope.Function, canceller) || IsOfCallers(canceller, code))
            {
                continue;
            }

            switch (canceller.Kind)
            {
                case CancellerKind.Giver when canceller.Symbol is IParameterSymbol { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.AnonymousFunction } }:
                    return false; // the caller of a lambda can't be seen, and often passes a token for this call only
                case CancellerKind.Giver or CancellerKind.GiverOfSource:
                    isGiven = true;
                    break;
                case CancellerKind.Holder when canceller.Symbol is { } member and not ILocalSymbol:
                    isGiven |= scope.Function is not ConstructorDeclarationSyntax && !IsMadeIn(member, scope.Function, code) && !IsRemade(member, code);
                    break;
                case CancellerKind.Holder:
                    break;
                default:
                    return false;
            }
        }

        return isGiven;
    }

    /// <summary>
    /// Whether a canceller (what can cancel a token) is a timer, or acts only as long as the function runs: it is a source that a local of the
    /// function holds, or it reaches the token only through such a source.
    /// </summary>
    private static bool EndsTogetherWith(SyntaxNode function, Canceller canceller) =>
        canceller.Kind == CancellerKind.Timer
        || canceller is { Kind: CancellerKind.Holder, Symbol: ILocalSymbol local } && IsDeclaredIn(local, function)
        || canceller.Source is { } between && IsDeclaredIn(between, function);

    /// <summary>
    /// Whether the function disposes the source that a member holds. The disposal removes all registrations on that source, including those by which
    /// it would keep a linked source in memory.
    /// </summary>
    private static bool IsDisposedIn(SyntaxNode function, Canceller canceller, CodeModel code)
    {
        if (canceller is not { Kind: CancellerKind.Holder, Symbol: IFieldSymbol or IPropertySymbol })
        {
            return false;
        }

        foreach (ObjectUse use in ObjectUses.Of(WaitedObject.Of(canceller.Symbol), code))
        {
            if ((use.Effects.May & Effect.Disposes) != 0 && SyntaxQueries.EnclosingFunction(use.Act) == function)
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsOfCallers(Canceller canceller, CodeModel code) =>
        canceller is { Kind: CancellerKind.Giver, Symbol: IParameterSymbol parameter } && EndsWithCallers(parameter, code, MostDepth);

    /// <summary>
    /// Whether all calls of a function can be seen, and each call passes to the parameter the token of a source that lives no longer than the caller.
    /// </summary>
    private static bool EndsWithCallers(IParameterSymbol parameter, CodeModel code, int depth)
    {
        if (depth == 0 || parameter.ContainingSymbol is not IMethodSymbol { MethodKind: MethodKind.Ordinary or MethodKind.LocalFunction } method)
        {
            return false;
        }

        // An override is also called through the methods that it overrides, so the calls of those methods are read too.
        int calls = 0;
        for (IMethodSymbol? named = method; named is not null; named = named.OverriddenMethod)
        {
            if (!code.World.IsClosed(named) || !AllCallsEnd(named, parameter.Ordinal, code, depth, ref calls))
            {
                return false;
            }
        }

        return calls > 0;
    }

    private static bool AllCallsEnd(IMethodSymbol method, int ordinal, CodeModel code, int depth, ref int calls)
    {
        foreach (IdentifierNameSyntax use in code.Uses.Of(method))
        {
            if (++calls > MostCallers
                || SyntaxQueries.Qualified(use).Parent is not InvocationExpressionSyntax syntax
                || code.OperationAt(syntax) is not IInvocationOperation call
                || call.ArgumentAt(ordinal) is not { ArgumentKind: ArgumentKind.Explicit } argument
                || !EndsTogetherWith(argument.Value, SyntaxQueries.EnclosingFunction(syntax), code, depth))
            {
                return false;
            }
        }

        return true;
    }

    private static bool EndsTogetherWith(IOperation token, SyntaxNode function, CodeModel code, int depth)
    {
        IReadOnlyList<Canceller> cancellers = new TokenResolver(code, code.Options.For(token.Syntax.SyntaxTree)).Resolve(token).Cancellers;
        foreach (Canceller canceller in cancellers)
        {
            if (!EndsTogetherWith(function, canceller)
                && !(canceller is { Kind: CancellerKind.Giver, Symbol: IParameterSymbol outer } && EndsWithCallers(outer, code, depth - 1)))
            {
                return false;
            }
        }

        return cancellers.Count > 0;
    }

    /// <summary>
    /// Whether a token was passed by a host to <c>StartAsync</c> or <c>StopAsync</c>. The source of that token lives no longer than the call.
    /// </summary>
    private static bool IsOfHostCall(Canceller canceller, CodeModel code) =>
        canceller is { Kind: CancellerKind.Giver, Symbol.ContainingSymbol: IMethodSymbol { ContainingType: not null } method } && KnownSymbols.Implements(method, code.Symbols.HostedService);

    /// <summary>Whether one of a call's arguments is a token that may outlive the function.</summary>
    public static bool AnyOutlives(ImmutableArray<IArgumentOperation> arguments, SyntaxNode function, CodeModel code)
    {
        foreach (IArgumentOperation argument in arguments)
        {
            if (code.Symbols.IsCancellationToken(argument.Parameter?.Type) && argument.ArgumentKind == ArgumentKind.Explicit && !EndsTogetherWith(argument.Value, function, code, MostDepth))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Whether the type that declares a member cancels or disposes the source in the member and puts a new one there. The registrations on the old
    /// source are then dropped together with that source.
    /// </summary>
    private static bool IsRemade(ISymbol member, CodeModel code)
    {
        if (code.Values.Of(member) is not { } values
            || !values.Exists(value => !SyntaxQueries.IsNull(value) && SyntaxQueries.EnclosingFunction(value) is MethodDeclarationSyntax or AccessorDeclarationSyntax or AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax))
        {
            return false;
        }

        foreach (ObjectUse use in ObjectUses.Of(WaitedObject.Of(member), code))
        {
            if ((use.Effects.May & (Effect.Ends | Effect.Disposes)) != 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Whether the function itself makes the source that a member holds, so that each registration of the function is on a source of its own.
    /// </summary>
    private static bool IsMadeIn(ISymbol member, SyntaxNode function, CodeModel code) =>
        code.Values.Of(member) is { } values && values.Exists(value => SyntaxQueries.EnclosingFunction(value) == function);

    private static bool IsDeclaredIn(ILocalSymbol local, SyntaxNode function) =>
        local.DeclaringSyntaxReferences is [var reference, ..] && SyntaxQueries.EnclosingFunction(reference.GetSyntax()) == function;
}
