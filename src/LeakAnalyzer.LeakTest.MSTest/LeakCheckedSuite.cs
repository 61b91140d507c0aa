using System.Reflection;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace LeakAnalyzer.LeakTest;

/// <summary>
/// Checks an assembly as a whole: <c>[assembly: AssemblyFixtureProvider(typeof(LeakCheckedSuite))]</c>. An assembly that has an initialization or
/// a clean-up of its own calls these methods there.
/// </summary>
#pragma warning disable MSTEST0012, MSTEST0013 // The class need not be a test class: MSTest finds it by the attribute of the assembly.
public static class LeakCheckedSuite
{
    private static LeakCheck? s_check;

    /// <summary>Before the first test of the assembly: begins a check of all that anything starts from now on.</summary>
    /// <param name="context">MSTest's context.</param>
    [AssemblyInitialize]
    public static void Start(TestContext context)
    {
        // MSTest doesn't tell of which assembly it runs the tests; the one with settings is it.
        Assembly? tests = Array.Find(AppDomain.CurrentDomain.GetAssemblies(), assembly => assembly.IsDefined(typeof(LeakCheckSettingsAttribute)));
        s_check = LeakCheck.Start(LeakCheckOptions.OfSuite(tests ?? typeof(LeakCheckedSuite).Assembly));
    }

    /// <summary>After the last test and the clean-ups of all classes: nothing may be left behind.</summary>
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
