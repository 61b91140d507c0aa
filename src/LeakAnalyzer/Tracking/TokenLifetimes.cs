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
    /// Whether a call of <c>CreateLinkedTokenSource</c> may link the new source to a token that outlives the function, such as a token of the whole
    /// application.
    /// </summary>
    public static bool MayOutlive(IInvocationOperation link, CodeModel code)
    {
        SyntaxNode function = SyntaxQueries.EnclosingFunction(link.Syntax);
        foreach (Canceller canceller in new TokenResolver(code, code.Options.For(link.Syntax.SyntaxTree)).ResolveSource(link).Cancellers)
        {
            if (!EndsTogetherWith(function, canceller) && !IsOfCallers(canceller, link.Syntax, code) && !IsOfHostCall(canceller, code) && !IsDisposedIn(function, canceller, code))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Whether the token of a registration certainly outlives the function (<paramref name="scope"/>) that registers the callback, and isn't just cancelled
    /// when the application ends.
    /// </summary>
    public static bool Outlives(IInvocationOperation registration, Scope scope, CodeModel code)
    {
        bool isGiven = false;
        foreach (Canceller canceller in new TokenResolver(code, code.Options.For(registration.Syntax.SyntaxTree)).ResolveRegistered(registration).Cancellers)
        {
            if (EndsTogetherWith(scope.Function, canceller) || IsOfCallers(canceller, registration.Syntax, code))
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

    /// <summary>Whether what cancels a token is a timer, or a source that a local of the function holds.</summary>
    private static bool EndsTogetherWith(SyntaxNode function, Canceller canceller) =>
        canceller.Kind == CancellerKind.Timer
        || canceller is { Kind: CancellerKind.Holder, Symbol: ILocalSymbol local } && IsDeclaredIn(local, function)
        || canceller.Source is { } between && IsDeclaredIn(between, function);

    /// <summary>Whether the function disposes the source that a member holds, which removes all registrations on that source.</summary>
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

    private static bool IsOfCallers(Canceller canceller, SyntaxNode place, CodeModel code) =>
        canceller is { Kind: CancellerKind.Giver, Symbol: IParameterSymbol parameter } && EndsWithCallers(parameter, place, code, MostDepth);

    /// <summary>Whether all calls of a function can be seen, and pass to the parameter a token whose source lives no longer than the caller.</summary>
    private static bool EndsWithCallers(IParameterSymbol parameter, SyntaxNode place, CodeModel code, int depth)
    {
        if (depth == 0 || code.FunctionWith(parameter, place) is not { MethodKind: MethodKind.Ordinary or MethodKind.LocalFunction } method)
        {
            return false;
        }

        // An override is also called through the methods that it overrides, so the calls of those methods are read too.
        int calls = 0;
        for (IMethodSymbol? named = method; named is not null; named = named.OverriddenMethod)
        {
            bool hasUnseenBase = named.IsOverride && named.OverriddenMethod is null; // the base type can't be found
            if (hasUnseenBase || !code.World.IsClosed(named) || !AllCallsEnd(named, parameter, code, depth, ref calls))
            {
                return false;
            }
        }

        return calls > 0;
    }

    private static bool AllCallsEnd(IMethodSymbol method, IParameterSymbol parameter, CodeModel code, int depth, ref int calls)
    {
        foreach (SimpleNameSyntax use in code.Uses.Of(method))
        {
            if (++calls > MostCallers
                || SyntaxQueries.Qualified(use).Parent is not InvocationExpressionSyntax syntax
                || code.OperationAt(syntax) is not IInvocationOperation call
                || call.ValueFor(parameter) is not { } argument
                || Operations.IsImpliedArgument(argument)
                || !EndsTogetherWith(argument, SyntaxQueries.EnclosingFunction(syntax), code, depth))
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
                && !(canceller is { Kind: CancellerKind.Giver, Symbol: IParameterSymbol outer } && EndsWithCallers(outer, token.Syntax, code, depth - 1)))
            {
                return false;
            }
        }

        return cancellers.Count > 0;
    }

    /// <summary>Whether a host passed the token to <c>StartAsync</c> or <c>StopAsync</c>; then its source lives no longer than the call.</summary>
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

    /// <summary>Whether a type cancels or disposes the source in a member and puts a new one there, so that old registrations are dropped.</summary>
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

    /// <summary>Whether the function itself makes the source that a member holds.</summary>
    private static bool IsMadeIn(ISymbol member, SyntaxNode function, CodeModel code) =>
        code.Values.Of(member) is { } values && values.Exists(value => SyntaxQueries.EnclosingFunction(value) == function);

    private static bool IsDeclaredIn(ILocalSymbol local, SyntaxNode function) =>
        local.DeclaringSyntaxReferences is [var reference, ..] && SyntaxQueries.EnclosingFunction(reference.GetSyntax()) == function;
}
