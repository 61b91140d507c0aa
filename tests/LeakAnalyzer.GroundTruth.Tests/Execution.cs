using System.Diagnostics;
using System.Reflection;
using System.Runtime.Loader;
using LeakAnalyzer.LeakTest;
using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.GroundTruth;

/// <summary>What was observed when a program ran.</summary>
/// <param name="Result">The text that the program returned, or what its entry point logged.</param>
/// <param name="Remains">What the program left behind, such as a task that hadn't completed.</param>
/// <param name="Faults">The types of the exceptions that were thrown, except those of a cancelled wait or a closed channel.</param>
internal sealed record Execution(string Result, IReadOnlyList<Remain> Remains, IReadOnlyCollection<string> Faults)
{
    private const string EntryName = "RunAsync";

    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(20);

    /// <summary>A program that runs longer than this fails, because a fix could make it endless.</summary>
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(30);

    /// <summary>Runs a compiled program.</summary>
    /// <param name="compilation">The program. It has no errors.</param>
    /// <param name="timeout">How long the program's tasks may take to complete after the program has ended.</param>
    public static async Task<Execution> OfAsync(Compilation compilation, TimeSpan timeout)
    {
        using var image = new MemoryStream();
        Assert.True(compilation.Emit(image).Success);
        image.Position = 0;
        var context = new AssemblyLoadContext(compilation.AssemblyName, isCollectible: true);
        try
        {
            return await OfAsync(EntryOf(context.LoadFromStream(image)), timeout);
        }
        finally
        {
            context.Unload();
        }
    }

    private static async Task<Execution> OfAsync(Func<World, Task<string>> program, TimeSpan timeout)
    {
        var world = new World();
        var remains = new List<Remain>();
        string result = "";
        try
        {
            await LeakCheck.NoneAsync(
                async () => result = await world.RunAsync(program).WaitAsync(s_longest).ConfigureAwait(false),
                new LeakCheckOptions { Timeout = timeout });
        }
        catch (LeakException leak)
        {
            remains.AddRange(leak.Tasks.Select(task => new Remain(RemainKind.Work, task.ToString())));
        }

        for (long start = Stopwatch.GetTimestamp(); world.Remains().Any() && Stopwatch.GetElapsedTime(start) < timeout;)
        {
            await Task.Delay(s_pause);
        }

        remains.AddRange(world.Remains());
        remains.AddRange(world.PendingWaits());
        world.End();
        return new Execution(result, remains, world.Faults);
    }

    /// <summary>Gets the program's <c>RunAsync(World)</c>, or a function that runs the program's entry point and returns what it logs.</summary>
    private static Func<World, Task<string>> EntryOf(Assembly assembly)
    {
        if (assembly.EntryPoint is { } main)
        {
            return world => Task.Run(() =>
            {
                main.Invoke(null, main.GetParameters().Length == 0 ? null : [Array.Empty<string>()]);
                return world.Logged;
            });
        }

        MethodInfo entry = assembly.GetTypes()
            .Select(type => type.GetMethod(EntryName, BindingFlags.Static | BindingFlags.Public, [typeof(World)]))
            .Single(method => method is not null)!;
        return entry.CreateDelegate<Func<World, Task<string>>>();
    }
}
