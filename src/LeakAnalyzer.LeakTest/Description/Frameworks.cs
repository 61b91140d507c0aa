using System.Reflection;

namespace LeakAnalyzer.LeakTest.Description;

/// <summary>Tells the user's code from the runtime's and the test framework's.</summary>
internal static class Frameworks
{
    private static readonly string[] s_runtime = ["System", "Microsoft.AspNetCore", "Microsoft.Extensions", "Microsoft.Win32", "mscorlib", "netstandard"];

    private static readonly string[] s_tests =
    [
        "xunit", "nunit", "NUnit3.TestAdapter", "Microsoft.VisualStudio.TestPlatform", "Microsoft.Testing", "Microsoft.TestPlatform",
        "MSTest", "MSTestAdapter", "testhost", "TUnit", "BenchmarkDotNet",
    ];

    /// <summary>An assembly of .NET itself.</summary>
    public static bool IsRuntime(Assembly assembly) => IsAny(assembly, s_runtime);

    /// <summary>An assembly of a test framework or runner.</summary>
    public static bool IsTestFramework(Assembly assembly) => IsAny(assembly, s_tests);

    private static bool IsAny(Assembly assembly, string[] families)
    {
        string name = assembly.GetName().Name ?? "";
        return Array.Exists(families, family =>
            name.StartsWith(family, StringComparison.OrdinalIgnoreCase) && (name.Length == family.Length || name[family.Length] == '.'));
    }
}
