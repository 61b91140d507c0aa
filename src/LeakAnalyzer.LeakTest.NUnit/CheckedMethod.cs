using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;

namespace LeakAnalyzer.LeakTest;

/// <summary>
/// Stands for the method of a test that has a fixture instance of its own. Of everything that can wrap a test, NUnit runs only the
/// <see cref="IRepeatTest"/> attributes before it constructs that instance, and it looks for them only on the method. So this class returns the check
/// as one of the method's attributes.
/// </summary>
/// <param name="method">The original method.</param>
/// <param name="check">The check to run around each repetition of the test.</param>
internal sealed class CheckedMethod(IMethodInfo method, IRepeatTest check) : MethodWrapper(method.TypeInfo.Type, method.MethodInfo), IReflectionInfo
{
    /// <summary>Gets the attributes of the method. The check comes first, because NUnit makes the first one the innermost wrapper.</summary>
    T[] IReflectionInfo.GetCustomAttributes<T>(bool inherit) =>
        typeof(T) == typeof(IRepeatTest) ? [(T)check, .. GetCustomAttributes<T>(inherit)] : GetCustomAttributes<T>(inherit);
}
