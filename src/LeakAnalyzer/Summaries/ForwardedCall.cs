using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Summaries;

/// <summary>Finds the call that a source method makes, if the method does nothing but return the result of that call.</summary>
internal static class ForwardedCall
{
    /// <summary>Gets the call whose result, or awaited result, is all that the called method returns; null if the method does anything else.</summary>
    public static IInvocationOperation? Behind(IInvocationOperation call, LeakModel model) =>
        ValueOf(call, model)?.Unwrap() is { } value ? (value is IAwaitOperation { Operation: var awaited } ? awaited : value).WithoutWrappers(model) as IInvocationOperation : null;

    /// <summary>Gets the expression that the called method returns, if the method does nothing else; null otherwise.</summary>
    public static IOperation? ValueOf(IInvocationOperation call, LeakModel model) =>
        model.Bodies.TargetOf(call) is { } target && model.Bodies.OfMethod(target)?.Body is IBlockOperation { Operations: [IReturnOperation { ReturnedValue: { } returned }] } ? returned : null;
}
