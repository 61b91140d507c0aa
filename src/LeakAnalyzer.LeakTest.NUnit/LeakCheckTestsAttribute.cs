using NUnit.Framework;
using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;

namespace LeakAnalyzer.LeakTest;

/// <summary>
/// <c>[assembly: LeakCheckTests]</c> checks every test of the assembly for leaks, from its set-up to its tear-down. If a test has a fixture instance
/// of its own, the constructor and the disposal of that instance are checked too. One-time set-ups, and constructors of fixtures that tests share,
/// aren't checked. Use <see cref="LeakCheckSettingsAttribute"/> and <see cref="SkipLeakCheckAttribute"/> to configure the checks.
/// </summary>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class LeakCheckTestsAttribute : Attribute, ITestAction, IApplyToTest
{
    private readonly TestChecks _checks = new();

    /// <summary>
    /// Whether all tests of the assembly are also checked together. Between the first one-time set-up and the last one-time tear-down no task of the
    /// process may be left behind, wherever it was started.
    /// </summary>
    public bool Suite { get; set; }

    /// <summary>What NUnit calls this attribute for: each test and, if <see cref="Suite"/> is set, the assembly.</summary>
    public ActionTargets Targets => Suite ? ActionTargets.Test | ActionTargets.Suite : ActionTargets.Test;

    /// <summary>Called by NUnit before a test or the assembly runs. Starts the check.</summary>
    /// <param name="test">The test or assembly that is about to run.</param>
    public void BeforeTest(ITest test)
    {
        if (test.Method is not CheckedMethod)
        {
            _checks.BeforeTest(test);
        }
    }

    /// <summary>
    /// Called by NUnit after a test or the assembly has run. Ends the check, and makes the result a failure if tasks were left behind.
    /// </summary>
    /// <param name="test">The test or assembly that has run.</param>
    public void AfterTest(ITest test)
    {
        if (test.Method is not CheckedMethod)
        {
            _checks.AfterTest(test);
        }
    }

    /// <summary>
    /// Called by NUnit when it has found all tests. NUnit calls <see cref="BeforeTest"/> too late for a test with a fixture instance of its own, after its
    /// constructor, so a <see cref="CheckedMethod"/> starts the check of such a test.
    /// </summary>
    void IApplyToTest.ApplyToTest(Test test) => CheckConstructors(test, LifeCycle.SingleInstance);

    private void CheckConstructors(ITest test, LifeCycle lifeCycle)
    {
        if (test is TestMethod { Method: { } method } testCase && lifeCycle == LifeCycle.InstancePerTestCase)
        {
            testCase.Method = new CheckedMethod(method, _checks);
        }

        foreach (ITest child in test.Tests)
        {
            CheckConstructors(child, (child as TestFixture)?.LifeCycle ?? lifeCycle);
        }
    }
}
