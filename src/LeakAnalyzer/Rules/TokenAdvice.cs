using LeakAnalyzer.Summaries;
using LeakAnalyzer.Tasks;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.Rules;

/// <summary>Words the advice in a message about which token to give to a task. It takes two cheap checks; no fix is planned for it.</summary>
internal static class TokenAdvice
{
    /// <summary>Gets the advice for some waits or loops of a task.</summary>
    public static string For(StartedTask task, IReadOnlyList<Wait> waits, LeakModel model) =>
        task.Scope.GoesOnAfter(task.Start.Call.Syntax) ? $"give it a token that is cancelled when {task.Scope.QuotedName} exits"
        : task.Start.FaultFate != FaultFate.CrashesProcess && waits.All(wait => !wait.Slots.IsEmpty) && TokensInReach.Of(task, model) is [var token] ? $"pass '{token.Name}' to it"
        : "give it a token that its owner cancels";
}
