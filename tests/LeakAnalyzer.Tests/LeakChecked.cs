using LeakAnalyzer.LeakTest;
using Microsoft.CodeAnalysis.Testing;

namespace LeakAnalyzer.Tests;

/// <summary>
/// Runs the analyses and fixes of the tests, each under a leak check of its own where the environment asks for it by
/// <c>LEAK_CHECK=1</c>: so one sees what the check costs a suite.
/// </summary>
internal static class LeakChecked
{
    private static readonly bool s_isOn = Environment.GetEnvironmentVariable("LEAK_CHECK") == "1";

    /// <summary>Runs one test.</summary>
    public static Task RunAsync(AnalyzerTest<DefaultVerifier> test, CancellationToken cancellationToken) =>
        s_isOn ? LeakCheck.NoneAsync(() => test.RunAsync(cancellationToken)) : test.RunAsync(cancellationToken);
}
