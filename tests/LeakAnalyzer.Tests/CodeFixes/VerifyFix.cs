using LeakAnalyzer.CodeFixes;
using LeakAnalyzer.CodeFixes.Reports;
using LeakAnalyzer.Rules;

namespace LeakAnalyzer.Tests.CodeFixes;

/// <summary>Asserts what a fix makes of some code, or that it isn't offered.</summary>
internal static class VerifyFix
{
    /// <summary>Asserts that the fix <see cref="FixKind.LinkToScope"/> makes the expected code.</summary>
    public static Task Links(string source, string expected, Setup? setup = null) =>
        Run(FixKind.LinkToScope, source, expected, setup);

    /// <summary>Asserts that the fix <see cref="FixKind.LinkToNewParameter"/> makes the expected code.</summary>
    public static Task LinksToParameter(string source, string expected, Setup? setup = null) =>
        Run(FixKind.LinkToNewParameter, source, expected, setup);

    /// <summary>Asserts that the fix <see cref="FixKind.PassToken"/> makes the expected code.</summary>
    public static Task Passes(string source, string expected, Setup? setup = null) =>
        Run(FixKind.PassToken, source, expected, setup);

    /// <summary>Asserts that the fix <see cref="FixKind.CancelBeforeDispose"/> makes the expected code.</summary>
    public static Task Cancels(string source, string expected, Setup? setup = null) =>
        Run(FixKind.CancelBeforeDispose, source, expected, setup);

    /// <summary>
    /// Asserts that the fix <see cref="FixKind.CancelBeforeDispose"/> makes the expected code of all reports at once.
    /// If the reports are fixed one by one, the result may differ.
    /// </summary>
    public static Task CancelsAll(string source, string expected, string oneByOne, Setup? setup = null) =>
        Run(FixKind.CancelBeforeDispose, [source], [oneByOne], [expected], setup);

    /// <summary>Asserts that the fix <see cref="FixKind.CancelBeforeDispose"/> makes the expected code in several files.</summary>
    public static Task CancelsIn(string[] sources, string[] expected, Setup? setup = null) =>
        Run(FixKind.CancelBeforeDispose, sources, expected, expected, setup);

    /// <summary>Asserts that the code has the marked reports, and that the fix <see cref="FixKind.CancelBeforeDispose"/> isn't offered.</summary>
    public static Task DoesNotCancel(string source, Setup? setup = null) => Cancels(source, source, setup);

    /// <summary>Gets the title of the action by which a fix makes the expected code.</summary>
    public static Task<string?> TitleOf(FixKind kind, string source, string expected) => Run(kind, [source], [expected], [expected], Setup.Default);

    /// <summary>Asserts that the code has the marked reports, and that the fix <see cref="FixKind.LinkToScope"/> isn't offered.</summary>
    public static Task DoesNotLink(string source, Setup? setup = null) => Links(source, source, setup);

    /// <summary>Asserts that the code has the marked reports, and that the fix <see cref="FixKind.LinkToNewParameter"/> isn't offered.</summary>
    public static Task DoesNotLinkToParameter(string source, Setup? setup = null) => LinksToParameter(source, source, setup);

    /// <summary>Asserts that the code has the marked reports, and that the fix <see cref="FixKind.PassToken"/> isn't offered.</summary>
    public static Task DoesNotPass(string source, Setup? setup = null) => Passes(source, source, setup);

    /// <summary>
    /// Asserts that the fix <see cref="FixKind.LinkToScope"/> makes the expected code of all reports at once.
    /// If the reports are fixed one by one, the result may differ.
    /// </summary>
    public static Task LinksAll(string source, string expected, string oneByOne, Setup? setup = null) =>
        Run(FixKind.LinkToScope, [source], [oneByOne], [expected], setup);

    /// <summary>Asserts that the fix <see cref="FixKind.LinkToScope"/> makes the expected code in several files.</summary>
    public static Task LinksIn(string[] sources, string[] expected, Setup? setup = null) =>
        Run(FixKind.LinkToScope, sources, expected, expected, setup);

    /// <summary>Asserts that the fix <see cref="FixKind.LinkToNewParameter"/> makes the expected code in several files.</summary>
    public static Task LinksToParameterIn(string[] sources, string[] expected, Setup? setup = null) =>
        Run(FixKind.LinkToNewParameter, sources, expected, expected, setup);

    /// <summary>Asserts that the fix <see cref="FixKind.PassToken"/> makes the expected code in several files.</summary>
    public static Task PassesIn(string[] sources, string[] expected, Setup? setup = null) =>
        Run(FixKind.PassToken, sources, expected, expected, setup);

    /// <summary>Asserts that the fix that declares a linked source or a registration by <c>using</c> makes the expected code.</summary>
    public static Task Disposes(string source, string expected, Setup? setup = null) =>
        Run(DisposalIn(source), source, expected, setup);

    /// <summary>Asserts that the fix <see cref="FixKind.DisposeRegistrationWithTask"/> makes the expected code.</summary>
    public static Task DisposesWithTask(string source, string expected, Setup? setup = null) =>
        Run(FixKind.DisposeRegistrationWithTask, source, expected, setup);

