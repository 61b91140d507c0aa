using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.Symbols;

/// <summary>The framework's types, resolved once per compilation. Types that only some code uses are resolved when they are first needed.</summary>
internal sealed class KnownSymbols
{
    private readonly Lazy<bool> _taskHasWaitAsync;
    private readonly KnownType _taskFactory;
    private readonly KnownType _taskFactoryOfT;
    private readonly KnownType _cancellationTokenSource;
    private readonly KnownType _registration;
    private readonly KnownType _timeout;
    private readonly KnownType _timeSpan;
    private readonly KnownType _workItem;
    private readonly KnownType _dateTimeOffset;
    private readonly KnownType _taskExtensions;
    private readonly KnownType _asyncEnumerable;
    private readonly KnownType _asyncEnumerator;
    private readonly KnownType _configuredAsyncEnumerable;
    private readonly KnownType _asyncSequenceExtensions;

    private readonly KnownType _channel;
    private readonly KnownType _promise;
    private readonly KnownType _promiseOfT;
    private readonly KnownType _logger;
    private readonly KnownType _disposable;
    private readonly KnownType _asyncDisposable;
    private readonly KnownType _hostedService;
    private readonly KnownType _backgroundService;
    private readonly KnownType[] _applications;
    private readonly KnownType _timeoutException;
    private readonly KnownType _taskCanceledException;
    private readonly KnownType _enumeratorCancellation;
    private readonly KnownType _internalsVisibleTo;

    private KnownSymbols(Compilation compilation, INamedTypeSymbol task, INamedTypeSymbol cancellationToken)
    {
        Compilation = compilation;
        Task = task;
        CancellationToken = cancellationToken;
        TaskOfT = Find("System.Threading.Tasks.Task`1");
        ValueTask = Find("System.Threading.Tasks.ValueTask");
        ValueTaskOfT = Find("System.Threading.Tasks.ValueTask`1");
        Thread = Later("System.Threading.Thread");
        _workItem = Later("System.Threading.IThreadPoolWorkItem");
        ThreadPool = Later("System.Threading.ThreadPool");
        Parallel = Later("System.Threading.Tasks.Parallel");
        ListOfT = Later("System.Collections.Generic.List`1");
        Array = Later("System.Array");
        _taskHasWaitAsync = new(() => !task.GetMembers("WaitAsync").IsEmpty);
        _taskFactory = Later("System.Threading.Tasks.TaskFactory");
        _taskFactoryOfT = Later("System.Threading.Tasks.TaskFactory`1");
        _cancellationTokenSource = Later("System.Threading.CancellationTokenSource");
        _registration = Later("System.Threading.CancellationTokenRegistration");
        _timeout = Later("System.Threading.Timeout");
        _timeSpan = Later("System.TimeSpan");
        _dateTimeOffset = Later("System.DateTimeOffset");
        _taskExtensions = Later("System.Threading.Tasks.TaskExtensions");
        _asyncEnumerable = Later("System.Collections.Generic.IAsyncEnumerable`1");
        _asyncEnumerator = Later("System.Collections.Generic.IAsyncEnumerator`1");
        _configuredAsyncEnumerable = Later("System.Runtime.CompilerServices.ConfiguredCancelableAsyncEnumerable`1");
        _asyncSequenceExtensions = Later("System.Threading.Tasks.TaskAsyncEnumerableExtensions");
        PeriodicTimer = Later("System.Threading.PeriodicTimer");
        CallbackTimer = Later("System.Threading.Timer");
        _channel = Later("System.Threading.Channels.Channel`1");
        _promise = Later("System.Threading.Tasks.TaskCompletionSource");
        _promiseOfT = Later("System.Threading.Tasks.TaskCompletionSource`1");
        _logger = Later("Microsoft.Extensions.Logging.ILogger");
        _disposable = Later("System.IDisposable");
        _asyncDisposable = Later("System.IAsyncDisposable");
        _hostedService = Later("Microsoft.Extensions.Hosting.IHostedService");
        _backgroundService = Later("Microsoft.Extensions.Hosting.BackgroundService");
        _applications =
        [
            Later("System.Windows.Application"), Later("Microsoft.UI.Xaml.Application"), Later("Windows.UI.Xaml.Application"),
            Later("Avalonia.Application"), Later("Microsoft.Maui.Controls.Application"),
        ];
        _timeoutException = Later("System.TimeoutException");
        _taskCanceledException = Later("System.Threading.Tasks.TaskCanceledException");
        _enumeratorCancellation = Later("System.Runtime.CompilerServices.EnumeratorCancellationAttribute");
        _internalsVisibleTo = Later("System.Runtime.CompilerServices.InternalsVisibleToAttribute");
    }

    public Compilation Compilation { get; }

    public INamedTypeSymbol Task { get; }

    public INamedTypeSymbol CancellationToken { get; }

    public INamedTypeSymbol? TaskOfT { get; }

    public INamedTypeSymbol? ValueTask { get; }

    public INamedTypeSymbol? ValueTaskOfT { get; }

    public KnownType Thread { get; }

