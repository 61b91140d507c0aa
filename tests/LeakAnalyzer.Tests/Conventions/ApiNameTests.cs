namespace LeakAnalyzer.Tests.Conventions;

public class ApiNameTests
{
    private const string CalledByLanguage = "The language calls a method of this name, be it the project's own, where the text names none.";

    /// <summary>The names of framework members that files outside the catalogue may contain, with the reason.</summary>
    private static readonly (string File, string Name, string Reason)[] s_exceptions =
    [
        ("Summaries/BodyNames.cs", "Select", CalledByLanguage),
        ("Summaries/BodyNames.cs", "Join", CalledByLanguage),
        ("Summaries/BodyNames.cs", "Add", CalledByLanguage),
        ("Summaries/BodyNames.cs", "AppendFormatted", CalledByLanguage),
        ("Summaries/BodyNames.cs", "AppendLiteral", CalledByLanguage),
        ("Summaries/NamedMethods.cs", "Task", "The text is read before anything is bound; what passes is asked of symbols."),
    ];

    [Fact]
    public void No_Other_Room_Names_An_Api()
    {
        IReadOnlyDictionary<string, string> files = RepositoryFiles.Sources("src/LeakAnalyzer");

        Assert.NotEmpty(files);
        string[] names = [.. ApiNames.FoundIn(files).Where(found => !s_exceptions.Any(exception => (exception.File, exception.Name) == found)).Select(found => $"{found.File}: {found.Name}")];
        Assert.True(names.Length == 0, string.Join("\n", names));
    }

    [Fact]
    public void Each_Exception_Is_Needed_And_Has_A_Reason()
    {
        HashSet<(string, string)> found = [.. ApiNames.FoundIn(RepositoryFiles.Sources("src/LeakAnalyzer"))];

        Assert.All(s_exceptions, exception => Assert.Contains((exception.File, exception.Name), found));
        Assert.All(s_exceptions, exception => Assert.NotEmpty(exception.Reason));
    }

    [Theory]
    [InlineData("bool F(ISymbol s) => s.Name == \"ConfigureAwait\";", "ConfigureAwait")]
    [InlineData("bool F(ISymbol s) => s is { Name: \"Wait\" or \"X\" };", "Wait")]
    [InlineData("bool F(ISymbol s) => s.Name switch { \"TryComplete\" => true, _ => false };", "TryComplete")]
    [InlineData("string[] F = [\"WhenAny\"];", "WhenAny")]
    [InlineData("const string F = \"\"\"ReadAllAsync\"\"\";", "ReadAllAsync")]
    [InlineData("bool F(ISymbol s) => s.Name == nameof(Task.IsCompleted);", "IsCompleted")]
    [InlineData("bool F(ISymbol s) => s.Name == nameof(IDisposable);", "IDisposable")]
    [InlineData("bool F(ISymbol s) => s is { Name: \"ValueTask\" };", "ValueTask")]
    [InlineData("bool F(ISymbol s) => s is { Name: \"Channels\" };", "Channels")]
    [InlineData("bool F(ISymbol s) => s.Name.EndsWith(\"imeout\", StringComparison.Ordinal);", "imeout")]
    [InlineData("bool F(ISymbol s) => s.Name.StartsWith(\"Wai\");", "Wai")]
    [InlineData("bool F(IParameterSymbol p) => p.Name is \"state\";", "state")]
    [InlineData("bool F(ISymbol s) => s.Name == \"BlockingWaitOfAPackage\" || s.Name == \"AcceptWebSocketAsync\" || s.Name == \"RequestStop\" || s.Name == \"StopApplication\";", "StopApplication")]
    public void A_Name_Is_Found(string member, string name) => Assert.Equal([("Tasks/A.cs", name)], FoundIn("Tasks/A.cs", member));

    [Theory]
    [InlineData("Facts/Catalogue/A.cs", "string F = \"ConfigureAwait\";")]
    [InlineData("Facts/A.cs", "string F = \"ConfigureAwait\";")]
    [InlineData("Symbols/A.cs", "string F = \"ConfigureAwait\";")]
    [InlineData("Tasks/A.cs", "/* \"ConfigureAwait\" */ string F = \"Give it to ConfigureAwait\";")]
    [InlineData("Tasks/A.cs", "Task ConfigureAwait() => Of(ConfigureAwait);")]
    [InlineData("Tasks/A.cs", "bool F(string text) => text.EndsWith(\"\\n\") || text.Contains(\"no name of any member\");")]
    [InlineData("Tasks/A.cs", "string F = \"get\", G = \"Reliability\", H = \"\", I = \"imeout\";")]
    public void Nothing_Else_Is_Found(string path, string member) => Assert.Empty(FoundIn(path, member));

    private static IEnumerable<(string File, string Name)> FoundIn(string path, string member) =>
        ApiNames.FoundIn(new Dictionary<string, string> { [path] = $"class A {{ {member} }}" });
}
