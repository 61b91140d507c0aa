using LeakAnalyzer.Summaries;
using LeakAnalyzer.Tasks;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.Rules;

/// <summary>Words the advice about which token to give to a task. Whether a code fix can follow it isn't checked.</summary>
internal static class TokenAdvice
{
    /// <summary>Gets the advice on the token that would end the given waits or loops of a task.</summary>
    public static string For(StartedTask task, IReadOnlyList<Wait> waits, LeakModel model) =>
        task.Scope.GoesOnAfter(task.Start.Call.Syntax) ? $"give it a token that is cancelled when {task.Scope.QuotedName} exits"
        : task.Start.FaultFate != FaultFate.CrashesProcess && waits.All(wait => !wait.Slots.IsEmpty) && TokensInReach.Of(task, model) is [var token] && !OnlyCancelsStart(token, model) ? $"pass '{token.Name}' to it"
        : OfOwner(task.Scope.Type, model) ?? "give it a token that its owner cancels";

    /// <summary>
    /// Gets the advice for a type whose objects serve one call of a client, such as a SignalR hub; null for other types. The object's token can't be
    /// read after that call.
    /// </summary>
    public static string? OfOwner(INamedTypeSymbol? type, LeakModel model) =>
        model.Catalogue.Find(type)?.CallToken is { } token ? $"read '{token}' before the start, and pass it to the task" : null;

    private static bool OnlyCancelsStart(ISymbol token, LeakModel model) =>
        token is IParameterSymbol { ContainingSymbol: IMethodSymbol method } && Lifetimes.IsHostsStart(method, model);
}
