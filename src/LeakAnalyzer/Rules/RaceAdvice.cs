using LeakAnalyzer.Races;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.Rules;

/// <summary>Words the advice about an operation that loses a race (<c>Task.WhenAny</c>).</summary>
internal static class RaceAdvice
{
    /// <summary>
    /// Gets the advice for a raced operation: to cancel the <c>CancellationTokenSource</c> that a local holds, or to give the operation another token.
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
