using LeakAnalyzer.Facts;
using LeakAnalyzer.Facts.Catalogue;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Tracking;

/// <summary>Tells which operations may throw.</summary>
internal static class Throwing
{
    /// <summary>Whether an operation may throw even if the code has no bug. Arithmetic, casts and element access never count.</summary>
    public static bool MayThrow(IOperation operation, CodeModel code) => operation switch
    {
        IAwaitOperation { Operation: var task } => !NeverFails(task, code),
        IDynamicInvocationOperation => true,
        IInvocationOperation call => code.Calls.MayThrow(call),
        IPropertyReferenceOperation property => code.Calls.Of(property) is { MayThrow: true },
        IObjectCreationOperation { Constructor: { } constructor } => !SafeCalls.Include(constructor),
        _ => false,
    };

    /// <summary>Whether a task comes from <c>Task.WhenAny</c>, whose task never fails.</summary>
    private static bool NeverFails(IOperation task, CodeModel code) =>
        task.WithoutWrappers(code) is IInvocationOperation call && code.Calls.Of(call) is { Result: ResultKind.FirstOf };
}
