using Xunit.Sdk;

namespace LeakAnalyzer.LeakTest;

/// <summary>
/// <c>[assembly: LeakCheckTests]</c> checks every test of the assembly for leaks, from the constructor of its class to the disposal. Fixtures aren't
/// checked. Use <see cref="LeakCheckSettingsAttribute"/> and <see cref="SkipLeakCheckAttribute"/> to configure the checks.
/// </summary>
[TestFrameworkDiscoverer("LeakAnalyzer.LeakTest.Xunit.CheckedFrameworkDiscoverer", "LeakAnalyzer.LeakTest.Xunit")]
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class LeakCheckTestsAttribute : Attribute, ITestFrameworkAttribute
{
    /// <summary>
    /// Whether all tests of the assembly are also checked together. Between the first test and the disposal of the last fixture no task of the
    /// process may be left behind, wherever it was started.
    /// </summary>
    public bool Suite { get; set; }
}
