using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Model;

/// <summary>Which operations count as a way out of a scope by an exception.</summary>
internal static class Throwing
{
    /// <summary>
    /// Whether an operation may throw in code that is right. The framework's own means of starting, signalling, timing and logging don't, so that
    /// a source that is made in front of its <c>try</c> and given a timeout there isn't accused, nor a handler that logs what it catches. Nor does the call of an async method: what it
    /// throws is in its task.
    /// </summary>
    public static bool MayThrow(IOperation operation) => operation switch
    {
        IAwaitOperation { Operation: var task } => !IsWhenAny(task),
        IDynamicInvocationOperation => true,
        IInvocationOperation { TargetMethod: var method } => !IsSafe(method),
        IPropertyReferenceOperation { Property: { Name: "Result", ContainingType: { Name: "Task" or "ValueTask" } type } } => IsOfTasks(type.ContainingNamespace),
        IObjectCreationOperation { Constructor: { } constructor } => !IsSafe(constructor),
        _ => false,
    };

    /// <summary>Whether a task is that of <c>Task.WhenAny</c>, which never fails.</summary>
    private static bool IsWhenAny(IOperation task) => task is IInvocationOperation { TargetMethod: var method } call
        && (method.Name == "ConfigureAwait" && call.Instance is { } configured ? IsWhenAny(configured) : method.Name == "WhenAny" && IsOfTasks(method.ContainingNamespace));

    private static bool IsSafe(IMethodSymbol method)
    {
        if (method.IsAsync)
        {
            return true;
        }

        INamespaceSymbol? space = method.ContainingType?.ContainingNamespace;
        switch (space?.Name)
        {
            case "Threading" when IsSystem(space.ContainingNamespace):
            case "Tasks" or "Channels" when space.ContainingNamespace is { Name: "Threading" } threading && IsSystem(threading.ContainingNamespace):
                return method.Name is not ("Wait" or "WaitAll" or "WaitAny" or "WaitOne" or "Join" or "ThrowIfCancellationRequested"
                    or "SignalAndWait" or "RunSynchronously" or "Enter" or "ForEach" or "For" or "Invoke" or "Complete");
            case "Diagnostics" when IsSystem(space.ContainingNamespace):
                return method.ContainingType!.Name is "Stopwatch" or "Debug" or "Trace";
            case "Logging" when space.ContainingNamespace is { Name: "Extensions", ContainingNamespace: { Name: "Microsoft", ContainingNamespace.IsGlobalNamespace: true } }:
                return true;
            case "System" when IsSystem(space):
                return method.ContainingType!.Name is "Object" or "DateTime" or "DateTimeOffset" or "TimeSpan" or "Guid"
                    || method.ContainingType.Name is "Console" && method.Name is "Write" or "WriteLine";
            case "Generic" when space.ContainingNamespace is { Name: "Collections" } collections && IsSystem(collections.ContainingNamespace):
                return method.MethodKind == MethodKind.Constructor || method.ContainingType!.Arity == 1 && method.Name is "Add" or "Enqueue" or "Push";
            default:
                return false;
        }
    }

    private static bool IsSystem(INamespaceSymbol? space) => space is { Name: "System", ContainingNamespace.IsGlobalNamespace: true };

    private static bool IsOfTasks(INamespaceSymbol? space) => space is { Name: "Tasks", ContainingNamespace: { Name: "Threading" } threading } && IsSystem(threading.ContainingNamespace);
}
