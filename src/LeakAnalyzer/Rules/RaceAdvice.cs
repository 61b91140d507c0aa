using LeakAnalyzer.Races;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.Rules;

/// <summary>Words the advice in a message about what to do with an operation that loses a race (<c>Task.WhenAny</c>).</summary>
internal static class RaceAdvice
{
    /// <summary>
    /// Gets the advice for a raced operation. If the operation has the token of a <c>CancellationTokenSource</c> in a local of its function, the
    /// advice is to cancel that source. Otherwise it is to give the operation a token that is cancelled after the race.
    /// </summary>
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
