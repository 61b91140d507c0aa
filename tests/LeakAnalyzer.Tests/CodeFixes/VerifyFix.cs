using LeakAnalyzer.CodeFixes;
using LeakAnalyzer.CodeFixes.Reports;
using LeakAnalyzer.Rules;

namespace LeakAnalyzer.Tests.CodeFixes;

/// <summary>
/// Asserts that a fix turns code into the expected code. In methods named <c>…In</c> the code has several files. In methods named <c>…All</c> fix-all has
/// another result than one fix after the other. Methods named <c>DoesNot…</c> assert that the fix isn't offered.
/// </summary>
internal static class VerifyFix
{
    public static Task Links(string source, string expected, Setup? setup = null) =>
        Run(FixKind.LinkToScope, source, expected, setup);

    public static Task LinksToParameter(string source, string expected, Setup? setup = null) =>
        Run(FixKind.LinkToNewParameter, source, expected, setup);

    public static Task Passes(string source, string expected, Setup? setup = null) =>
        Run(FixKind.PassToken, source, expected, setup);

    public static Task Cancels(string source, string expected, Setup? setup = null) =>
        Run(FixKind.CancelBeforeDispose, source, expected, setup);

    public static Task CancelsAll(string source, string expected, string oneByOne, Setup? setup = null) =>
        Run(FixKind.CancelBeforeDispose, [source], [oneByOne], [expected], setup);

    public static Task CancelsIn(string[] sources, string[] expected, Setup? setup = null) =>
        Run(FixKind.CancelBeforeDispose, sources, expected, expected, setup);

    public static Task DoesNotCancel(string source, Setup? setup = null) => Cancels(source, source, setup);

    public static Task<string?> TitleOf(FixKind kind, string source, string expected) => Run(kind, [source], [expected], [expected], Setup.Default);

    public static Task DoesNotLink(string source, Setup? setup = null) => Links(source, source, setup);

    public static Task DoesNotLinkToParameter(string source, Setup? setup = null) => LinksToParameter(source, source, setup);

    public static Task DoesNotPass(string source, Setup? setup = null) => Passes(source, source, setup);

    public static Task LinksAll(string source, string expected, string oneByOne, Setup? setup = null) =>
        Run(FixKind.LinkToScope, [source], [oneByOne], [expected], setup);

    public static Task LinksIn(string[] sources, string[] expected, Setup? setup = null) =>
        Run(FixKind.LinkToScope, sources, expected, expected, setup);

    public static Task LinksToParameterIn(string[] sources, string[] expected, Setup? setup = null) =>
        Run(FixKind.LinkToNewParameter, sources, expected, expected, setup);

    public static Task PassesIn(string[] sources, string[] expected, Setup? setup = null) =>
        Run(FixKind.PassToken, sources, expected, expected, setup);

    /// <summary>Asserts that the fix disposes the linked source (LEAK007) or the registration (LEAK008).</summary>
    public static Task Disposes(string source, string expected, Setup? setup = null) =>
        Run(DisposalIn(source), source, expected, setup);

    public static Task DisposesWithTask(string source, string expected, Setup? setup = null) =>
        Run(FixKind.DisposeRegistrationWithTask, source, expected, setup);

    public static Task DoesNotDisposeWithTask(string source, Setup? setup = null) => DisposesWithTask(source, source, setup);

    public static Task DoesNotDispose(string source, Setup? setup = null) => Disposes(source, source, setup);

    public static Task DisposesAll(string source, string expected, string oneByOne, Setup? setup = null) =>
        Run(DisposalIn(source), [source], [oneByOne], [expected], setup);

    public static Task DisposesIn(string[] sources, string[] expected, Setup? setup = null) =>
        Run(DisposalIn(sources), sources, expected, expected, setup);

    public static Task CancelsOnDispose(string source, string expected, Setup? setup = null) =>
        Run(FixKind.CancelOnDispose, source, expected, setup);

    public static Task DoesNotCancelOnDispose(string source, Setup? setup = null) => CancelsOnDispose(source, source, setup);

    public static Task CancelsAllOnDispose(string source, string expected, string oneByOne, Setup? setup = null) =>
        Run(FixKind.CancelOnDispose, [source], [oneByOne], [expected], setup);

    public static Task CancelsOnDisposeIn(string[] sources, string[] expected, Setup? setup = null) =>
        Run(FixKind.CancelOnDispose, sources, expected, expected, setup);

    public static Task Joins(string source, string expected, Setup? setup = null) =>
        Run(FixKind.LinkToScopeAndJoin, source, expected, setup);

    public static Task JoinsAll(string source, string expected, string oneByOne, Setup? setup = null) =>
        Run(FixKind.LinkToScopeAndJoin, [source], [oneByOne], [expected], setup);

    public static Task DoesNotJoin(string source, Setup? setup = null) => Joins(source, source, setup);

    public static Task Completes(string source, string expected, Setup? setup = null) =>
        Run(FixKind.Complete, source, expected, setup);

    public static Task DoesNotComplete(string source, Setup? setup = null) => Completes(source, source, setup);

    public static Task CompletesOnDispose(string source, string expected, Setup? setup = null) =>
        Run(FixKind.CompleteOnDispose, source, expected, setup);

    public static Task DoesNotCompleteOnDispose(string source, Setup? setup = null) => CompletesOnDispose(source, source, setup);

    public static Task CompletesAll(string source, string expected, string oneByOne, Setup? setup = null) =>
        Run(FixKind.Complete, [source], [oneByOne], [expected], setup);

    public static Task CompletesIn(string[] sources, string[] expected, Setup? setup = null) =>
        Run(FixKind.Complete, sources, expected, expected, setup);

    public static Task Fixes(FixKind kind, string[] sources, string[] expected, Setup? setup = null) =>
        Run(kind, sources, expected, expected, setup);

    private static FixKind DisposalIn(params string[] sources) =>
        IdIn(sources) == LostLinkedSource.Id ? FixKind.DisposeSource : FixKind.DisposeRegistration;

    private static Task Run(FixKind kind, string source, string expected, Setup? setup) => Run(kind, [source], [expected], [expected], setup);

    private static async Task<string?> Run(FixKind kind, string[] sources, string[] expected, string[] expectedOfAll, Setup? setup)
    {
        string id = IdIn(sources);
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        var test = new FixTest(setup ?? Setup.Default, $"{id}.{kind}");
        test.Fill(sources, expected, expectedOfAll);
        await LeakChecked.RunAsync(test, limit.Token);
        return test.Title;
    }

    private static string IdIn(string[] sources)
    {
        const string Mark = "{|LEAK";
        const string Id = "LEAK001";
        string code = string.Concat(sources);
        int mark = code.IndexOf(Mark, StringComparison.Ordinal);
        Assert.True(mark >= 0, "The code has no mark of a report.");
        return code.Substring(mark + "{|".Length, Id.Length);
    }
}
