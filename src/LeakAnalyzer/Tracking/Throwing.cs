using LeakAnalyzer.Facts;
using LeakAnalyzer.Facts.Catalogue;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Tracking;

/// <summary>Which operations count as a way out of a scope by an exception.</summary>
internal static class Throwing
{
    /// <summary>
    /// Whether an exception may leave an operation in code that is right: of a call, unless the catalogue or the called body says not, and
    /// of an await, unless it is that of a task that never fails. Arithmetic, casts and element access don't count.
    /// </summary>
    public static bool MayThrow(IOperation operation, CodeModel code) => operation switch
    {
        IAwaitOperation { Operation: var task } => !NeverFails(task, code),
        IDynamicInvocationOperation => true,
        IInvocationOperation call => code.Calls.MayThrow(call),
        IPropertyReferenceOperation property => code.Calls.Of(property) is { MayThrow: true },
        IObjectCreationOperation { Constructor: { } constructor } => !SafeCalls.Include(constructor),
        _ => false,
    };

    /// <summary>Whether a task is that of <c>Task.WhenAny</c>.</summary>
    private static bool NeverFails(IOperation task, CodeModel code) =>
        task.WithoutWrappers(code) is IInvocationOperation call && code.Calls.Of(call) is { Result: ResultKind.FirstOf };
}
