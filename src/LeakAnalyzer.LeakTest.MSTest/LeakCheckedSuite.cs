using System.Reflection;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace LeakAnalyzer.LeakTest;

/// <summary>
/// Checks all tests of an assembly together: <c>[assembly: AssemblyFixtureProvider(typeof(LeakCheckedSuite))]</c>. If the assembly already has an
/// assembly initializer or clean-up, call <see cref="Start"/> from its initializer and <see cref="End"/> from its clean-up.
/// </summary>
#pragma warning disable MSTEST0012, MSTEST0013 // The class need not be a test class: MSTest finds it through the attribute of the assembly.
public static class LeakCheckedSuite
{
    private static LeakCheck? s_check;

    /// <summary>Starts a check before the first test of the assembly. It counts every task that is started in the process from then on.</summary>
    /// <param name="context">The context that MSTest passes; it isn't used.</param>
    [AssemblyInitialize]
    public static void Start(TestContext context)
    {
        // MSTest doesn't say which assembly is being tested. So the settings are read from the first assembly that has any.
        Assembly? tests = Array.Find(AppDomain.CurrentDomain.GetAssemblies(), assembly => assembly.IsDefined(typeof(LeakCheckSettingsAttribute)));
        s_check = LeakCheck.Start(LeakCheckOptions.OfSuite(tests ?? typeof(LeakCheckedSuite).Assembly));
    }

    /// <summary>Ends the check after the last test and after all class clean-ups. It fails if tasks were left behind.</summary>
    /// <exception cref="LeakException">Tasks were left behind.</exception>
    [AssemblyCleanup]
    public static async Task End()
    {
        if (s_check is { } check && await check.EndAsync() is { } leak)
        {
            throw leak;
        }
    }
}
