using LeakAnalyzer.Facts;
using LeakAnalyzer.Races;
using LeakAnalyzer.Summaries;
using LeakAnalyzer.Tasks;
using LeakAnalyzer.Tracking;
using LeakAnalyzer.Symbols;
using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.CodeFixes.PassToken;

/// <summary>Tells what would end some waits of a task if they had a token that the function which starts the task can use.</summary>
internal static class GoverningTokens
{
    /// <summary>Whether the given token could end each of the given waits. A token that the function cancels only on some paths doesn't count.</summary>
    public static bool Governs(ISymbol token, IEnumerable<Wait> waits, StartedTask task, LeakModel model) => token is ILocalSymbol local
        ? GovernorsOf(local, waits, task, model).All(governor => governor is not (Governor.Nothing or Governor.ScopeOnSomePaths))
        : token is IParameterSymbol { RefKind: RefKind.None };

    /// <summary>
    /// Gets the only one of the given tokens that the function cancels on every path, such as a token that an earlier fix has added; null if there isn't
    /// exactly one.
    /// </summary>
    public static ISymbol? OfScope(List<ISymbol> tokens, IEnumerable<Wait> waits, StartedTask task, LeakModel model)
    {
        ISymbol? found = null;
        foreach (ISymbol token in tokens)
        {
            if (token is ILocalSymbol local && GovernorsOf(local, waits, task, model).All(governor => governor == Governor.Scope))
            {
                if (found is not null)
                {
                    return null;
                }

                found = token;
            }
        }

        return found;
    }

    /// <summary>Whether <paramref name="linked"/> is a local that holds the token of a source that is linked to <paramref name="token"/>.</summary>
    public static bool IsLinkedTo(ISymbol linked, ISymbol token, StartedTask task, LeakModel model) =>
        linked is ILocalSymbol local
        && TokensInReach.OriginOf(local, task.Start.Call.Syntax, model).Cancellers.Any(canceller => canceller.Kind == CancellerKind.Giver && KnownSymbols.Same(canceller.Symbol, token));

    private static IEnumerable<Governor> GovernorsOf(ILocalSymbol token, IEnumerable<Wait> waits, StartedTask task, LeakModel model)
    {
        TokenOrigin origin = TokensInReach.OriginOf(token, task.Start.Call.Syntax, model);
        var governance = new Governance(model, model.Options.For(task.Start.Call.Syntax.SyntaxTree), task.Scope, task.Start.Call.Syntax);
        return waits.Select(wait => governance.Of(wait with { Token = origin }).Governor);
    }
}
