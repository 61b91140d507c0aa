using LeakAnalyzer.Options;
using LeakAnalyzer.Symbols;
using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.Catalog;

/// <summary>
/// The table of operations that wait until somebody else acts: the framework's, as RULES.md lists them, and those that the user adds.
/// </summary>
internal sealed class OpenEndedWaits
{
    private readonly Dictionary<string, List<(KnownType Type, OpenEndedOperation Operation)>> _byName = new(StringComparer.Ordinal);
    private readonly HashSet<string> _blockingNames = new(StringComparer.Ordinal);
    private readonly KnownSymbols _symbols;

    public OpenEndedWaits(KnownSymbols symbols)
    {
        _symbols = symbols;
        const string Channels = "System.Threading.Channels.";
        const string Sockets = "System.Net.Sockets.";

        Add(Channels + "ChannelReader`1", Resource.ReadChannel, "ReadAsync", "WaitToReadAsync", "ReadAllAsync");
        AddState(Channels + "ChannelReader`1", Resource.ReadChannel, "Completion");
        Add(Channels + "ChannelWriter`1", Resource.WrittenChannel, "WriteAsync", "WaitToWriteAsync");
        AddState("System.Threading.Tasks.TaskCompletionSource", Resource.Promise, "Task");
        AddState("System.Threading.Tasks.TaskCompletionSource`1", Resource.Promise, "Task");
        Add("System.Threading.Tasks.Task", Resource.None, WaitCondition.InfiniteTime, "Delay");
        Add("System.Threading.WaitHandle", Resource.None, WaitCondition.OnTokenHandle, "WaitOne");
        Add("System.Threading.SemaphoreSlim", Resource.Semaphore, "Wait", "WaitAsync");
        Add("System.Collections.Concurrent.BlockingCollection`1", Resource.BlockingCollection, "Take", "GetConsumingEnumerable");
        Add("System.IO.Pipelines.PipeReader", Resource.Pipe, "ReadAsync", "ReadAtLeastAsync");
        Add("System.Threading.Tasks.Dataflow.DataflowBlock", Resource.DataflowBlock, "Receive", "ReceiveAsync", "OutputAvailableAsync");
        Add(Sockets + "Socket", Resource.Connection,
            "Accept", "AcceptAsync", "Receive", "ReceiveAsync", "ReceiveFrom", "ReceiveFromAsync", "ReceiveMessageFrom", "ReceiveMessageFromAsync");
        Add(Sockets + "SocketTaskExtensions", Resource.Connection,
            "AcceptAsync", "ReceiveAsync", "ReceiveFromAsync", "ReceiveMessageFromAsync");
        Add(Sockets + "TcpListener", Resource.Connection,
            "AcceptSocket", "AcceptSocketAsync", "AcceptTcpClient", "AcceptTcpClientAsync");
        Add(Sockets + "UdpClient", Resource.Connection, "Receive", "ReceiveAsync");
        Add("System.Net.HttpListener", Resource.Connection, "GetContext", "GetContextAsync");
        Add("System.Net.WebSockets.WebSocket", Resource.Connection, "ReceiveAsync");
        Add("System.IO.Pipes.NamedPipeServerStream", Resource.Connection, "WaitForConnection", "WaitForConnectionAsync");
    }

    /// <summary>The names of the operations that wait where they are called. The others only give a task, or tell its state.</summary>
    public IReadOnlyCollection<string> BlockingNames => _blockingNames;

    /// <summary>Whether one of the framework's operations has a name.</summary>
    public bool HasOperationNamed(string name) => _byName.ContainsKey(name);

    /// <summary>The operation that a method or property is; null where it doesn't wait open-endedly.</summary>
    public OpenEndedOperation? Find(ISymbol member, LeakOptions options)
    {
        if (_byName.TryGetValue(member.Name, out List<(KnownType Type, OpenEndedOperation Operation)>? candidates))
        {
            foreach ((KnownType type, OpenEndedOperation operation) in candidates)
            {
                if (IsDeclaredBy(member, type) && !IsEventBased(member, operation))
                {
                    return operation;
                }
            }
        }

        return options.OpenEndedWaits.Contains(member) ? OfUser(member, options) : null;
    }

    private static OpenEndedOperation OfUser(ISymbol member, LeakOptions options)
    {
        INamedTypeSymbol type = member.ContainingType;
        return new(Resource.OfUser(
            waits: options.OpenEndedWaits.Symbols.Where(symbol => KnownSymbols.Same(symbol.ContainingType, type.OriginalDefinition)).Select(symbol => symbol.Name),
            otherMembers: type.GetMembers().Select(symbol => symbol.Name)));
    }

    /// <summary>Whether a type, or the type whose member it overrides, declares it.</summary>
    private static bool IsDeclaredBy(ISymbol member, KnownType type)
    {
        for (ISymbol? declared = member; declared is not null; declared = (declared as IMethodSymbol)?.OverriddenMethod)
        {
            if (type.Is(declared.ContainingType))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether it is one of the sockets' methods that call back and return no task.</summary>
    private static bool IsEventBased(ISymbol member, OpenEndedOperation operation) =>
        operation.Resource == Resource.Connection && member is IMethodSymbol { ReturnType.SpecialType: SpecialType.System_Boolean };

    private void Add(string type, Resource resource, params string[] members) => Add(type, resource, WaitCondition.Always, members);

    private void Add(string type, Resource resource, WaitCondition condition, params string[] members)
    {
        _blockingNames.UnionWith(members.Where(member => !member.EndsWith("Async", StringComparison.Ordinal)));
        Add(type, members, new OpenEndedOperation(resource, condition));
    }

    private void AddState(string type, Resource resource, params string[] members) =>
        Add(type, members, new OpenEndedOperation(resource, TellsState: true));

    private void Add(string typeName, string[] members, OpenEndedOperation operation)
    {
        var type = new KnownType(_symbols, typeName);
        foreach (string member in members)
        {
            if (!_byName.TryGetValue(member, out List<(KnownType Type, OpenEndedOperation Operation)>? operations))
            {
                _byName.Add(member, operations = []);
            }

            operations.Add((type, operation));
        }
    }
}
