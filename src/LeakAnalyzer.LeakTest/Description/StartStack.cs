using System.Reflection;
using System.Runtime.CompilerServices;
using LeakAnalyzer.LeakTest.Tracking;

namespace LeakAnalyzer.LeakTest.Description;

/// <summary>Where a task was started: the frames that are the user's.</summary>
internal static class StartStack
{
    /// <summary>The frames as lines, the innermost first. What a pool thread ran for another task goes on with that task's start.</summary>
    public static IReadOnlyList<string> Of(StartedTask task)
    {
        var lines = new List<string>();
        string? callee = null;
        for (StartedTask? started = task; started is not null; started = started.Starter)
        {
            foreach ((MethodBase? method, int ilOffset) in started.Place is { } place ? FramesOf(place) : [])
            {
                if (method is null)
                {
                    lines.Add("…");
                    continue;
                }

                // An async method is two frames on its first run: the state machine, and the stub that starts it.
                string name = MethodNames.Of(method);
                if (name != callee || method.GetCustomAttribute<AsyncStateMachineAttribute>() is null)
                {
                    lines.Add(SourceLines.Find(method, ilOffset) is var (file, line) ? $"{name} in {file}:line {line}" : name);
                }

                callee = name;
            }
        }

        return lines;
    }

    /// <summary>The user's frames, and one without a method where the stack goes on further than it was taken.</summary>
    private static IEnumerable<(MethodBase? Method, int ILOffset)> FramesOf(StartPlace place)
    {
        for (int i = place.First; i < place.Frames.Count; i++)
        {
            if (place.Frames.MethodAt(i) is not { } method)
            {
                continue;
            }

            Assembly assembly = method.Module.Assembly;
            if (Frameworks.IsTestFramework(assembly))
            {
                yield break;
            }

            if (assembly != typeof(StartStack).Assembly && !Frameworks.IsRuntime(assembly))
            {
                yield return (method, place.Frames.ILOffsetAt(i));
            }
        }

        if (place.Frames.AreCut)
        {
            yield return (null, 0);
        }
    }
}
