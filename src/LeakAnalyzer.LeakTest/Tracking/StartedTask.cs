using System.Diagnostics;

namespace LeakAnalyzer.LeakTest.Tracking;

/// <summary>Work that was started and has not completed.</summary>
/// <param name="Id">The task's id.</param>
/// <param name="Operation">What the runtime calls it: one of the prefixes below, and a method's name.</param>
/// <param name="Watch">The innermost watch in whose flow it was started; null where it was in none.</param>
/// <param name="Epoch">How many watches had been started before.</param>
/// <param name="Starter">The task whose delegate started it; null where no delegate of a task did.</param>
/// <param name="Stack">Where it was started; null where no stack was taken.</param>
internal sealed record StartedTask(int Id, string Operation, Watch? Watch, long Epoch, StartedTask? Starter, StackTrace? Stack)
{
    public const string AsyncMethod = "Async: ";
    public const string Delegate = "Task: ";
    public const string Continuation = "Task.ContinueWith: ";
}
