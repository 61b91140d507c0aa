using LeakAnalyzer.LeakTest.Tracking;

namespace LeakAnalyzer.LeakTest.Description;

/// <summary>Describes registrations on a token.</summary>
internal static class RegistrationNames
{
    /// <summary>Describes a registration by the method that is to be called, or by the object for which .NET made the registration.</summary>
    public static string Of((Delegate Callback, object? State) registration) => registration switch
    {
        { State: CancellationTokenSource } => "a linked CancellationTokenSource that wasn't disposed",
        { State: Task task } when Frameworks.IsRuntime(registration.Callback.Method.Module.Assembly) => $"a wait for {Waits.NameOf(task)}",
        { State: Delegate inner } when Frameworks.IsRuntime(registration.Callback.Method.Module.Assembly) => $"a callback: {MethodNames.Of(inner.Method)}",
        _ => $"a callback: {MethodNames.Of(registration.Callback.Method)}",
    };
}
