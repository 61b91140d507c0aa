using System.Runtime.CompilerServices;

namespace LeakAnalyzer.LeakTest.Tests;

/// <summary>Runs checks that are expected to fail, with a short timeout.</summary>
internal static class Leaks
{
    public static LeakCheckOptions Quick { get; } = new() { Timeout = TimeSpan.FromMilliseconds(30), StacksPerMethod = 2 };

    /// <summary>Options for work that a thread of the pool must first begin, which takes time on a busy machine.</summary>
    public static LeakCheckOptions Patient { get; } = new() { Timeout = TimeSpan.FromSeconds(1.5), StacksPerMethod = 2 };

    /// <summary>Gets the exception that the check throws because the body leaves tasks behind.</summary>
    public static Task<LeakException> CaughtAsync(Func<Task> body, LeakCheckOptions? options = null) =>
        Assert.ThrowsAsync<LeakException>(() => LeakCheck.NoneAsync(body, options ?? Quick));

    /// <summary>Gets the only task that the body leaves behind.</summary>
    public static async Task<LeakedTask> OneAsync(Func<Task> body, LeakCheckOptions? options = null) =>
        Assert.Single((await CaughtAsync(body, options)).Tasks);

    /// <summary>Waits for a task that completes when the test decides, or never.</summary>
    public static async Task WaitFor(Task signal) => await signal;

    /// <summary>Gets the place of the call in the form of a stack frame.</summary>
    public static string Place([CallerFilePath] string file = "", [CallerLineNumber] int line = 0) => $"{file}:line {line}";
}
