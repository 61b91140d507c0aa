using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Tracking;

/// <summary>Whether a token lives longer than the function that uses it.</summary>
internal static class TokenLifetimes
{
    /// <summary>Whether a linked source may have a parent that outlives the function: all but sources of the function itself, and tokens that nobody cancels.</summary>
    public static bool MayOutlive(IInvocationOperation link, CodeModel code)
    {
        SyntaxNode function = SyntaxQueries.EnclosingFunction(link.Syntax);
        foreach (Canceller canceller in new TokenResolver(code, code.Options.For(link.Syntax.SyntaxTree)).ResolveSource(link).Cancellers)
        {
            if (!EndsWith(function, canceller))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Whether the token of a registration certainly outlives the scope and isn't the application's: the scope or its type was given it,
    /// or the type holds its source and the scope isn't the constructor.
    /// </summary>
    public static bool Outlives(IInvocationOperation registration, Scope scope, CodeModel code)
    {
        bool isGiven = false;
        foreach (Canceller canceller in new TokenResolver(code, code.Options.For(registration.Syntax.SyntaxTree)).ResolveRegistered(registration).Cancellers)
        {
            if (EndsWith(scope.Function, canceller))
            {
                continue;
            }

            switch (canceller.Kind)
            {
                case CancellerKind.Giver or CancellerKind.GiverOfSource:
                    isGiven = true;
                    break;
                case CancellerKind.Holder when canceller.Symbol is { } member and not ILocalSymbol:
                    isGiven |= scope.Function is not ConstructorDeclarationSyntax && !IsMadeIn(member, scope.Function, code);
                    break;
                case CancellerKind.Holder:
                    break;
                default:
                    return false;
            }
        }

        return isGiven;
    }

    /// <summary>Whether it can cancel the token only while the function runs: a source of the function, one that is linked to such a source, or a timer.</summary>
    private static bool EndsWith(SyntaxNode function, Canceller canceller) =>
        canceller.Kind == CancellerKind.Timer
        || canceller is { Kind: CancellerKind.Holder, Symbol: ILocalSymbol local } && IsDeclaredIn(local, function)
        || canceller.Source is { } between && IsDeclaredIn(between, function);

    /// <summary>Whether the function makes the source that a member holds, so that each registration of it has a source of its own.</summary>
    private static bool IsMadeIn(ISymbol member, SyntaxNode function, CodeModel code) =>
        code.Values.Of(member) is { } values && values.Exists(value => SyntaxQueries.EnclosingFunction(value) == function);

    private static bool IsDeclaredIn(ILocalSymbol local, SyntaxNode function) =>
        local.DeclaringSyntaxReferences is [var reference, ..] && SyntaxQueries.EnclosingFunction(reference.GetSyntax()) == function;
}
