using Xunit.Sdk;

namespace LeakAnalyzer.LeakTest;

/// <summary>
/// <c>[assembly: LeakCheckTests]</c> checks every test of the assembly, from the constructor of its class to the disposal. Fixtures stay
/// outside. <see cref="LeakCheckSettingsAttribute"/> and <see cref="SkipLeakCheckAttribute"/> tell how.
/// </summary>
[TestFrameworkDiscoverer("LeakAnalyzer.LeakTest.Xunit.CheckedFrameworkDiscoverer", "LeakAnalyzer.LeakTest.Xunit")]
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class LeakCheckTestsAttribute : Attribute, ITestFrameworkAttribute
{
    /// <summary>
    /// Whether the assembly is checked as a whole, too: from before its first test to after the disposal of its last fixture nothing may
    /// be left behind, in whatever flow it was started.
    /// </summary>
    public bool Suite { get; set; }
}
