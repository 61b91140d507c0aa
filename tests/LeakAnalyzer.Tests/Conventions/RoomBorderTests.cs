namespace LeakAnalyzer.Tests.Conventions;

public class RoomBorderTests
{
    private const string Start = "namespace LeakAnalyzer.Tasks; class Scope { public static int Depth; }";
    private const string Rule = "namespace LeakAnalyzer.Rules; class Finding { public static int Of() => 1; }";

    [Fact]
    public void No_Room_Of_The_Analyzer_Imports_From_Its_Right()
    {
        IReadOnlyDictionary<string, string> files = RepositoryFiles.Sources("src/LeakAnalyzer");

        Assert.NotEmpty(files);
        Assert.Empty(RoomBorders.Violations(files));
    }

    [Fact]
    public void Each_Folder_Of_The_Fixes_Is_A_Namespace() =>
        Assert.Empty(RoomBorders.ViolationsOfFixes(RepositoryFiles.Sources("src/LeakAnalyzer.CodeFixes")));

    [Theory]
    [InlineData("using LeakAnalyzer.Rules; namespace LeakAnalyzer.Tasks; class A { }")]
    [InlineData("namespace LeakAnalyzer.Tasks; using LeakAnalyzer.Rules; class A { }")]
    [InlineData("using static LeakAnalyzer.Rules.Finding; namespace LeakAnalyzer.Tasks; class A { }")]
    [InlineData("using F = LeakAnalyzer.Rules.Finding; namespace LeakAnalyzer.Tasks; class A { }")]
    [InlineData("using F = global::LeakAnalyzer.Rules.Finding; namespace LeakAnalyzer.Tasks; class A { }")]
    [InlineData("namespace LeakAnalyzer.Tasks; class A { LeakAnalyzer.Rules.Finding F; }")]
    [InlineData("namespace LeakAnalyzer.Tasks; class A { global::LeakAnalyzer.Rules.Finding F; }")]
    [InlineData("namespace LeakAnalyzer.Tasks; class A { Rules.Finding F; }")]
    [InlineData("namespace LeakAnalyzer.Tasks; class A { List<Rules.Finding> F; }")]
    [InlineData("namespace LeakAnalyzer.Tasks; class A { int F = Rules.Finding.Of(); }")]
    [InlineData("namespace LeakAnalyzer.Tasks; class A { int F = LeakAnalyzer.Rules.Finding.Of(); }")]
    [InlineData("namespace LeakAnalyzer.Tasks { class A { object F = new Rules.Finding(); } }")]
    [InlineData("namespace LeakAnalyzer.Elsewhere; class A { }")]
    public void A_File_That_Crosses_A_Border_Is_Found(string text) =>
        Assert.NotEmpty(RoomBorders.Violations(With("Tasks/A.cs", text)));

    [Theory]
    [InlineData("Tasks/A.cs", "using LeakAnalyzer.Symbols; using LeakAnalyzer.Flow; namespace LeakAnalyzer.Tasks; class A { }")]
    [InlineData("Tasks/A.cs", "/* LeakAnalyzer.Rules */ namespace LeakAnalyzer.Tasks; class A { /// <see cref=\"LeakAnalyzer.Rules.Finding\"/>\n string S = \"LeakAnalyzer.Rules\"; }")]
    [InlineData("Tasks/A.cs", "namespace LeakAnalyzer.Tasks; class A { int Rules; int F() => Rules.CompareTo(1); }")]
    [InlineData("Tasks/A.cs", "using Other.LeakAnalyzer.Rules; namespace LeakAnalyzer.Tasks; class A { }")]
    [InlineData("Facts/Catalogue/A.cs", "using LeakAnalyzer.Facts; namespace LeakAnalyzer.Facts.Catalogue; class A { }")]
    [InlineData("Tracking/A.cs", "using LeakAnalyzer.Facts.Catalogue; namespace LeakAnalyzer.Tracking; class A { }")]
    [InlineData("Rules/A.cs", "using LeakAnalyzer.Tasks; namespace LeakAnalyzer.Rules; class A { int F = Tasks.Scope.Depth; }")]
    [InlineData("Reporting/A.cs", "using LeakAnalyzer.Rules; namespace LeakAnalyzer.Reporting; class A { }")]
    [InlineData("Options/A.cs", "using LeakAnalyzer.Symbols; namespace LeakAnalyzer.Options; class A { }")]
    [InlineData("A.cs", "using LeakAnalyzer.Rules; using LeakAnalyzer.Reporting; namespace LeakAnalyzer; class A { }")]
    public void A_File_That_Crosses_None_Is_Let_Pass(string path, string text) =>
        Assert.Empty(RoomBorders.Violations(With(path, text)));

    [Theory]
    [InlineData("Symbols/A.cs", "using LeakAnalyzer.Options; namespace LeakAnalyzer.Symbols; class A { }")]
    [InlineData("Options/A.cs", "using LeakAnalyzer.Facts; namespace LeakAnalyzer.Options; class A { }")]
    [InlineData("Flow/A.cs", "using LeakAnalyzer.Tasks; namespace LeakAnalyzer.Flow; class A { }")]
    [InlineData("Rules/A.cs", "using LeakAnalyzer.Reporting; namespace LeakAnalyzer.Rules; class A { }")]
    [InlineData("Reporting/A.cs", "using LeakAnalyzer.CodeFixes.Reports; namespace LeakAnalyzer.Reporting; class A { }")]
    [InlineData("A.cs", "using LeakAnalyzer.CodeFixes; namespace LeakAnalyzer; class A { }")]
    [InlineData("Facts/A.cs", "using LeakAnalyzer.Facts.Catalogue; namespace LeakAnalyzer.Facts; class A { }")]
    [InlineData("Facts/A.cs", "namespace LeakAnalyzer.Facts; class A { LeakAnalyzer.Facts.Catalogue.Table F; }")]
    [InlineData("Tracking/A.cs", "using LeakAnalyzer.Summaries; namespace LeakAnalyzer.Tracking; class A { }")]
    [InlineData("Summaries/A.cs", "using LeakAnalyzer.Tasks; namespace LeakAnalyzer.Summaries; class A { }")]
    [InlineData("Tasks/A.cs", "using LeakAnalyzer.Races; namespace LeakAnalyzer.Tasks; class A { }")]
    [InlineData("Tasks/Sub/A.cs", "namespace LeakAnalyzer.Tasks; class A { }")]
    [InlineData("Cellar/A.cs", "namespace LeakAnalyzer.Cellar; class A { }")]
    public void Each_Border_Is_Guarded(string path, string text) =>
        Assert.Single(RoomBorders.Violations(With(path, text)));

    [Theory]
    [InlineData("LeakFix.cs", "using LeakAnalyzer.Tasks; namespace LeakAnalyzer.CodeFixes; class A { }", 0)]
    [InlineData("Editing/A.cs", "namespace LeakAnalyzer.CodeFixes.Editing; class A { }", 0)]
    [InlineData("Editing/A.cs", "namespace LeakAnalyzer.CodeFixes; class A { }", 1)]
    public void A_Fix_Outside_The_Namespace_Of_Its_Folder_Is_Found(string path, string text, int violations) =>
        Assert.Equal(violations, RoomBorders.ViolationsOfFixes(new Dictionary<string, string> { [path] = text }).Count());

    private static Dictionary<string, string> With(string path, string text) => new()
    {
        ["Tasks/Scope.cs"] = Start,
        ["Rules/Finding.cs"] = Rule,
        [path] = text,
    };
}
