using System.Reflection;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace LeakAnalyzer.LeakTest.Xunit;

/// <summary>Tells xUnit.net which framework runs the tests of an assembly with <see cref="LeakCheckTestsAttribute"/>.</summary>
public sealed class CheckedFrameworkDiscoverer : ITestFrameworkTypeDiscoverer
{
    /// <summary>Gets the type of the framework that runs the tests.</summary>
    /// <param name="attribute">The attribute of the assembly; it isn't used.</param>
    public Type GetTestFrameworkType(IAttributeInfo attribute) => typeof(CheckedFramework);
}

/// <summary>xUnit.net's own framework, except that each test runs inside a check.</summary>
internal sealed class CheckedFramework(IMessageSink messages) : XunitTestFramework(messages)
{
    protected override ITestFrameworkExecutor CreateExecutor(AssemblyName assemblyName) =>
        new CheckedExecutor(assemblyName, SourceInformationProvider, DiagnosticMessageSink);
}

/// <summary>Runs each test of an assembly inside a check and, if the user asks for it, also checks all tests together.</summary>
internal sealed class CheckedExecutor(AssemblyName name, ISourceInformationProvider sources, IMessageSink diagnostics)
    : XunitTestFrameworkExecutor(name, sources, diagnostics)
{
    protected override async void RunTestCases(IEnumerable<IXunitTestCase> testCases, IMessageSink executionMessageSink, ITestFrameworkExecutionOptions executionOptions)
    {
        Assembly assembly = ((IReflectionAssemblyInfo)AssemblyInfo).Assembly;
        using SuiteCheck? suite = assembly.GetCustomAttribute<LeakCheckTestsAttribute>()?.Suite == true
            ? new SuiteCheck(assembly, executionMessageSink)
            : null;
        using (var runner = new XunitTestAssemblyRunner(
            TestAssembly, testCases.Select(test => new CheckedTestCase(test, assembly)), DiagnosticMessageSink, suite ?? executionMessageSink, executionOptions))
        {
            await runner.RunAsync();
        }

        if (suite is not null)
        {
            await suite.EndAsync(TestAssembly, testCases);
        }
    }
}
