using System.Reflection;

namespace LeakAnalyzer.LeakTest.Tracking;

/// <summary>
/// Detects methods that are compiled with <c>runtime-async=on</c>. The runtime suspends them without a state machine, and raises no events for them.
/// </summary>
internal static class RuntimeAsync
{
    /// <summary>The flag of methods compiled with runtime-async. <see cref="MethodImplAttributes"/> contains it only from .NET 10 on.</summary>
    private const MethodImplAttributes Async = (MethodImplAttributes)0x2000;

    /// <summary>Throws for a method whose leaks can't be observed.</summary>
    /// <exception cref="NotSupportedException">The method is compiled with <c>runtime-async=on</c>.</exception>
    public static void Refuse(MethodBase? method)
    {
        if (method is not null && (method.GetMethodImplementationFlags() & Async) != 0)
        {
            throw new NotSupportedException(
                "LeakCheck can't see the tasks of methods that are compiled with runtime-async: the runtime raises no events for them. "
                + "A check would pass whatever leaks, so it doesn't start. (Is runtime-async=on among the Features of the project?)");
        }
    }
}
