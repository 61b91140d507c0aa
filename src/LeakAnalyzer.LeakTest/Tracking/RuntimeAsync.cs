using System.Reflection;

namespace LeakAnalyzer.LeakTest.Tracking;

/// <summary>Detects methods that are compiled with <c>runtime-async=on</c>. The runtime raises no events for their tasks.</summary>
internal static class RuntimeAsync
{
    /// <summary>The flag of methods compiled with runtime-async. <see cref="MethodImplAttributes"/> contains it only from .NET 10 on.</summary>
    private const MethodImplAttributes Async = (MethodImplAttributes)0x2000;

    /// <summary>Throws for a method that is compiled with <c>runtime-async=on</c>.</summary>
    /// <exception cref="NotSupportedException">The tasks of the method can't be observed.</exception>
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
