using LeakAnalyzer.LeakTest.Tracking;

namespace LeakAnalyzer.LeakTest.Description;

/// <summary>Registrations on a token as one writes them.</summary>
internal static class RegistrationNames
{
    /// <summary>What has been registered, by the method that is to be called or by what .NET made of it.</summary>
    public static string Of((Delegate Callback, object? State) registration) => registration switch
    {
        { State: CancellationTokenSource } => "a linked CancellationTokenSource that wasn't disposed",
        { State: Task task } when Frameworks.IsRuntime(registration.Callback.Method.Module.Assembly) => $"a wait for {Waits.NameOf(task)}",
        { State: Delegate inner } when Frameworks.IsRuntime(registration.Callback.Method.Module.Assembly) => $"a callback: {MethodNames.Of(inner.Method)}",
        _ => $"a callback: {MethodNames.Of(registration.Callback.Method)}",
    };
}
