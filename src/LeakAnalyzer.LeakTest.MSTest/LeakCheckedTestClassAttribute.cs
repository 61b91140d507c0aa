using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace LeakAnalyzer.LeakTest;

/// <summary>
/// A <see cref="TestClassAttribute"/> that checks each test of its class for leaks, from the constructor to the disposal. To check all classes of a
/// project: <c>global using TestClassAttribute = LeakAnalyzer.LeakTest.LeakCheckedTestClassAttribute;</c> Use
/// <see cref="LeakCheckSettingsAttribute"/> and <see cref="SkipLeakCheckAttribute"/> to configure the checks.
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class LeakCheckedTestClassAttribute : TestClassAttribute
{
    /// <summary>Called by MSTest for each test. Returns an attribute that runs the test inside a check.</summary>
    /// <param name="testMethodAttribute">The attribute that would otherwise run the test.</param>
    public override TestMethodAttribute? GetTestMethodAttribute(TestMethodAttribute testMethodAttribute) =>
        new CheckedTestMethodAttribute(base.GetTestMethodAttribute(testMethodAttribute) ?? testMethodAttribute);
}
