using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.Symbols;

/// <summary>
/// The framework's types, resolved once per compilation. What the hot path asks for is resolved at the start;
/// what only a detached task asks for is resolved when the first one is met.
/// </summary>
internal sealed class KnownSymbols
{
    private readonly Lazy<bool> _taskHasWaitAsync;
    private readonly KnownType _taskFactory;
    private readonly KnownType _taskFactoryOfT;
    private readonly KnownType _cancellationTokenSource;
    private readonly KnownType _timeout;
    private readonly KnownType _timeSpan;
    private readonly KnownType _taskExtensions;
    private readonly KnownType _asyncEnumerable;
    private readonly KnownType _asyncSequenceExtensions;

    private readonly KnownType _channel;
    private readonly KnownType _promise;
    private readonly KnownType _promiseOfT;
    private readonly KnownType _logger;
    private readonly KnownType _disposable;
    private readonly KnownType _asyncDisposable;
    private readonly KnownType _hostedService;
    private readonly KnownType _backgroundService;
    private readonly KnownType _timeoutException;
    private readonly KnownType _taskCanceledException;

    private KnownSymbols(Compilation compilation, INamedTypeSymbol task, INamedTypeSymbol cancellationToken)
    {
        Compilation = compilation;
        Task = task;
        CancellationToken = cancellationToken;
        TaskOfT = Find("System.Threading.Tasks.Task`1");
        ValueTask = Find("System.Threading.Tasks.ValueTask");
        ValueTaskOfT = Find("System.Threading.Tasks.ValueTask`1");
        Thread = Later("System.Threading.Thread");
        ThreadPool = Later("System.Threading.ThreadPool");
        Parallel = Later("System.Threading.Tasks.Parallel");
        ListOfT = Later("System.Collections.Generic.List`1");
        Array = Later("System.Array");
        _taskHasWaitAsync = new(() => !task.GetMembers("WaitAsync").IsEmpty);
        _taskFactory = Later("System.Threading.Tasks.TaskFactory");
        _taskFactoryOfT = Later("System.Threading.Tasks.TaskFactory`1");
        _cancellationTokenSource = Later("System.Threading.CancellationTokenSource");
        _timeout = Later("System.Threading.Timeout");
        _timeSpan = Later("System.TimeSpan");
        _taskExtensions = Later("System.Threading.Tasks.TaskExtensions");
        _asyncEnumerable = Later("System.Collections.Generic.IAsyncEnumerable`1");
        _asyncSequenceExtensions = Later("System.Threading.Tasks.TaskAsyncEnumerableExtensions");
        PeriodicTimer = Later("System.Threading.PeriodicTimer");
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

    public KnownType Thread { get; }

    public KnownType ThreadPool { get; }

    public KnownType Parallel { get; }

    public KnownType ListOfT { get; }

    public KnownType Array { get; }

    /// <summary>Whether a type is a channel or a promise.</summary>
    public bool IsSignal(ITypeSymbol? type) => _channel.Is(type) || IsPromise(type);

    /// <summary>Whether a type is a promise: <c>TaskCompletionSource</c>.</summary>
    public bool IsPromise(ITypeSymbol? type) => _promise.Is(type) || _promiseOfT.Is(type);

    public KnownType PeriodicTimer { get; }

    public INamedTypeSymbol? Logger => _logger.Symbol;

    public INamedTypeSymbol? Disposable => _disposable.Symbol;

    public INamedTypeSymbol? AsyncDisposable => _asyncDisposable.Symbol;

    public INamedTypeSymbol? HostedService => _hostedService.Symbol;

    public INamedTypeSymbol? BackgroundService => _backgroundService.Symbol;

    public INamedTypeSymbol? TimeoutException => _timeoutException.Symbol;

    public INamedTypeSymbol? TaskCanceledException => _taskCanceledException.Symbol;

    /// <summary>The symbols of a compilation; null where it has no tasks or no tokens, so that nothing is registered.</summary>
    public static KnownSymbols? Of(Compilation compilation) =>
        FindBasic(compilation, "System.Threading.Tasks.Task") is { } task
        && FindBasic(compilation, "System.Threading.CancellationToken") is { } cancellationToken
            ? new KnownSymbols(compilation, task, cancellationToken)
            : null;

    /// <summary>A type by its metadata name; null where the compilation has none or several.</summary>
    /// <remarks>Most that is asked for lies beside <c>Task</c>: one assembly is searched sooner than all that are referenced.</remarks>
    public INamedTypeSymbol? Find(string metadataName) =>
        Task.ContainingAssembly.GetTypeByMetadataName(metadataName) is { DeclaredAccessibility: Accessibility.Public } beside
            ? beside
            : Find(Compilation, metadataName);

    /// <summary>The types of a metadata name: one, or all of several that different assemblies have.</summary>
    public ImmutableArray<INamedTypeSymbol> FindAll(string metadataName) =>
        Find(metadataName) is { } only ? ImmutableArray.Create(only) : FindAll(Compilation, metadataName);

    /// <summary>Whether a type is <c>Task</c>, <c>ValueTask</c> or one of their generic forms.</summary>
    public bool IsTask(ITypeSymbol? type) =>
        type is INamedTypeSymbol { Name: "Task" or "ValueTask", Arity: < 2 } named
        && (named.Arity == 0
            ? Same(named, Task) || Same(named, ValueTask)
            : Same(named.OriginalDefinition, TaskOfT) || Same(named.OriginalDefinition, ValueTaskOfT));

    /// <summary>Whether a type is <c>Task</c> or <c>Task&lt;T&gt;</c>, which a further wait may be put on.</summary>
    public bool IsReferenceTask(ITypeSymbol? type) =>
        type is INamedTypeSymbol named && (Same(named, Task) || Same(named.OriginalDefinition, TaskOfT));

    public bool IsCancellationToken(ITypeSymbol? type) => Same(type, CancellationToken);

    public bool IsCancellationTokenSource(ITypeSymbol? type) => _cancellationTokenSource.Is(type);

    public bool IsTaskFactory(ITypeSymbol? type) => _taskFactory.Is(type) || _taskFactoryOfT.Is(type);

    public bool IsTimeout(ITypeSymbol? type) => _timeout.Is(type);

    public bool IsTimeSpan(ITypeSymbol? type) => _timeSpan.Is(type);

    /// <summary>Whether a type is an async sequence, which a token can be put on with <c>WithCancellation</c>.</summary>
    public bool IsAsyncEnumerable(ITypeSymbol? type) => _asyncEnumerable.Is(type);

    /// <summary>Whether a type holds the framework's extensions of tasks and async sequences: <c>Unwrap</c>, <c>WithCancellation</c>, <c>ConfigureAwait</c>.</summary>
    public bool IsTaskExtensions(ITypeSymbol? type) => _taskExtensions.Is(type) || _asyncSequenceExtensions.Is(type);

    /// <summary>Whether a wait for a task can be given up by a token: <c>Task.WaitAsync</c>, from .NET 6 on.</summary>
    public bool TaskHasWaitAsync => _taskHasWaitAsync.Value;

    /// <summary>Whether a type can be disposed.</summary>
    public bool IsDisposable(ITypeSymbol? type) => Is(type, Disposable) || Is(type, AsyncDisposable);

    /// <summary>Whether a host starts and stops a type.</summary>
    public bool IsHostedService(ITypeSymbol type) => _hostedService.IsImplementedBy(type);

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

    /// <summary>A type that lies beside <c>object</c> in all frameworks but a few, so that not all references are searched.</summary>
    private static INamedTypeSymbol? FindBasic(Compilation compilation, string metadataName) =>
        compilation.GetSpecialType(SpecialType.System_Object).ContainingAssembly?.GetTypeByMetadataName(metadataName) is { DeclaredAccessibility: Accessibility.Public } beside
            ? beside
            : Find(compilation, metadataName);

    private KnownType Later(string metadataName) => new(this, metadataName);

#pragma warning disable RS0030 // this is the one place that looks types up
    private static INamedTypeSymbol? Find(Compilation compilation, string metadataName) =>
        compilation.GetTypeByMetadataName(metadataName);

    private static ImmutableArray<INamedTypeSymbol> FindAll(Compilation compilation, string metadataName) =>
        compilation.GetTypesByMetadataName(metadataName);
#pragma warning restore RS0030
}
