using LeakAnalyzer.Summaries;
using LeakAnalyzer.Tasks;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.Rules;

/// <summary>Words the advice of a message: which token the task should be given. It asks two cheap questions, and plans no fix.</summary>
internal static class TokenAdvice
{
    /// <summary>The advice for some waits or loops of a task.</summary>
    public static string For(StartedTask task, IReadOnlyList<Wait> waits, LeakModel model) =>
        task.Scope.GoesOnAfter(task.Start.Call.Syntax) ? $"give it a token that is cancelled when '{task.Scope.Name}' exits"
        : task.Start.FaultFate != FaultFate.CrashesProcess && waits.All(wait => !wait.Slots.IsEmpty) && TokensInReach.Of(task, model) is [var token] ? $"pass '{token.Name}' to it"
        : "give it a token that its owner cancels";
}
