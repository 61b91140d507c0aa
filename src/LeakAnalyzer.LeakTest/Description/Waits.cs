using System.Runtime.CompilerServices;
using LeakAnalyzer.LeakTest.Tracking;

namespace LeakAnalyzer.LeakTest.Description;

/// <summary>Describes what a task waits for, as in source code: <c>ChannelReader&lt;int&gt;.ReadAsync</c>.</summary>
internal static class Waits
{
    /// <summary>
    /// For each internal type of .NET that can be awaited, the operation that creates such an object; <c>{0}</c> stands for the type arguments.
    /// </summary>
    private static readonly Dictionary<string, string> s_operations = new()
    {
        ["System.Threading.Tasks.Task+DelayPromise"] = "Task.Delay",
        ["System.Threading.Tasks.Task+DelayPromiseWithCancellation"] = "Task.Delay",
        ["System.Threading.Tasks.Task+WhenAllPromise"] = "Task.WhenAll",
        ["System.Threading.Tasks.Task+WhenAllPromise`1"] = "Task.WhenAll",
        ["System.Threading.Tasks.Task+TwoTaskWhenAnyPromise`1"] = "Task.WhenAny",
        ["System.Threading.Tasks.TaskFactory+CompleteOnInvokePromise"] = "Task.WhenAny",
        ["System.Threading.Tasks.TaskFactory+CompleteOnInvokePromise`1"] = "Task.WhenAny",
        ["System.Threading.Tasks.TaskFactory+CompleteOnCountdownPromise"] = "Task.WhenAll",
        ["System.Threading.Tasks.TaskFactory+CompleteOnCountdownPromise`1"] = "Task.WhenAll",
        ["System.Threading.Tasks.Task+CancellationPromise`1"] = "Task.WaitAsync",
        ["System.Threading.Tasks.Task+WhenEachState+<Iterate>d"] = "Task.WhenEach",
        ["System.Threading.Tasks.UnwrapPromise`1"] = "the task inside of a task",
        ["System.Threading.SemaphoreSlim+TaskNode"] = "SemaphoreSlim.WaitAsync",
        ["System.Threading.SemaphoreSlim+<WaitUntilCountOrTimeoutAsync>d"] = "SemaphoreSlim.WaitAsync",
        ["System.Threading.PeriodicTimer+State"] = "PeriodicTimer.WaitForNextTickAsync",
        ["System.Threading.Channels.BlockedReadAsyncOperation`1"] = "ChannelReader{0}.ReadAsync",
        ["System.Threading.Channels.WaitingReadAsyncOperation"] = "ChannelReader.WaitToReadAsync",
        ["System.Threading.Channels.BlockedWriteAsyncOperation`1"] = "ChannelWriter{0}.WriteAsync",
        ["System.Threading.Channels.WaitingWriteAsyncOperation"] = "ChannelWriter.WaitToWriteAsync",
        // .NET 8 and 9 use one type for most operations.
        ["System.Threading.Channels.AsyncOperation`1[System.Boolean]"] =
            "ChannelReader.WaitToReadAsync, ChannelWriter.WaitToWriteAsync or ChannelReader<bool>.ReadAsync",
        ["System.Threading.Channels.AsyncOperation`1"] = "ChannelReader{0}.ReadAsync",
        ["System.Threading.Channels.VoidAsyncOperationWithData`1"] = "ChannelWriter{0}.WriteAsync",
        ["System.IO.Pipelines.Pipe+DefaultPipeReader"] = "PipeReader.ReadAsync",
        ["System.IO.Pipelines.Pipe+DefaultPipeWriter"] = "PipeWriter.FlushAsync",
        ["System.Net.Sockets.Socket+AwaitableSocketAsyncEventArgs"] = "an operation of a Socket",
    };

    /// <summary>Describes what the task waits for; null if unknown.</summary>
    public static string? Of(Task task)
    {
        if (TaskInternals.StateMachineOf(task) is { } stateMachine)
        {
            return TaskInternals.AwaitedBy(stateMachine) is { } awaited ? NameOf(awaited) : null;
        }

        return task.Status switch
        {
            TaskStatus.WaitingForActivation => TaskInternals.Field(task, "m_antecedent") is Task antecedent ? NameOf(antecedent) : null,
            TaskStatus.WaitingToRun => "a thread to run on",
            TaskStatus.Running => "nothing: it runs, or blocks its thread",
            TaskStatus.WaitingForChildrenToComplete => "its child tasks",
            _ => null,
        };
    }

    /// <summary>The name of the operation that returned an awaited object, such as <c>Task.Delay</c>, or of the method that the object runs.</summary>
    public static string NameOf(object awaited)
    {
        Type type = awaited.GetType();
        if (awaited is Task task)
        {
            if (TaskInternals.StateMachineOf(task) is { } stateMachine)
            {
                return NameOf(stateMachine);
            }

            if (TaskInternals.Field(task, "_source") is { } source)
            {
                return NameOf(source);
            }
        }

        if (Known(type) is { } known)
        {
            return known;
        }

        if (awaited is IAsyncStateMachine)
        {
            return Frameworks.IsRuntime(type.Assembly) ? MethodNames.ShortOfStateMachine(type) : MethodNames.OfStateMachine(type);
        }

        if (awaited is not Task waited)
        {
            return TypeNames.Short(type);
        }

        return TaskInternals.MethodOf(waited) is { } method ? MethodNames.Of(method) : NameOfPromise(type);
    }

    /// <summary>Names a task that runs no code, which usually a <see cref="TaskCompletionSource"/> completes.</summary>
    private static string NameOfPromise(Type type) => type switch
    {
        _ when type == typeof(Task) || (type.IsGenericType && type.GenericTypeArguments[0].FullName == "System.Threading.Tasks.VoidTaskResult") =>
            "TaskCompletionSource.Task",
        { IsGenericType: true } when type.GetGenericTypeDefinition() == typeof(Task<>) && type.GenericTypeArguments[0].IsVisible =>
            $"TaskCompletionSource{Arguments(type)}.Task",
        _ => TypeNames.Short(type),
    };

    private static string? Known(Type type)
    {
        string name = (type.IsGenericType ? type.GetGenericTypeDefinition() : type).FullName ?? "";
        if (!Frameworks.IsRuntime(type.Assembly))
        {
            return null;
        }

        // A state machine's name ends with a number that differs between versions of .NET.
        return s_operations.TryGetValue(type.ToString(), out string? operation) || s_operations.TryGetValue(name, out operation)
            || (name.LastIndexOf("__", StringComparison.Ordinal) is > 0 and var end && s_operations.TryGetValue(name[..end], out operation))
            ? string.Format(null, operation, Arguments(type))
            : null;
    }

    private static string Arguments(Type type) =>
        type.IsGenericType ? $"<{string.Join(", ", type.GenericTypeArguments.Select(TypeNames.Short))}>" : "";
}
