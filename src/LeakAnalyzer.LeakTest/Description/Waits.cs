using System.Runtime.CompilerServices;
using LeakAnalyzer.LeakTest.Tracking;

namespace LeakAnalyzer.LeakTest.Description;

/// <summary>What a task waits for, as one would write it: <c>ChannelReader&lt;int&gt;.ReadAsync</c>.</summary>
internal static class Waits
{
    /// <summary>What the runtime calls the objects behind its own operations, by their types.</summary>
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
        // .NET 8 and 9 have one type for nearly all.
        ["System.Threading.Channels.AsyncOperation`1[System.Boolean]"] =
            "ChannelReader.WaitToReadAsync, ChannelWriter.WaitToWriteAsync or ChannelReader<bool>.ReadAsync",
        ["System.Threading.Channels.AsyncOperation`1"] = "ChannelReader{0}.ReadAsync",
        ["System.Threading.Channels.VoidAsyncOperationWithData`1"] = "ChannelWriter{0}.WriteAsync",
        ["System.IO.Pipelines.Pipe+DefaultPipeReader"] = "PipeReader.ReadAsync",
        ["System.IO.Pipelines.Pipe+DefaultPipeWriter"] = "PipeWriter.FlushAsync",
        ["System.Net.Sockets.Socket+AwaitableSocketAsyncEventArgs"] = "an operation of a Socket",
    };

    /// <summary>What the task waits for; null where that can't be known.</summary>
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

    /// <summary>The operation that completes an object.</summary>
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

    /// <summary>A task that runs nothing is completed by whoever made it, mostly through a <see cref="TaskCompletionSource"/>.</summary>
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

        // The number of a state machine is another one in each version.
        return s_operations.TryGetValue(type.ToString(), out string? operation) || s_operations.TryGetValue(name, out operation)
            || (name.LastIndexOf("__", StringComparison.Ordinal) is > 0 and var end && s_operations.TryGetValue(name[..end], out operation))
            ? string.Format(null, operation, Arguments(type))
            : null;
    }

    private static string Arguments(Type type) =>
        type.IsGenericType ? $"<{string.Join(", ", type.GenericTypeArguments.Select(TypeNames.Short))}>" : "";
}
