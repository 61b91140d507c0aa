using LeakAnalyzer.Symbols;
using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.Facts.Catalogue;

/// <summary>Lists the framework's calls that throw only if the calling code has a bug, such as calls that start work, log or add to a collection.</summary>
internal static class SafeCalls
{
    public static bool Include(IMethodSymbol method)
    {
        INamespaceSymbol? space = method.ContainingType?.ContainingNamespace;
        switch (space?.Name)
        {
            case "Threading" when IsSystem(space.ContainingNamespace):
            case "Tasks" or "Channels" when space.ContainingNamespace is { Name: "Threading" } threading && IsSystem(threading.ContainingNamespace):
                return method.Name is not ("Wait" or "WaitOne" or "Join"
                    or "SignalAndWait" or "RunSynchronously" or "Enter" or "ForEach" or "For" or "Invoke" or "Complete");
            case "Diagnostics" when IsSystem(space.ContainingNamespace):
                return method.ContainingType!.Name is "Stopwatch" or "Debug" or "Trace";
            case "Logging" when space.ContainingNamespace is { Name: "Extensions", ContainingNamespace: { Name: "Microsoft", ContainingNamespace.IsGlobalNamespace: true } }:
                return true;
            case "System" when IsSystem(space):
                return method.ContainingType!.Name is "Object" or "DateTime" or "DateTimeOffset" or "TimeSpan" or "Guid" or "Math"
                    || method.ContainingType.Name is "Console" && method.Name is "Write" or "WriteLine";
            case "Generic" when space.ContainingNamespace is { Name: "Collections" } collections && IsSystem(collections.ContainingNamespace):
                return method.MethodKind == MethodKind.Constructor || method.ContainingType!.Arity == 1 && method.Name is "Add" or "Enqueue" or "Push";
            default:
                return false;
        }
    }

    /// <summary>Whether a method is a LINQ operator that throws only if its delegates or the enumeration of its sources throw.</summary>
    /// <param name="method">The method.</param>
    /// <param name="isLazy">Whether the operator runs the delegates only when the operator's result is enumerated.</param>
    public static bool IncludeOperator(IMethodSymbol method, out bool isLazy)
    {
        isLazy = method.Name is "Select" or "SelectMany" or "Where" or "Range" or "Repeat" or "Empty" or "Concat" or "Append" or "Prepend" or "Skip" or "Take"
            or "Cast" or "OfType" or "Distinct" or "Reverse" or "Zip" or "OrderBy" or "OrderByDescending" or "AsEnumerable";
        return (isLazy || method.Name is "ToArray" or "ToList")
            && method.ContainingType is { Name: "Enumerable", ContainingNamespace: { Name: "Linq", ContainingNamespace: var system } } && IsSystem(system);
    }

    private static bool IsSystem(INamespaceSymbol? space) => space is { Name: "System", ContainingNamespace.IsGlobalNamespace: true };
}
