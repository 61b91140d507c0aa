using LeakAnalyzer.LeakTest.XunitV3;
using Xunit.v3;

namespace LeakAnalyzer.LeakTest;

/// <summary>
/// <c>[assembly: LeakCheckTests]</c> checks every test of the assembly for leaks, from the constructor of its class to the disposal. Fixtures aren't
/// checked. Use <see cref="LeakCheckSettingsAttribute"/> and <see cref="SkipLeakCheckAttribute"/> to configure the checks.
/// </summary>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class LeakCheckTestsAttribute : Attribute, ITestFrameworkAttribute
{
    /// <summary>
    /// Whether all tests of the assembly are also checked together. Between the first test and the disposal of the last fixture no task of the
    /// process may be left behind, wherever it was started.
    /// </summary>
    public bool Suite { get; set; }

    /// <summary>The framework that runs the tests.</summary>
    public Type FrameworkType => typeof(CheckedFramework);
}
