using System.Diagnostics;
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
            foreach (StackFrame frame in started.Place is { } place ? FramesOf(place) : [])
            {
                // An async method is two frames on its first run: the state machine, and the stub that starts it.
                MethodBase method = frame.GetMethod()!;
                string name = MethodNames.Of(method);
                if (name != callee || method.GetCustomAttribute<AsyncStateMachineAttribute>() is null)
                {
                    lines.Add(SourceLines.Find(method, frame.GetILOffset()) is var (file, line) ? $"{name} in {file}:line {line}" : name);
                }

                callee = name;
            }
        }

        return lines;
    }

    private static IEnumerable<StackFrame> FramesOf(StartPlace place)
    {
        foreach (StackFrame frame in place.Stack.GetFrames().Skip(place.First))
        {
            if (frame.GetMethod() is not { } method)
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
                yield return frame;
            }
        }
    }
}
