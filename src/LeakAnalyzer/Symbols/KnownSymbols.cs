using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.Symbols;

/// <summary>
/// The framework's types, resolved once per compilation. What the hot path asks for is resolved at the start;
/// what only a detached task asks for is resolved when the first one is met.
/// </summary>
internal sealed class KnownSymbols
{
    private readonly Lazy<bool> _taskHasWaitAsync;
    private readonly Lazy<INamedTypeSymbol?> _thread;
    private readonly Lazy<INamedTypeSymbol?> _threadPool;
    private readonly Lazy<INamedTypeSymbol?> _parallel;
    private readonly Lazy<INamedTypeSymbol?> _listOfT;
    private readonly Lazy<INamedTypeSymbol?> _array;
    private readonly Lazy<INamedTypeSymbol?> _taskFactory;
    private readonly Lazy<INamedTypeSymbol?> _taskFactoryOfT;
    private readonly Lazy<INamedTypeSymbol?> _cancellationTokenSource;
    private readonly Lazy<INamedTypeSymbol?> _timeout;
    private readonly Lazy<INamedTypeSymbol?> _timeSpan;
    private readonly Lazy<INamedTypeSymbol?> _taskExtensions;
    private readonly Lazy<INamedTypeSymbol?> _asyncEnumerable;
    private readonly Lazy<INamedTypeSymbol?> _asyncSequenceExtensions;

    private readonly Lazy<INamedTypeSymbol?> _periodicTimer;
    private readonly Lazy<INamedTypeSymbol?> _channel;
    private readonly Lazy<INamedTypeSymbol?> _promise;
    private readonly Lazy<INamedTypeSymbol?> _promiseOfT;
    private readonly Lazy<INamedTypeSymbol?> _logger;
    private readonly Lazy<INamedTypeSymbol?> _disposable;
    private readonly Lazy<INamedTypeSymbol?> _asyncDisposable;
    private readonly Lazy<INamedTypeSymbol?> _hostedService;
    private readonly Lazy<INamedTypeSymbol?> _backgroundService;
    private readonly Lazy<INamedTypeSymbol?> _timeoutException;
    private readonly Lazy<INamedTypeSymbol?> _taskCanceledException;

    private KnownSymbols(Compilation compilation, INamedTypeSymbol task, INamedTypeSymbol cancellationToken)
    {
        Compilation = compilation;
        Task = task;
        CancellationToken = cancellationToken;
        TaskOfT = Find("System.Threading.Tasks.Task`1");
        ValueTask = Find("System.Threading.Tasks.ValueTask");
        ValueTaskOfT = Find("System.Threading.Tasks.ValueTask`1");
        _thread = Later("System.Threading.Thread");
        _threadPool = Later("System.Threading.ThreadPool");
        _parallel = Later("System.Threading.Tasks.Parallel");
        _listOfT = Later("System.Collections.Generic.List`1");
        _array = Later("System.Array");
        _taskHasWaitAsync = new(() => !task.GetMembers("WaitAsync").IsEmpty);
        _taskFactory = Later("System.Threading.Tasks.TaskFactory");
        _taskFactoryOfT = Later("System.Threading.Tasks.TaskFactory`1");
        _cancellationTokenSource = Later("System.Threading.CancellationTokenSource");
        _timeout = Later("System.Threading.Timeout");
        _timeSpan = Later("System.TimeSpan");
        _taskExtensions = Later("System.Threading.Tasks.TaskExtensions");
        _asyncEnumerable = Later("System.Collections.Generic.IAsyncEnumerable`1");
        _asyncSequenceExtensions = Later("System.Threading.Tasks.TaskAsyncEnumerableExtensions");
        _periodicTimer = Later("System.Threading.PeriodicTimer");
        _channel = Later("System.Threading.Channels.Channel`1");
        _promise = Later("System.Threading.Tasks.TaskCompletionSource");
        _promiseOfT = Later("System.Threading.Tasks.TaskCompletionSource`1");
        _logger = Later("Microsoft.Extensions.Logging.ILogger");
        _disposable = Later("System.IDisposable");
        _asyncDisposable = Later("System.IAsyncDisposable");
        _hostedService = Later("Microsoft.Extensions.Hosting.IHostedService");
        _backgroundService = Later("Microsoft.Extensions.Hosting.BackgroundService");
        _timeoutException = Later("System.TimeoutException");
        _taskCanceledException = Later("System.Threading.Tasks.TaskCanceledException");
    }

    public Compilation Compilation { get; }

    public INamedTypeSymbol Task { get; }

    public INamedTypeSymbol CancellationToken { get; }

    public INamedTypeSymbol? TaskOfT { get; }

    public INamedTypeSymbol? ValueTask { get; }

    public INamedTypeSymbol? ValueTaskOfT { get; }

    public INamedTypeSymbol? Thread => _thread.Value;

    public INamedTypeSymbol? ThreadPool => _threadPool.Value;

    public INamedTypeSymbol? Parallel => _parallel.Value;

    public INamedTypeSymbol? ListOfT => _listOfT.Value;

    public INamedTypeSymbol? Array => _array.Value;

    /// <summary>Whether a type is a channel or a promise.</summary>
    public bool IsSignal(ITypeSymbol? type) =>
        type is INamedTypeSymbol { Name: "Channel" or "TaskCompletionSource", OriginalDefinition: var definition }
        && (Same(definition, _channel.Value) || Same(definition, _promise.Value) || Same(definition, _promiseOfT.Value));

