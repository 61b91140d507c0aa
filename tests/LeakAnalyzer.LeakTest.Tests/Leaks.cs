using System.Runtime.CompilerServices;

namespace LeakAnalyzer.LeakTest.Tests;

/// <summary>Runs checks that are expected to fail, with a short timeout.</summary>
internal static class Leaks
{
    public static LeakCheckOptions Quick { get; } = new() { Timeout = TimeSpan.FromMilliseconds(30), StacksPerMethod = 2 };

    /// <summary>Gets options with a longer timeout, because work on the thread pool can begin late.</summary>
    public static LeakCheckOptions Patient { get; } = new() { Timeout = TimeSpan.FromSeconds(1.5), StacksPerMethod = 2 };

    /// <summary>Gets the check's exception about the tasks that the body leaves behind.</summary>
    public static Task<LeakException> CaughtAsync(Func<Task> body, LeakCheckOptions? options = null) =>
        Assert.ThrowsAsync<LeakException>(() => LeakCheck.NoneAsync(body, options ?? Quick));

    /// <summary>Gets the only task that the body leaves behind.</summary>
    public static async Task<LeakedTask> OneAsync(Func<Task> body, LeakCheckOptions? options = null) =>
        Assert.Single((await CaughtAsync(body, options)).Tasks);

    /// <summary>Awaits a task that the test completes later, or never.</summary>
    public static async Task WaitFor(Task signal) => await signal;

    /// <summary>Gets the position of the call of this method, as in a stack trace.</summary>
    public static string Place([CallerFilePath] string file = "", [CallerLineNumber] int line = 0) => $"{file}:line {line}";
}