    /// <summary>Asserts that the code has the marked reports, and that the fix <see cref="FixKind.DisposeRegistrationWithTask"/> isn't offered.</summary>
    public static Task DoesNotDisposeWithTask(string source, Setup? setup = null) => DisposesWithTask(source, source, setup);

    /// <summary>Asserts that the code has the marked reports, and that no fix that disposes the source or registration is offered.</summary>
    public static Task DoesNotDispose(string source, Setup? setup = null) => Disposes(source, source, setup);

    /// <summary>
    /// Asserts what the fix that disposes a source or registration makes of all reports at once. If the reports are fixed one by one, the result may
    /// differ.
    /// </summary>
    public static Task DisposesAll(string source, string expected, string oneByOne, Setup? setup = null) =>
        Run(DisposalIn(source), [source], [oneByOne], [expected], setup);

    /// <summary>Asserts what the fix that disposes a source or registration makes of several files.</summary>
    public static Task DisposesIn(string[] sources, string[] expected, Setup? setup = null) =>
        Run(DisposalIn(sources), sources, expected, expected, setup);

    /// <summary>Asserts that the fix <see cref="FixKind.CancelOnDispose"/> makes the expected code.</summary>
    public static Task CancelsOnDispose(string source, string expected, Setup? setup = null) =>
        Run(FixKind.CancelOnDispose, source, expected, setup);

    /// <summary>Asserts that the code has the marked reports, and that the fix <see cref="FixKind.CancelOnDispose"/> isn't offered.</summary>
    public static Task DoesNotCancelOnDispose(string source, Setup? setup = null) => CancelsOnDispose(source, source, setup);

    /// <summary>
    /// Asserts that the fix <see cref="FixKind.CancelOnDispose"/> makes the expected code of all reports at once.
    /// If the reports are fixed one by one, the result may differ.
    /// </summary>
    public static Task CancelsAllOnDispose(string source, string expected, string oneByOne, Setup? setup = null) =>
        Run(FixKind.CancelOnDispose, [source], [oneByOne], [expected], setup);

    /// <summary>Asserts that the fix <see cref="FixKind.CancelOnDispose"/> makes the expected code in several files.</summary>
    public static Task CancelsOnDisposeIn(string[] sources, string[] expected, Setup? setup = null) =>
        Run(FixKind.CancelOnDispose, sources, expected, expected, setup);

    /// <summary>Asserts that the fix <see cref="FixKind.LinkToScopeAndJoin"/> makes the expected code.</summary>
    public static Task Joins(string source, string expected, Setup? setup = null) =>
        Run(FixKind.LinkToScopeAndJoin, source, expected, setup);

    /// <summary>
    /// Asserts that the fix <see cref="FixKind.LinkToScopeAndJoin"/> makes the expected code of all reports at once.
    /// If the reports are fixed one by one, the result may differ.
    /// </summary>
    public static Task JoinsAll(string source, string expected, string oneByOne, Setup? setup = null) =>
        Run(FixKind.LinkToScopeAndJoin, [source], [oneByOne], [expected], setup);

    /// <summary>Asserts that the code has the marked reports, and that the fix <see cref="FixKind.LinkToScopeAndJoin"/> isn't offered.</summary>
    public static Task DoesNotJoin(string source, Setup? setup = null) => Joins(source, source, setup);

    /// <summary>Asserts that the fix <see cref="FixKind.Complete"/> makes the expected code.</summary>
    public static Task Completes(string source, string expected, Setup? setup = null) =>
        Run(FixKind.Complete, source, expected, setup);

    /// <summary>Asserts that the code has the marked reports, and that the fix <see cref="FixKind.Complete"/> isn't offered.</summary>
    public static Task DoesNotComplete(string source, Setup? setup = null) => Completes(source, source, setup);

    /// <summary>Asserts that the fix <see cref="FixKind.CompleteOnDispose"/> makes the expected code.</summary>
    public static Task CompletesOnDispose(string source, string expected, Setup? setup = null) =>
        Run(FixKind.CompleteOnDispose, source, expected, setup);

    /// <summary>Asserts that the code has the marked reports, and that the fix <see cref="FixKind.CompleteOnDispose"/> isn't offered.</summary>
    public static Task DoesNotCompleteOnDispose(string source, Setup? setup = null) => CompletesOnDispose(source, source, setup);

    /// <summary>
    /// Asserts that the fix <see cref="FixKind.Complete"/> makes the expected code of all reports at once.
    /// If the reports are fixed one by one, the result may differ.
    /// </summary>
    public static Task CompletesAll(string source, string expected, string oneByOne, Setup? setup = null) =>
        Run(FixKind.Complete, [source], [oneByOne], [expected], setup);

    /// <summary>Asserts that the fix <see cref="FixKind.Complete"/> makes the expected code in several files.</summary>
    public static Task CompletesIn(string[] sources, string[] expected, Setup? setup = null) =>
        Run(FixKind.Complete, sources, expected, expected, setup);

    /// <summary>Asserts that a fix of any kind makes the expected code in several files.</summary>
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

    /// <summary>Gets the rule whose reports are fixed: that of the first mark in the code.</summary>
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