    public INamedTypeSymbol? PeriodicTimer => _periodicTimer.Value;

    public INamedTypeSymbol? Logger => _logger.Value;

    public INamedTypeSymbol? Disposable => _disposable.Value;

    public INamedTypeSymbol? AsyncDisposable => _asyncDisposable.Value;

    public INamedTypeSymbol? HostedService => _hostedService.Value;

    public INamedTypeSymbol? BackgroundService => _backgroundService.Value;

    public INamedTypeSymbol? TimeoutException => _timeoutException.Value;

    public INamedTypeSymbol? TaskCanceledException => _taskCanceledException.Value;

    public INamedTypeSymbol? CancellationTokenSource => _cancellationTokenSource.Value;

    /// <summary>The symbols of a compilation; null where it has no tasks or no tokens, so that nothing is registered.</summary>
    public static KnownSymbols? Of(Compilation compilation) =>
        Find(compilation, "System.Threading.Tasks.Task") is { } task
        && Find(compilation, "System.Threading.CancellationToken") is { } cancellationToken
            ? new KnownSymbols(compilation, task, cancellationToken)
            : null;

    /// <summary>A type by its metadata name; null where the compilation has none or several.</summary>
    public INamedTypeSymbol? Find(string metadataName) => Find(Compilation, metadataName);

    /// <summary>Whether a type is <c>Task</c>, <c>ValueTask</c> or one of their generic forms.</summary>
    /// <remarks>Here and where else it is asked of most code the name goes first: unequal strings are told far sooner than unequal symbols.</remarks>
    public bool IsTask(ITypeSymbol? type) =>
        type is INamedTypeSymbol { Name: "Task" or "ValueTask", Arity: < 2 } named
        && (named.Arity == 0
            ? Same(named, Task) || Same(named, ValueTask)
            : Same(named.OriginalDefinition, TaskOfT) || Same(named.OriginalDefinition, ValueTaskOfT));

    /// <summary>Whether a type is <c>Task</c> or <c>Task&lt;T&gt;</c>, which a further wait may be put on.</summary>
    public bool IsReferenceTask(ITypeSymbol? type) =>
        type is INamedTypeSymbol named && (Same(named, Task) || Same(named.OriginalDefinition, TaskOfT));

    public bool IsCancellationToken(ITypeSymbol? type) => Same(type, CancellationToken);

    public bool IsCancellationTokenSource(ITypeSymbol? type) =>
        type is INamedTypeSymbol { Name: "CancellationTokenSource" } && Same(type, CancellationTokenSource);

    public bool IsTaskFactory(ITypeSymbol? type) =>
        type is not null && (Same(type, _taskFactory.Value) || Same(type.OriginalDefinition, _taskFactoryOfT.Value));

    public bool IsTimeout(ITypeSymbol? type) => Same(type, _timeout.Value);

    public bool IsTimeSpan(ITypeSymbol? type) => Same(type, _timeSpan.Value);

    /// <summary>Whether a type is an async sequence, which a token can be put on with <c>WithCancellation</c>.</summary>
    public bool IsAsyncEnumerable(ITypeSymbol? type) => type is not null && Same(type.OriginalDefinition, _asyncEnumerable.Value);

    /// <summary>Whether a type holds the framework's extensions of tasks and async sequences: <c>Unwrap</c>, <c>WithCancellation</c>, <c>ConfigureAwait</c>.</summary>
    public bool IsTaskExtensions(ITypeSymbol? type) => Same(type, _taskExtensions.Value) || Same(type, _asyncSequenceExtensions.Value);

    /// <summary>Whether a wait for a task can be given up by a token: <c>Task.WaitAsync</c>, from .NET 6 on.</summary>
    public bool TaskHasWaitAsync => _taskHasWaitAsync.Value;

    /// <summary>Whether a type can be disposed.</summary>
    public bool IsDisposable(ITypeSymbol? type) => Is(type, Disposable) || Is(type, AsyncDisposable);

    /// <summary>Whether a type is another, derives from it or implements it.</summary>
    public static bool Is(ITypeSymbol? type, INamedTypeSymbol? other)
    {
        if (type is null || other is null)
        {
            return false;
        }

        if (other.TypeKind == TypeKind.Interface && type.AllInterfaces.Contains(other, SymbolEqualityComparer.Default))
        {
            return true;
        }

        for (ITypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            if (Same(current, other))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a type lies in the namespaces of the framework.</summary>
    public static bool IsOfFramework(INamedTypeSymbol type)
    {
        INamespaceSymbol space = type.ContainingNamespace;
        while (space is { IsGlobalNamespace: false, ContainingNamespace: { IsGlobalNamespace: false } outer })
        {
            space = outer;
        }

        return space.Name is nameof(System) or nameof(Microsoft);
    }

    public static bool Same(ISymbol? left, ISymbol? right) =>
        left is not null && SymbolEqualityComparer.Default.Equals(left, right);

    private Lazy<INamedTypeSymbol?> Later(string metadataName) => new(() => Find(metadataName));

#pragma warning disable RS0030 // this is the one place that looks types up
    private static INamedTypeSymbol? Find(Compilation compilation, string metadataName) =>
        compilation.GetTypeByMetadataName(metadataName);
#pragma warning restore RS0030
}