    /// <summary>Gets <c>IThreadPoolWorkItem</c>, the interface of objects that the thread pool runs.</summary>
    public INamedTypeSymbol? WorkItem => _workItem.Symbol;

    public KnownType ThreadPool { get; }

    public KnownType Parallel { get; }

    public KnownType ListOfT { get; }

    public KnownType Array { get; }

    /// <summary>Whether a type is a signal: a channel or a promise.</summary>
    public bool IsSignal(ITypeSymbol? type) => _channel.Is(type) || IsPromise(type);

    /// <summary>Whether a type is a promise: <c>TaskCompletionSource</c>.</summary>
    public bool IsPromise(ITypeSymbol? type) => _promise.Is(type) || _promiseOfT.Is(type);

    public KnownType PeriodicTimer { get; }

    /// <summary>The timer that calls a delegate.</summary>
    public KnownType CallbackTimer { get; }

    public INamedTypeSymbol? Logger => _logger.Symbol;

    public INamedTypeSymbol? Disposable => _disposable.Symbol;

    public INamedTypeSymbol? AsyncDisposable => _asyncDisposable.Symbol;

    public INamedTypeSymbol? HostedService => _hostedService.Symbol;

    public INamedTypeSymbol? BackgroundService => _backgroundService.Symbol;

    public INamedTypeSymbol? TimeoutException => _timeoutException.Symbol;

    public INamedTypeSymbol? TaskCanceledException => _taskCanceledException.Symbol;

    /// <summary>Gets the framework's types; null if the compilation lacks <c>Task</c> or <c>CancellationToken</c>.</summary>
    public static KnownSymbols? Of(Compilation compilation) =>
        TypeLookup.FindBasic(compilation, "System.Threading.Tasks.Task") is { } task
        && TypeLookup.FindBasic(compilation, "System.Threading.CancellationToken") is { } cancellationToken
            ? new KnownSymbols(compilation, task, cancellationToken)
            : null;

    /// <summary>
    /// Gets a type by its metadata name, from the assembly of <c>Task</c> if it is there; null if no other assembly, or several, define it.
    /// </summary>
    public INamedTypeSymbol? Find(string metadataName) =>
        Task.ContainingAssembly.GetTypeByMetadataName(metadataName) is { DeclaredAccessibility: Accessibility.Public } beside
            ? beside
            : TypeLookup.Find(Compilation, metadataName);

    /// <summary>Gets the type that <see cref="Find"/> returns, or the types of all assemblies that define the name.</summary>
    public ImmutableArray<INamedTypeSymbol> FindAll(string metadataName) =>
        Find(metadataName) is { } only ? ImmutableArray.Create(only) : TypeLookup.FindAll(Compilation, metadataName);

    /// <summary>Whether a type is <c>Task</c>, <c>ValueTask</c> or one of their generic forms.</summary>
    public bool IsTask(ITypeSymbol? type) =>
        type is INamedTypeSymbol { Name: "Task" or "ValueTask", Arity: < 2 } named
        && (named.Arity == 0
            ? Same(named, Task) || Same(named, ValueTask)
            : Same(named.OriginalDefinition, TaskOfT) || Same(named.OriginalDefinition, ValueTaskOfT));

    /// <summary>Whether a type is <c>Task</c> or <c>Task&lt;T&gt;</c>, which can be awaited more than once.</summary>
    public bool IsReferenceTask(ITypeSymbol? type) =>
        type is INamedTypeSymbol named && (Same(named, Task) || Same(named.OriginalDefinition, TaskOfT));

    public bool IsCancellationToken(ITypeSymbol? type) => Same(type, CancellationToken);

    public bool IsCancellationTokenSource(ITypeSymbol? type) => _cancellationTokenSource.Is(type);

    /// <summary>
    /// Whether a type is <c>CancellationTokenSource</c> or <c>CancellationTokenRegistration</c>, which may keep a callback on a token until disposed.
    /// </summary>
    public bool IsTokenHandle(ITypeSymbol? type) => _cancellationTokenSource.Is(type) || _registration.Is(type);

    public bool IsTaskFactory(ITypeSymbol? type) => _taskFactory.Is(type) || _taskFactoryOfT.Is(type);

    public bool IsTimeout(ITypeSymbol? type) => _timeout.Is(type);

    public bool IsTimeSpan(ITypeSymbol? type) => _timeSpan.Is(type);

    /// <summary>Whether the values of a type are durations or points in time.</summary>
    public bool IsTime(ITypeSymbol? type) => _timeSpan.Is(type) || _dateTimeOffset.Is(type) || type is { SpecialType: SpecialType.System_DateTime };

    /// <summary>Whether a type is <c>IAsyncEnumerable</c>, to which <c>WithCancellation</c> passes a token.</summary>
    public bool IsAsyncEnumerable(ITypeSymbol? type) => _asyncEnumerable.Is(type);

