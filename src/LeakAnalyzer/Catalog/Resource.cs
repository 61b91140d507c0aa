namespace LeakAnalyzer.Catalog;

/// <summary>What one use of an object does to the waits on it.</summary>
internal enum UseEffect
{
    /// <summary>Nothing can be said: the object may be ended there, or by whom it is given to.</summary>
    Unknown,

    /// <summary>The use ends no wait.</summary>
    Harmless,

    /// <summary>The use disposes the object, and that ends no wait.</summary>
    Disposes,

    /// <summary>The use ends the waits.</summary>
    Ends,

    /// <summary>The use sets a time after which the waits end.</summary>
    Bounds,
}

/// <summary>
/// A kind of object that waits stand on, and what its members do to them. Members are named from the object that is the
/// root: <c>Writer.TryComplete</c> of a channel. A name that ends in <c>*</c> means all that begin like it, the bare object included.
/// What isn't named has an unknown effect.
/// </summary>
internal sealed class Resource
{
    private readonly HashSet<string> _harmless = [];
    private readonly List<string> _harmlessPrefixes = [];
    private readonly HashSet<string> _ends = [];
    private readonly HashSet<string> _bounds = [];
    private readonly HashSet<string> _disposes = [];
    private readonly HashSet<string> _givesOne = [];

    private Resource(bool endedByDispose = false) => EndedByDispose = endedByDispose;

    /// <summary>Nothing but a token can end the wait: an infinite delay, or the token itself.</summary>
    public static Resource None { get; } = new();

    public static Resource ReadChannel { get; } = new Resource()
        .Harmless("Reader*", "Writer.TryWrite", "Writer.WriteAsync", "Writer.WaitToWriteAsync")
        .GivesOne("Writer.TryWrite", "Writer.WriteAsync")
        .Ends("Writer.Complete", "Writer.TryComplete");

    /// <remarks>Any read frees a place for the writer, so all that touches the reader is unknown.</remarks>
    public static Resource WrittenChannel { get; } = new Resource()
        .Harmless("Writer.TryWrite", "Writer.WriteAsync", "Writer.WaitToWriteAsync", "Reader.Count", "Reader.CanCount", "Reader.Completion")
        .Ends("Writer.Complete", "Writer.TryComplete");

    public static Resource Promise { get; } = new Resource()
        .Harmless("Task*")
        .Ends("SetResult", "TrySetResult", "SetException", "TrySetException", "SetCanceled", "TrySetCanceled", "SetFromTask", "TrySetFromTask");

    /// <remarks><c>SemaphoreSlim.Dispose</c> wakes nobody.</remarks>
    public static Resource Semaphore { get; } = new Resource()
        .Harmless("Wait", "WaitAsync", "CurrentCount", "AvailableWaitHandle", "Dispose")
        .Ends("Release");

    public static Resource BlockingCollection { get; } = new Resource(endedByDispose: true)
        .Harmless("Add", "TryAdd", "Take", "TryTake", "Count", "BoundedCapacity", "IsCompleted", "IsAddingCompleted", "GetConsumingEnumerable", "ToArray")
        .GivesOne("Add", "TryAdd")
        .Ends("CompleteAdding", "Dispose");

    public static Resource Pipe { get; } = new Resource()
        .Harmless("Reader.ReadAsync", "Reader.ReadAtLeastAsync", "Reader.TryRead", "Reader.AdvanceTo",
            "Writer.WriteAsync", "Writer.FlushAsync", "Writer.GetMemory", "Writer.GetSpan", "Writer.Advance")
        .GivesOne("Writer.WriteAsync", "Writer.FlushAsync")
        .Ends("Reader.Complete", "Reader.CompleteAsync", "Reader.CancelPendingRead", "Writer.Complete", "Writer.CompleteAsync");

    public static Resource DataflowBlock { get; } = new Resource()
        .Harmless("Post", "SendAsync", "Receive", "ReceiveAsync", "TryReceive", "OutputAvailableAsync", "Count", "InputCount", "OutputCount", "Completion*")
        .GivesOne("Post", "SendAsync")
        .Ends("Complete", "Fault");

    /// <summary>Listeners, sockets, web sockets and pipe servers: closing or disposing them ends what they wait for.</summary>
    public static Resource Connection { get; } = new Resource(endedByDispose: true)
        .Harmless("Start", "Bind", "Listen", "Connect", "ConnectAsync", "Connected", "IsConnected", "IsListening", "State", "Pending", "Available",
            "Prefixes*", "LocalEndpoint", "LocalEndPoint", "RemoteEndPoint", "Send", "SendAsync", "SendTo", "SendToAsync",
            "Accept", "AcceptAsync", "AcceptSocket", "AcceptSocketAsync", "AcceptTcpClient", "AcceptTcpClientAsync", "GetContext", "GetContextAsync",
            "Receive", "ReceiveAsync", "ReceiveFrom", "ReceiveFromAsync", "ReceiveMessageFrom", "ReceiveMessageFromAsync",
            "WaitForConnection", "WaitForConnectionAsync")
        .Ends("Close", "CloseAsync", "CloseOutputAsync", "Dispose", "DisposeAsync", "Stop", "Abort", "Shutdown", "Disconnect", "DisconnectAsync");

