using LeakAnalyzer.Races;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.Rules;

/// <summary>What messages say is to be done about the loser of a race.</summary>
internal static class RaceAdvice
{
    /// <summary>What would cancel the loser: the scope's source that it has the token of, or a token that it lacks.</summary>
    public static string For(RacedOperation raced, Scope scope)
    {
        string given = "";
        foreach (Canceller canceller in raced.Token.Cancellers)
        {
            switch (canceller)
            {
                case { Kind: CancellerKind.Holder, Symbol: ILocalSymbol source } when scope.Declares(source):
                    return $"cancel '{source.Name}' after the race";
                case { Kind: not CancellerKind.NobodyOnPurpose, Symbol: { } giver }:
                    given = giver.Name;
                    break;
            }
        }

        return given.Length > 0 ? $"give it a token that is linked to '{given}' and cancelled after the race" : "give it a token that is cancelled after the race";
    }
}
