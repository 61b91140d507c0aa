using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;

namespace LeakAnalyzer.LeakTest;

/// <summary>
/// The method of a test that has a fixture instance of its own, with the check as one of its attributes: before NUnit constructs the instance, it runs only the
/// <see cref="IRepeatTest"/> attributes of the method.
/// </summary>
/// <param name="method">The original method.</param>
/// <param name="check">The check to run around each repetition of the test.</param>
internal sealed class CheckedMethod(IMethodInfo method, IRepeatTest check) : MethodWrapper(method.TypeInfo.Type, method.MethodInfo), IReflectionInfo
{
    /// <summary>Gets the attributes of the method. The check comes first, because NUnit makes the first one the innermost wrapper.</summary>
    T[] IReflectionInfo.GetCustomAttributes<T>(bool inherit) =>
        typeof(T) == typeof(IRepeatTest) ? [(T)check, .. GetCustomAttributes<T>(inherit)] : GetCustomAttributes<T>(inherit);
}
