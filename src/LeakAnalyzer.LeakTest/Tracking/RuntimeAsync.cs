using System.Reflection;

namespace LeakAnalyzer.LeakTest.Tracking;

/// <summary>
/// Methods that are compiled with <c>runtime-async=on</c>: the runtime suspends them itself, without a state machine, and raises no
/// events for them.
/// </summary>
internal static class RuntimeAsync
{
    /// <summary>The flag of such methods; <see cref="MethodImplAttributes"/> has it from .NET 10 on.</summary>
    private const MethodImplAttributes Async = (MethodImplAttributes)0x2000;

    /// <summary>Refuses to check a method whose leaks can't be seen.</summary>
    /// <exception cref="NotSupportedException">It is such a method.</exception>
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
