using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace LeakAnalyzer.LeakTest;

/// <summary>
/// A <see cref="TestClassAttribute"/> that checks each test of its class, from the constructor to the disposal. For all classes of a project:
/// <c>global using TestClassAttribute = LeakAnalyzer.LeakTest.LeakCheckedTestClassAttribute;</c>
/// <see cref="LeakCheckSettingsAttribute"/> and <see cref="SkipLeakCheckAttribute"/> tell how.
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class LeakCheckedTestClassAttribute : TestClassAttribute
{
    /// <summary>MSTest calls it for each test: what runs the test runs it under a check.</summary>
    /// <param name="testMethodAttribute">What would run the test.</param>
    public override TestMethodAttribute? GetTestMethodAttribute(TestMethodAttribute testMethodAttribute) =>
        new CheckedTestMethodAttribute(base.GetTestMethodAttribute(testMethodAttribute) ?? testMethodAttribute);
}
