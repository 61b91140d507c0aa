using System.Collections.Concurrent;
using System.Reflection;
using NUnit.Framework;
using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;

namespace LeakAnalyzer.LeakTest;

/// <summary>
/// <c>[assembly: LeakCheckTests]</c> checks every test of the assembly for leaks, from its set-up to its tear-down and the disposal of the fixture
/// instance that belongs to this test alone. One-time set-ups aren't checked. Use <see cref="LeakCheckSettingsAttribute"/> and
/// <see cref="SkipLeakCheckAttribute"/> to configure the checks.
/// </summary>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class LeakCheckTestsAttribute : Attribute, ITestAction
{
    private readonly ConcurrentDictionary<string, LeakCheck> _checks = new();

    /// <summary>
    /// Whether all tests of the assembly are also checked together. Between the first one-time set-up and the last one-time tear-down no task of the
    /// process may be left behind, wherever it was started.
    /// </summary>
    public bool Suite { get; set; }

    /// <summary>Each test and, if <see cref="Suite"/> is set, the assembly.</summary>
    public ActionTargets Targets => Suite ? ActionTargets.Test | ActionTargets.Suite : ActionTargets.Test;

    /// <summary>Called by NUnit before a test or the assembly runs. Starts the check.</summary>
    /// <param name="test">The test or assembly that is about to run.</param>
    public void BeforeTest(ITest test)
    {
        if (OptionsOf(test) is { } options)
        {
            _checks[test.Id] = LeakCheck.Start(options);
        }
        else if (!test.IsSuite)
        {
            // The pause needs no disposal: it affects only the execution context of this test.
            LeakCheck.Pause();
        }
    }

    /// <summary>
    /// Called by NUnit after a test or the assembly has run. Ends the check, and makes the result a failure if tasks were left behind.
    /// </summary>
    /// <param name="test">The test or assembly that has run.</param>
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