    /// <summary>Whether a type is one of the framework's interfaces for sequences and enumerators, async or not.</summary>
    public bool IsSequence(ITypeSymbol type) =>
        type.OriginalDefinition.SpecialType is SpecialType.System_Collections_IEnumerable or SpecialType.System_Collections_Generic_IEnumerable_T
            or SpecialType.System_Collections_IEnumerator or SpecialType.System_Collections_Generic_IEnumerator_T
        || _asyncEnumerable.Is(type) || _asyncEnumerator.Is(type) || _configuredAsyncEnumerable.Is(type);

    /// <summary>
    /// Whether a type has the framework's extension methods for tasks and async sequences, such as <c>Unwrap</c> and <c>WithCancellation</c>.
    /// </summary>
    public bool IsTaskExtensions(ITypeSymbol? type) => _taskExtensions.Is(type) || _asyncSequenceExtensions.Is(type);

    /// <summary>Whether the framework has <c>Task.WaitAsync</c> (.NET 6 and later).</summary>
    public bool TaskHasWaitAsync => _taskHasWaitAsync.Value;

    /// <summary>Whether a type derives from the application class of a UI framework. A process has only one object of such a type.</summary>
    public bool IsApplication(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? current = type.BaseType; current is not null; current = current.BaseType)
        {
            foreach (KnownType application in _applications)
            {
                if (application.Is(current))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>Whether a type is or implements <c>IDisposable</c> or <c>IAsyncDisposable</c>.</summary>
    public bool IsDisposable(ITypeSymbol? type) => Is(type, Disposable) || Is(type, AsyncDisposable);

    /// <summary>Whether a type is a hosted service, which a host starts and stops.</summary>
    public bool IsHostedService(ITypeSymbol type) => _hostedService.IsImplementedBy(type);

    /// <summary>Whether a method is named <c>Dispose</c>, or implements the method of <c>IDisposable</c> or <c>IAsyncDisposable</c>.</summary>
    public bool IsDisposal(IMethodSymbol method) => method.Name == nameof(IDisposable.Dispose) || Implements(method, Disposable) || Implements(method, AsyncDisposable);

    /// <summary>Whether a method, or one that it overrides, implements a member of an interface; false if the interface is null.</summary>
    public static bool Implements(IMethodSymbol method, INamedTypeSymbol? contract)
    {
        foreach (ISymbol member in contract?.GetMembers() ?? System.Collections.Immutable.ImmutableArray<ISymbol>.Empty)
        {
            if (Same(method.ContainingType.FindImplementationForInterfaceMember(member), method))
            {
                return true;
            }
        }

        return method.OverriddenMethod is { } overridden && Implements(overridden, contract);
    }

    /// <summary>Whether a parameter has the attribute <c>EnumeratorCancellation</c>: it receives the token that <c>WithCancellation</c> passes.</summary>
    public bool IsEnumeratorToken(IParameterSymbol parameter)
    {
        foreach (AttributeData attribute in parameter.GetAttributes())
        {
            if (_enumeratorCancellation.Is(attribute.AttributeClass))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether an attribute is <c>InternalsVisibleTo</c>.</summary>
    public bool IsInternalsVisibleTo(AttributeData attribute) => _internalsVisibleTo.Is(attribute.AttributeClass);

    /// <summary>Whether a type is <c>System.Exception</c>.</summary>
    public static bool IsException(ITypeSymbol? type) => type is { Name: nameof(Exception) } && IsOf(type, nameof(System));

    /// <summary>Whether a type belongs to <c>System.Collections</c> or a namespace in it.</summary>
    public static bool IsOfCollections(ITypeSymbol type)
    {
        for (INamespaceSymbol? space = type.ContainingNamespace; space is { IsGlobalNamespace: false }; space = space.ContainingNamespace)
        {
            if (space.Name == nameof(System.Collections) && IsOf(space, nameof(System)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a type belongs to <c>System.Collections.Concurrent</c>.</summary>
    public static bool IsConcurrentCollection(INamedTypeSymbol type) => type.ContainingNamespace.Name == nameof(System.Collections.Concurrent) && IsOfCollections(type);

    /// <summary>Whether a method is <c>Dispose(bool disposing)</c>, which both <c>Dispose()</c> and the finalizer call.</summary>
    public static bool IsInnerDispose(IMethodSymbol method) =>
        method is { Name: nameof(IDisposable.Dispose), Parameters: [{ Type.SpecialType: SpecialType.System_Boolean }] };

    /// <summary>Whether a type is <paramref name="other"/>, derives from it or implements it. Returns false if either is null.</summary>
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

    /// <summary>Whether a type is the other class or derives from it, whatever the type arguments are.</summary>
    public static bool IsOrDerivesFrom(INamedTypeSymbol? type, INamedTypeSymbol? other)
    {
        for (INamedTypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            if (Same(current.OriginalDefinition, other?.OriginalDefinition))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether the outermost namespace of a type is <c>System</c> or <c>Microsoft</c>.</summary>
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

    private static bool IsOf(ISymbol symbol, string outermost) =>
        symbol.ContainingNamespace is { ContainingNamespace.IsGlobalNamespace: true } space && space.Name == outermost;

    private KnownType Later(string metadataName) => new(this, metadataName);
}
