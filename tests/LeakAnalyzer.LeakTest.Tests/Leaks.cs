using System.Runtime.CompilerServices;

namespace LeakAnalyzer.LeakTest.Tests;

/// <summary>Runs checks that are expected to fail, without waiting long for it.</summary>
internal static class Leaks
{
    public static LeakCheckOptions Quick { get; } = new() { Timeout = TimeSpan.FromMilliseconds(30), StacksPerMethod = 2 };

    /// <summary>For work that a pool thread has to begin first: on a busy machine that takes its time.</summary>
    public static LeakCheckOptions Patient { get; } = new() { Timeout = TimeSpan.FromSeconds(1.5), StacksPerMethod = 2 };

    /// <summary>What the check throws when the body leaves tasks behind.</summary>
    public static Task<LeakException> CaughtAsync(Func<Task> body, LeakCheckOptions? options = null) =>
        Assert.ThrowsAsync<LeakException>(() => LeakCheck.NoneAsync(body, options ?? Quick));

    /// <summary>The only task that the body leaves behind.</summary>
    public static async Task<LeakedTask> OneAsync(Func<Task> body, LeakCheckOptions? options = null) =>
        Assert.Single((await CaughtAsync(body, options)).Tasks);

    /// <summary>A task that completes when the test says so, or never.</summary>
    public static async Task WaitFor(Task signal) => await signal;

    /// <summary>The place of the call as a frame of a stack tells it.</summary>
    public static string Place([CallerFilePath] string file = "", [CallerLineNumber] int line = 0) => $"{file}:line {line}";
}
