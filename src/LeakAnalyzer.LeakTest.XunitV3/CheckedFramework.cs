using System.Reflection;
using Xunit.Sdk;
using Xunit.v3;

namespace LeakAnalyzer.LeakTest.XunitV3;

/// <summary>xUnit.net's own framework, except that each test runs inside a check.</summary>
internal sealed class CheckedFramework : XunitTestFramework
{
    protected override ITestFrameworkExecutor CreateExecutor(Assembly assembly) =>
        new CheckedExecutor(new XunitTestAssembly(assembly, null, assembly.GetName().Version));
}

/// <summary>Runs each test of an assembly inside a check and, if the user asks for it, also checks all tests together.</summary>
internal sealed class CheckedExecutor(IXunitTestAssembly testAssembly) : XunitTestFrameworkExecutor(testAssembly)
{
    public override async ValueTask RunTestCases(
        IReadOnlyCollection<IXunitTestCase> testCases, IMessageSink executionMessageSink, ITestFrameworkExecutionOptions executionOptions, CancellationToken cancellationToken)
    {
        Assembly assembly = TestAssembly.Assembly;
        using SuiteCheck? suite = assembly.GetCustomAttribute<LeakCheckTestsAttribute>()?.Suite == true
            ? new SuiteCheck(assembly, executionMessageSink)
            : null;
        IXunitTestCase[] checkedCases = [.. testCases.Select(test => new CheckedTestCase(test, assembly))];
        await base.RunTestCases(checkedCases, (IMessageSink?)suite ?? executionMessageSink, executionOptions, cancellationToken);
        if (suite is not null)
        {
            await suite.EndAsync();
        }
    }
}
