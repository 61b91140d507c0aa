using System.Collections.Concurrent;
using System.Reflection;
using NUnit.Framework;
using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;

namespace LeakAnalyzer.LeakTest;

/// <summary>
/// <c>[assembly: LeakCheckTests]</c> checks every test of the assembly, from its set-up to its tear-down and the disposal of its own fixture.
/// One-time set-ups stay outside. <see cref="LeakCheckSettingsAttribute"/> and <see cref="SkipLeakCheckAttribute"/> tell how.
/// </summary>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class LeakCheckTestsAttribute : Attribute, ITestAction
{
    private readonly ConcurrentDictionary<string, LeakCheck> _checks = new();

    /// <summary>
    /// Whether the assembly is checked as a whole, too: from before its first one-time set-up to after its last one-time tear-down nothing may
    /// be left behind, in whatever flow it was started.
    /// </summary>
    public bool Suite { get; set; }

    /// <summary>Before each test and, where <see cref="Suite"/> is set, before the assembly.</summary>
    public ActionTargets Targets => Suite ? ActionTargets.Test | ActionTargets.Suite : ActionTargets.Test;

    /// <summary>NUnit calls it before a test or the assembly: the check begins.</summary>
    /// <param name="test">What is about to run.</param>
    public void BeforeTest(ITest test)
    {
        if (OptionsOf(test) is { } options)
        {
            _checks[test.Id] = LeakCheck.Start(options);
        }
        else if (!test.IsSuite)
        {
            // It lasts as long as the flow of this test.
            LeakCheck.Pause();
        }
    }

    /// <summary>NUnit calls it when a test or the assembly has run: the check ends, and makes what has passed fail if something is left behind.</summary>
    /// <param name="test">What has run.</param>
    public void AfterTest(ITest test)
    {
        if (!_checks.TryRemove(test.Id, out LeakCheck? check))
        {
            return;
        }

        TestResult result = TestExecutionContext.CurrentContext.CurrentResult;
        if (!test.IsSuite && result.ResultState.Status == TestStatus.Failed)
        {
            if (check.EndFailed() is { } unfinished)
            {
                result.OutWriter.WriteLine(unfinished);
            }
        }
        else if (check.End() is { } leak)
        {
            ResultState failure = test.IsSuite ? ResultState.Failure.WithSite(FailureSite.TearDown) : ResultState.Failure;
            result.SetResult(failure, $"{leak.GetType()} : {leak.Message}");
        }
    }

    private static LeakCheckOptions? OptionsOf(ITest test)
    {
        if (test is TestAssembly { Assembly: { } assembly })
        {
            return LeakCheckOptions.OfSuite(assembly);
        }

        MethodInfo? method = test.Method?.MethodInfo;
        Type? fixture = test.TypeInfo?.Type ?? method?.DeclaringType;
        return !test.IsSuite && fixture is not null ? LeakCheckOptions.OfTest(fixture.Assembly, fixture, method) : null;
    }
}
