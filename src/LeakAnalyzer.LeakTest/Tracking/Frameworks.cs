using System.Reflection;
using System.Runtime.CompilerServices;

namespace LeakAnalyzer.LeakTest.Tracking;

/// <summary>Distinguishes the user's code from that of the runtime and of test frameworks.</summary>
internal static class Frameworks
{
    private static readonly string[] s_runtime = ["System", "Microsoft.AspNetCore", "Microsoft.Extensions", "Microsoft.Win32", "mscorlib", "netstandard"];

    private static readonly string[] s_tests =
    [
        "xunit", "nunit", "NUnit3.TestAdapter", "Microsoft.VisualStudio.TestPlatform", "Microsoft.Testing", "Microsoft.TestPlatform",
        "MSTest", "MSTestAdapter", "testhost", "TUnit", "BenchmarkDotNet",
        // This project's own packages for test frameworks.
        "LeakAnalyzer.LeakTest.Xunit", "LeakAnalyzer.LeakTest.XunitV3", "LeakAnalyzer.LeakTest.NUnit", "LeakAnalyzer.LeakTest.MSTest",
    ];

    private static readonly ConditionalWeakTable<Assembly, Family> s_families = [];

    private sealed record Family(bool IsRuntime, bool IsTestFramework);

    public static bool IsRuntime(Assembly assembly) => FamilyOf(assembly).IsRuntime;

    public static bool IsOfUser(Assembly assembly) =>
        assembly != typeof(Frameworks).Assembly && FamilyOf(assembly) is { IsRuntime: false, IsTestFramework: false };

    public static bool IsTestFramework(Assembly assembly) => FamilyOf(assembly).IsTestFramework;

    /// <summary>Gets the kind of an assembly. It is cached, because reading the name of an assembly is slow.</summary>
    private static Family FamilyOf(Assembly assembly) => s_families.GetValue(assembly, static assembly =>
    {
        string name = assembly.GetName().Name ?? "";
        return new Family(IsAny(name, s_runtime), IsAny(name, s_tests));
    });

    private static bool IsAny(string name, string[] families) => Array.Exists(families, family =>
        name.StartsWith(family, StringComparison.OrdinalIgnoreCase) && (name.Length == family.Length || name[family.Length] == '.'));
}
