using System.Reflection;
using System.Runtime.CompilerServices;

namespace LeakAnalyzer.LeakTest.Tracking;

/// <summary>
/// Wraps the runtime's internal class <c>System.Diagnostics.StackFrameHelper</c>, which can capture a limited number of stack frames.
/// </summary>
internal sealed class FrameHelper
{
    private const BindingFlags Members = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    private readonly ConstructorInvoker _create;
    private readonly object?[] _argumentsOfCreate;
    private readonly FieldInfo _count;
    private readonly FieldInfo _handles;
    private readonly MethodInvoker _fill;
    private readonly object?[] _argumentsOfFill;
    private readonly MethodInvoker _methodAt;
    private readonly MethodInvoker _offsetAt;

    private FrameHelper(ConstructorInfo create, FieldInfo count, FieldInfo handles, MethodInfo fill, MethodInfo methodAt, MethodInfo offsetAt)
    {
        _create = ConstructorInvoker.Create(create);
        _argumentsOfCreate = Defaults(create);
        _count = count;
        _handles = handles;
        _fill = MethodInvoker.Create(fill);
        _argumentsOfFill = Defaults(fill);
        _methodAt = MethodInvoker.Create(methodAt);
        _offsetAt = MethodInvoker.Create(offsetAt);
    }

    /// <summary>Creates the wrapper; null if this runtime has no such class, or a different one than .NET 8 to 10.</summary>
    public static FrameHelper? Find() =>
        typeof(object).Assembly.GetType("System.Diagnostics.StackFrameHelper") is { } type
        && type.GetConstructors(Members) is [var create]
        && type.GetField("iFrameCount", Members) is { } count && count.FieldType == typeof(int)
        && type.GetField("rgMethodHandle", Members) is { } handles && handles.FieldType == typeof(nint[])
        && type.GetMethod("InitializeSourceInfo", Members) is { } fill
        && type.GetMethod("GetMethodBase", Members, [typeof(int)]) is { } methodAt && methodAt.ReturnType == typeof(MethodBase)
        && type.GetMethod("GetILOffset", Members, [typeof(int)]) is { } offsetAt && offsetAt.ReturnType == typeof(int)
        && new FrameHelper(create, count, handles, fill, methodAt, offsetAt) is var helper && helper.CountOf(helper.Take(1)) == 1
            ? helper
            : null;

    /// <summary>Captures the innermost frames of this thread.</summary>
    /// <param name="most">The maximum number of frames.</param>
    public object Take(int most)
    {
        object frames = _create.Invoke(_argumentsOfCreate.AsSpan());
        _count.SetValue(frames, most);
        _fill.Invoke(frames, _argumentsOfFill.AsSpan());
        return frames;
    }

    public int CountOf(object frames) => (int)_count.GetValue(frames)!;

    /// <summary>The method handles of all frames; zero if a handle is unknown.</summary>
    public nint[] HandlesOf(object frames) => (nint[])_handles.GetValue(frames)!;

    /// <summary>The method of a frame; null if unknown.</summary>
    public MethodBase? MethodAt(object frames, int index) => (MethodBase?)_methodAt.Invoke(frames, index);

    /// <summary>The IL offset of a frame; negative if unknown.</summary>
    public int ILOffsetAt(object frames, int index) => (int)_offsetAt.Invoke(frames, index)!;

    /// <summary>The default arguments of a method whose parameters differ between versions of .NET: 0, false or null.</summary>
    private static object?[] Defaults(MethodBase method) =>
        [.. method.GetParameters().Select(parameter => parameter.ParameterType.IsValueType ? RuntimeHelpers.GetUninitializedObject(parameter.ParameterType) : null)];
}
