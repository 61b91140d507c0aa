using LeakAnalyzer.Symbols;
using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.Model;

/// <summary>Which calls of the framework start work.</summary>
internal static class TaskStarters
{
    /// <summary>Whether a method runs a delegate as a task that it returns: <c>Task.Run</c>, <c>StartNew</c>.</summary>
    public static bool IsRunner(IMethodSymbol method, KnownSymbols symbols) => method.Name switch
    {
        "Run" => method.IsStatic && KnownSymbols.Same(method.ContainingType, symbols.Task),
        "StartNew" => symbols.IsTaskFactory(method.ContainingType),
        _ => false,
    };

    /// <summary>Whether a method makes one task of several: <c>WhenAll</c>, <c>WhenAny</c>.</summary>
    public static bool IsCombinator(IMethodSymbol method, KnownSymbols symbols) =>
        method.Name is "WhenAll" or "WhenAny" && KnownSymbols.Same(method.ContainingType, symbols.Task);

    /// <summary>Whether a method runs a delegate when a task has completed.</summary>
    public static bool IsContinuation(IMethodSymbol method, KnownSymbols symbols) =>
        method is { Name: "ContinueWith", IsStatic: false } && symbols.IsTask(method.ContainingType);

    /// <summary>Whether a method hands a delegate to the thread pool.</summary>
    public static bool IsThreadPoolItem(IMethodSymbol method, KnownSymbols symbols) =>
        method.Name is "QueueUserWorkItem" or "UnsafeQueueUserWorkItem" && symbols.ThreadPool.Is(method.ContainingType);

    /// <summary>Whether a method is <c>Thread.Start</c>.</summary>
    public static bool IsThreadStart(IMethodSymbol method, KnownSymbols symbols) =>
        method.Name is "Start" or "UnsafeStart" && symbols.Thread.Is(method.ContainingType);

    /// <summary>Whether a method is known to run the delegates it is given, and to return when they have returned.</summary>
    public static bool RunsItsDelegates(IMethodSymbol method, KnownSymbols symbols) => method.Name switch
    {
        "ForEach" => symbols.Parallel.Is(method.ContainingType)
            || symbols.Array.Is(method.ContainingType)
            || symbols.ListOfT.Is(method.ContainingType),
        "For" or "Invoke" => symbols.Parallel.Is(method.ContainingType),
        _ => false,
    };
}
