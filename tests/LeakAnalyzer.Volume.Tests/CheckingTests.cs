using System.Collections.Immutable;
using LeakAnalyzer.CodeFixes.Reports;
using LeakAnalyzer.Tests;
using LeakAnalyzer.Volume.Tests.Checking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using static LeakAnalyzer.Volume.Tests.FixedCode;

namespace LeakAnalyzer.Volume.Tests;

/// <summary>Tests the checks themselves: they accept a right fix, and find each damage that is done to it.</summary>
public class CheckingTests
{
    [Theory]
    [InlineData(Waiting, nameof(FixKind.LinkToScope))]
    [InlineData(Waiting, nameof(FixKind.LinkToScopeAndJoin))]
    [InlineData(Registering, nameof(FixKind.DisposeSource))]
    [InlineData(Owning, nameof(FixKind.CancelOnDispose))]
    [InlineData(Cancelling, nameof(FixKind.CancelBeforeDispose))]
    [InlineData(Completing, nameof(FixKind.Complete))]
    [InlineData(Starting, nameof(FixKind.PassToken))]
    public async Task A_Fix_That_Is_Right_Passes(string code, string kind) =>
        Assert.Empty(await WrongsAsync(code, Enum.Parse<FixKind>(kind), "", ""));

    [Theory]
    [InlineData("// Runs.", "", "'//' is gone", "comment // Runs. is gone")]
    [InlineData("/* starts */", "", "comment /* starts */ is gone")]
    [InlineData("// goes on", "// goes  on", "white space after 'goes' was changed", "comment // goes on is gone")]
    [InlineData("// goes on", "// goes on\n// new", "comment // new is new")]
    [InlineData("=> number * 2", "=> number *  2", "white space after '*' was changed")]
    [InlineData("\n    public static int Twice", "\n        public static int Twice", "white space after '}' was changed")]
    [InlineData("\n    public static int Twice", "    public static int Twice", "white space after '}' was changed")]
    [InlineData("        return number * 3;", "            return number * 3;", "white space after '{' was changed")]
    [InlineData("        return number * 3;", "        return number * 3; ", "white space after ';' was changed")]
    [InlineData("number * 3", "number", "'*' is gone", "'3' is gone")]
    [InlineData("@\"one\n          two\"", "@\"one\n              two\"", "literal @\"one")]
    [InlineData("Task.Delay(text.Length, token)", "Task.Delay(text.Length)", "'token' is gone")]
    [InlineData("    public static int Thrice", "#warning new\n    public static int Thrice", "CS1030")]
    [InlineData("return number * 3;", "int unused; return number * 3;", "CS0168")]
    [InlineData("return number * 3;", "return number * 3", "CS1002")]
    [InlineData("(linkedToken)", "()", "LEAK001 is still there")]
    [InlineData("await linkedCts.CancelAsync();", "await Task.Yield();", "LEAK003 has come")]
    [InlineData("using System;", "\nusing System;", "beginning of the file is another")]
    [InlineData("number * 3;\n    }\n}", "number * 3;\n    }\n}\n", "end of the file is another")]
    [InlineData("\n    public static int Twice", "\r\n    public static int Twice", "new lines end otherwise")]
    public async Task Harm_Is_Seen(string harmless, string harmful, params string[] expected)
    {
        IReadOnlyList<string> wrongs = await WrongsAsync(Waiting, FixKind.LinkToScope, harmless, harmful);
        Assert.All(expected, text => Assert.Contains(wrongs, wrong => wrong.Contains(text, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Only_A_Join_Takes_The_Place_Of_A_Discard()
    {
        IReadOnlyList<string> wrongs = await WrongsAsync(Waiting, FixKind.LinkToScope, "_ = /* kept */", "Task other = /* kept */");
        Assert.Contains(wrongs, wrong => wrong.EndsWith("'_' is gone.", StringComparison.Ordinal));
        Assert.Contains(
            await WrongsAsync(Waiting, FixKind.LinkToScopeAndJoin, "/* kept */", ""),
            wrong => wrong.Contains("comment /* kept */ is gone", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("token /* given */", "token", "is gone")]
    [InlineData("CreateLinkedTokenSource(token /* given */)", "CreateLinkedTokenSource(/* given */ token)", "is gone")]
    [InlineData("Console.WriteLine();", "", "'Console' is gone")]
    public async Task What_Is_Moved_Is_Moved_As_A_Whole(string harmless, string harmful, string expected) =>
        Assert.Contains(await WrongsAsync(Registering, FixKind.DisposeSource, harmless, harmful), wrong => wrong.Contains(expected, StringComparison.Ordinal));

    [Theory]
    [InlineData("Console.WriteLine();", "", "'Console' is gone")]
    [InlineData("_loop = Task.Run", "_ = Task.Run", "'_loop' is gone")]
    public async Task An_Owner_Keeps_What_It_Did(string harmless, string harmful, string expected) =>
        Assert.Contains(await WrongsAsync(Owning, FixKind.CancelOnDispose, harmless, harmful), wrong => wrong.Contains(expected, StringComparison.Ordinal));

    [Fact]
    public async Task A_Cancel_Moves_In_Its_Own_Scope_Only() => Assert.Contains(
        await WrongsAsync(Cancelling, FixKind.CancelBeforeDispose, "    {\n        cts.Cancel();\n    }\n}", "    {\n    }\n}"),
        wrong => wrong.Contains("'Cancel' is gone", StringComparison.Ordinal));

    [Theory]
    [InlineData("    private static async Task LoopAsync", "        private static async Task LoopAsync", "white space after ';' was changed")]
    [InlineData("while (!cancellationToken.IsCancellationRequested)", "for (;;)", "'while' is gone")]
    public async Task A_Thread_Changes_No_More_Than_Its_Places(string harmless, string harmful, string expected) =>
        Assert.Contains(await WrongsAsync(Starting, FixKind.PassToken, harmless, harmful), wrong => wrong.Contains(expected, StringComparison.Ordinal));

    [Fact]
    public async Task What_Fails_Is_Counted_And_Told()
    {
        var tally = new Tally();
        var check = new FixCheck(tally, async (changed, _) =>
        {
            Document document = changed.Projects.Single().Documents.Single();
            return await Snapshot.OfAsync(changed.WithDocumentText(document.Id, (await document.GetTextAsync()).Replace(0, 0, "#error\n")));
        });

        await check.RunAsync(await Snapshot.OfAsync(SolutionOf(Waiting)));

        Assert.Equal(0, tally.Passed("LEAK001.LinkToScope"));
        Assert.Contains("| LEAK001.LinkToScope | 1 | 1 | 0 | 1 | 0 |", tally.ToString(), StringComparison.Ordinal);
        Assert.Equal(4, check.Failures.Count);
        Assert.All(check.Failures, failure => Assert.Contains("CS1029", failure.What, StringComparison.Ordinal));
    }

    /// <summary>Applies a fix, replaces a text in the result to damage it, and gets what the checks find.</summary>
    private static async Task<IReadOnlyList<string>> WrongsAsync(string code, FixKind kind, string harmless, string harmful)
    {
        Snapshot before = await Snapshot.OfAsync(SolutionOf(code.ReplaceLineEndings("\n")));
        Assert.Empty(before.Complaints);
        Diagnostic report = Assert.Single(before.Reports);
        ImmutableArray<Offer> offers = await Offer.ForAsync(report, before.DocumentOf(report)!);
        Offer offer = Assert.Single(offers, offer => offer.Kind == kind);
        Solution changed = await offer.ApplyAsync();
        Document document = Assert.Single(changed.Projects.Single().Documents);
        SourceText text = await document.GetTextAsync();
        if (harmless.Length > 0)
        {
            int position = text.ToString().IndexOf(harmless, StringComparison.Ordinal);
            Assert.True(position >= 0, $"{text}\nhas no {harmless}");
            text = text.Replace(position, harmless.Length, harmful);
            changed = changed.WithDocumentText(document.Id, text);
        }

        return await StateComparison.WrongsAsync(before, await Snapshot.OfAsync(changed), kind, [report], [document.Id]);
    }

    private static Solution SolutionOf(string code)
    {
        using var workspace = new AdhocWorkspace();
        var project = ProjectInfo.Create(
            ProjectId.CreateNewId(),
            VersionStamp.Default,
            "Code",
            "Code",
            LanguageNames.CSharp,
            compilationOptions: new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, warningLevel: 9999),
            metadataReferences: TestReferences.Net80.Assemblies);
        return workspace.CurrentSolution
            .AddProject(project)
            .AddDocument(DocumentId.CreateNewId(project.Id), "Code.cs", code, filePath: "/Code.cs");
    }
}
