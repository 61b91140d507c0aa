using System.Reflection;
using System.Runtime.CompilerServices;

namespace LeakAnalyzer.LeakTest.Tracking;

/// <summary>Tells the user's code from the runtime's and the test framework's.</summary>
internal static class Frameworks
{
    private static readonly string[] s_runtime = ["System", "Microsoft.AspNetCore", "Microsoft.Extensions", "Microsoft.Win32", "mscorlib", "netstandard"];

    private static readonly string[] s_tests =
    [
        "xunit", "nunit", "NUnit3.TestAdapter", "Microsoft.VisualStudio.TestPlatform", "Microsoft.Testing", "Microsoft.TestPlatform",
        "MSTest", "MSTestAdapter", "testhost", "TUnit", "BenchmarkDotNet",
        // Our own packages for them.
        "LeakAnalyzer.LeakTest.Xunit", "LeakAnalyzer.LeakTest.XunitV3", "LeakAnalyzer.LeakTest.NUnit", "LeakAnalyzer.LeakTest.MSTest",
    ];

    private static readonly ConditionalWeakTable<Assembly, Family> s_families = [];

    /// <summary>Whose an assembly is.</summary>
    private sealed record Family(bool IsRuntime, bool IsTestFramework);

    /// <summary>An assembly of .NET itself.</summary>
    public static bool IsRuntime(Assembly assembly) => FamilyOf(assembly).IsRuntime;

    /// <summary>Code that a user wrote, or a package that isn't .NET's.</summary>
    public static bool IsOfUser(Assembly assembly) =>
        assembly != typeof(Frameworks).Assembly && FamilyOf(assembly) is { IsRuntime: false, IsTestFramework: false };

    /// <summary>An assembly of a test framework or runner.</summary>
    public static bool IsTestFramework(Assembly assembly) => FamilyOf(assembly).IsTestFramework;

    /// <summary>Each look of a check asks again, and to read a name takes long.</summary>
    private static Family FamilyOf(Assembly assembly) => s_families.GetValue(assembly, static assembly =>
    {
        string name = assembly.GetName().Name ?? "";
        return new Family(IsAny(name, s_runtime), IsAny(name, s_tests));
    });

    private static bool IsAny(string name, string[] families) => Array.Exists(families, family =>
        name.StartsWith(family, StringComparison.OrdinalIgnoreCase) && (name.Length == family.Length || name[family.Length] == '.'));
}
