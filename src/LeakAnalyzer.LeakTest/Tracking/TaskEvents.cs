using System.Diagnostics.Tracing;

namespace LeakAnalyzer.LeakTest.Tracking;

/// <summary>
/// Listens to the runtime's events for tasks that begin and end. An event is raised on the thread that begins the task, so that thread's execution context and
/// stack can be read.
/// </summary>
internal sealed class TaskEvents : EventListener
{
    private const int TraceOperationBegin = 14;
    private const int TraceOperationEnd = 15;
    private const EventKeywords AsyncCausalityOperation = (EventKeywords)0x8;

    private static readonly object s_gate = new();
    private static readonly Lazy<TaskEvents> s_instance = new(() => new TaskEvents());
    private static int s_listeners;

    private readonly EventSource? _source;
    private readonly bool _areRaised;

    [ThreadStatic]
    private static bool t_sawBegin;

    private TaskEvents()
    {
        // The event source is created with the first task of the process.
        Task first = Task.Run(static () => { });
        _source = EventSource.GetSources().FirstOrDefault(source => source.Name == "System.Threading.Tasks.TplEventSource");
        _areRaised = _source is not null && IsBeginRaised();
        GC.KeepAlive(first);
    }

    /// <summary>Turns the events on.</summary>
    /// <exception cref="NotSupportedException">The runtime raises no such events, so no leak could be observed.</exception>
    public static void Listen()
    {
        TaskEvents instance = s_instance.Value;
        if (!instance._areRaised)
        {
            throw new NotSupportedException(
                "LeakCheck can't see tasks in this process: the runtime raises no events for them. A check would pass whatever leaks, "
                + "so it doesn't start. (Is EventSourceSupport false in the project or in runtimeconfig.json?)");
        }

        lock (s_gate)
        {
            if (s_listeners++ == 0)
            {
                TaskTable.Fill();
                instance.EnableEvents(instance._source!, EventLevel.Informational, AsyncCausalityOperation);
            }
        }
    }

    /// <summary>Turns the events off when the last listener has left.</summary>
    public static void Leave()
    {
        lock (s_gate)
        {
            if (--s_listeners == 0)
            {
                s_instance.Value.DisableEvents(s_instance.Value._source!);
                TaskTable.Empty();
            }
        }
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        if (eventData.EventId == TraceOperationBegin && eventData.Payload is [int begun, string operation, ..])
        {
            t_sawBegin = true;
            TaskLog.Begin(begun, operation);
        }
        else if (eventData.EventId == TraceOperationEnd && eventData.Payload is [int ended, ..])
        {
            TaskLog.End(ended);
        }
    }

    /// <summary>Starts a task to test that the runtime really raises the event.</summary>
    private bool IsBeginRaised()
    {
        EnableEvents(_source!, EventLevel.Informational, AsyncCausalityOperation);
        try
        {
            t_sawBegin = false;
            Task.Run(static () => { }).Wait();
            return t_sawBegin;
        }
        finally
        {
            DisableEvents(_source!);
        }
    }
}
