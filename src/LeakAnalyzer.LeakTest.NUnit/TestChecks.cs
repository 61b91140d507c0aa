using System.Collections.Concurrent;
using System.Reflection;
using NUnit.Framework;
using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;
using NUnit.Framework.Internal.Commands;

namespace LeakAnalyzer.LeakTest;

/// <summary>The open checks: one for each test that is running, and one for the assembly if all its tests are checked together.</summary>
internal sealed class TestChecks : ITestAction, IRepeatTest
{
    private readonly ConcurrentDictionary<string, LeakCheck> _checks = new();

    public ActionTargets Targets => ActionTargets.Test;

    /// <summary>Makes a command, which constructs a fixture and runs a test, run inside a check.</summary>
    public TestCommand Wrap(TestCommand command) => new TestActionCommand(command, this);

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
