using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace LeakAnalyzer.LeakTest;

/// <summary>Runs a test inside a <see cref="LeakCheck"/>.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class CheckedTestMethodAttribute : TestMethodAttribute
{
    private readonly TestMethodAttribute _inner;

    /// <summary>Creates the attribute. <paramref name="inner"/> is the attribute that would run the test without the check.</summary>
#pragma warning disable MSTEST0057 // No source file contains this attribute. It passes on the file and line of the inner attribute.
    public CheckedTestMethodAttribute(TestMethodAttribute inner)
        : base(inner.DeclaringFilePath, inner.DeclaringLineNumber ?? -1) => _inner = inner;
#pragma warning restore MSTEST0057

    public override async Task<TestResult[]> ExecuteAsync(ITestMethod testMethod)
    {
        Type? testClass = testMethod.MethodInfo.ReflectedType ?? testMethod.MethodInfo.DeclaringType;
        if (testClass is null || LeakCheckOptions.OfTest(testClass.Assembly, testClass, testMethod.MethodInfo) is not { } options)
        {
            using IDisposable pause = LeakCheck.Pause();
            return await _inner.ExecuteAsync(testMethod);
        }

        LeakCheck check = LeakCheck.Start(options);
        TestResult[] results = await _inner.ExecuteAsync(testMethod);
        if (results.Any(result => result.Outcome is not (UnitTestOutcome.Passed or UnitTestOutcome.Inconclusive or UnitTestOutcome.NotRunnable)))
        {
            if (check.EndFailed() is { } unfinished)
            {
                results[^1].LogOutput += unfinished + Environment.NewLine;
            }
        }
        else if (await check.EndAsync() is { } leak && results.Length > 0)
        {
            results[^1].Outcome = UnitTestOutcome.Failed;
            results[^1].TestFailureException = leak;
        }

        return results;
    }
}