    /// <summary>A <c>PeriodicTimer</c>: its next tick comes by itself, and never again once it is disposed.</summary>
    public static Resource Timer { get; } = new Resource(endedByDispose: true)
        .Harmless("WaitForNextTickAsync", "Period")
        .Ends("Dispose");

    /// <summary>A linked source as something to be disposed: only that takes its registration from the tokens it is linked to.</summary>
    public static Resource LinkedSource { get; } = new Resource(endedByDispose: true)
        .Harmless("Token*", "IsCancellationRequested", "Cancel", "CancelAsync", "CancelAfter")
        .Ends("Dispose");

    /// <summary>The registration of a callback on a token.</summary>
    public static Resource Registration { get; } = new Resource(endedByDispose: true)
        .Harmless("Token")
        .Ends("Dispose", "DisposeAsync", "Unregister");

    /// <remarks><c>CancellationTokenSource.Dispose</c> does not cancel.</remarks>
    public static Resource CancellationTokenSource { get; } = new Resource()
        .Harmless("Token*", "IsCancellationRequested")
        .Disposes("Dispose")
        .Ends("Cancel", "CancelAsync")
        .Bounds("CancelAfter");

    /// <summary>Whether disposing the object ends the waits on it, as a <c>using</c> does at the end of its block.</summary>
    public bool EndedByDispose { get; }

    /// <summary>What a use does.</summary>
    /// <param name="members">The chain of members that it takes from the root, empty for the bare object.</param>
    /// <param name="isRepeated">Whether the work waits again behind each item, so that an item ends nothing.</param>
    public UseEffect EffectOf(string members, bool isRepeated)
    {
        if (_ends.Contains(members) || !isRepeated && _givesOne.Contains(members))
        {
            return UseEffect.Ends;
        }

        if (_bounds.Contains(members))
        {
            return UseEffect.Bounds;
        }

        if (_disposes.Contains(members))
        {
            return UseEffect.Disposes;
        }

        if (_harmless.Contains(members))
        {
            return UseEffect.Harmless;
        }

        foreach (string prefix in _harmlessPrefixes)
        {
            if (members.StartsWith(prefix, StringComparison.Ordinal))
            {
                return UseEffect.Harmless;
            }
        }

        return UseEffect.Unknown;
    }

    /// <summary>The kind of a type that a user's own wait stands on: <paramref name="waits"/> are harmless, and so is all that doesn't sound like an end.</summary>
    public static Resource OfUser(IEnumerable<string> waits, IEnumerable<string> otherMembers)
    {
        var resource = new Resource(endedByDispose: true);
        foreach (string name in waits)
        {
            resource.Harmless(name);
        }

        foreach (string name in otherMembers)
        {
            if (!resource._harmless.Contains(name))
            {
                (SoundsLikeAnEnd(name) ? resource._ends : resource._harmless).Add(name);
            }
        }

        return resource;
    }

    /// <summary>Whether a member of an unknown type may end what waits on its object, by its name.</summary>
    public static bool SoundsLikeAnEnd(string name)
    {
        foreach (string verb in s_endingVerbs)
        {
            if (name.StartsWith(verb, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    private static readonly string[] s_endingVerbs =
        ["Abort", "Cancel", "Close", "Complete", "Disconnect", "Dispose", "End", "Fault", "Release", "Set", "Shutdown", "Signal", "Stop", "Try"];

    private Resource Harmless(params string[] members)
    {
        foreach (string member in members)
        {
            if (member.EndsWith("*", StringComparison.Ordinal))
            {
                _harmlessPrefixes.Add(member.TrimEnd('*'));
            }
            else
            {
                _harmless.Add(member);
            }
        }

        return this;
    }

    private Resource Ends(params string[] members)
    {
        _ends.UnionWith(members);
        return this;
    }

    /// <summary>Members that end one wait, by the item that it waits for.</summary>
    private Resource GivesOne(params string[] members)
    {
        _givesOne.UnionWith(members);
        return this;
    }

    private Resource Disposes(params string[] members)
    {
        _disposes.UnionWith(members);
        return this;
    }

    private Resource Bounds(params string[] members)
    {
        _bounds.UnionWith(members);
        return this;
    }
}
