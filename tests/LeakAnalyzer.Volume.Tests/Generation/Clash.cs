using System.Collections.Immutable;

namespace LeakAnalyzer.Volume.Tests.Generation;

/// <summary>Names in generated code that may disturb a fix, for example because it would give a new variable the same name.</summary>
/// <param name="Members">Members of the type that contains the leak.</param>
/// <param name="Before">Statements before the leak.</param>
/// <param name="Behind">Statements after the leak.</param>
/// <param name="Types">Other types in the file.</param>
internal sealed record Clash(string Members = "", string Before = "", string Behind = "", string Types = "")
{
    /// <summary>Gets all clashes. The first one adds no names.</summary>
    public static ImmutableArray<Clash> All { get; } =
    [
        new(),
        new(Members: "private const int linkedCts = 1, linkedToken = 2, scopeCts = 3, scopeToken = 4, registration2 = 5;"),
        new(Before: "int linkedCts = 0, scopeToken = 1;\nWork(linkedCts, scopeToken);"),
        new(Behind: "int linkedToken = 0, scopeCts = 1;\nWork(linkedToken, scopeCts);"),
        new(Behind: "Func<int, int> twice = scopeCts => scopeCts * 2;\nFunc<int, int> thrice = linkedCts => linkedCts * 3;\nWork(twice(1), thrice(1));"),
        new(Members: "private static class linkedCts { }\n\nprivate enum scopeToken { }"),
        new(Members: "private static int linkedToken() => 1;\n\nprivate static string scopeCts => nameof(linkedToken);"),
        new(Members: "internal static int CancellationTokenSource => 1;"),
        new(Members: "private static void CancellationTokenSource(int CancellationToken) { }"),
        new(Members: "internal static System.Threading.CancellationToken CancellationToken => default(System.Threading.CancellationToken);"),
        new(Types: "internal sealed class CancellationTokenSource { }"),
        new(Types: "internal static class OperationCanceledException { }\n\ninternal static class ConfigureAwaitOptions { }"),
        new(Members: "private static CancellationToken token => Given.Token;\n\nprivate static CancellationToken stoppingToken;"),
        new(Before: "foreach (string linkedCts in new[] { \"a\" })\n{\n    Work(linkedCts);\n}"),
    ];
}
