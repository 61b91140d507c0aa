using System.Reflection;
using System.Xml.Linq;

namespace LeakAnalyzer.LeakTest.Suites.Tests;

/// <summary>A run of a suite, a test project in the folder LeakAnalyzer.LeakTest.Suites.</summary>
internal sealed class SuiteRun
{
    private static readonly XNamespace s_trx = "http://microsoft.com/schemas/VisualStudio/TeamTest/2010";

    /// <summary>Only two suites run at a time: with more, a busy machine would exceed the timeouts of their leak checks.</summary>
    private static readonly SemaphoreSlim s_two = new(2);

    private static readonly Dictionary<(string Suite, string? Test), Task<SuiteRun>> s_runs = SuiteTests.Suites
        .SelectMany(suite => new (string Suite, string? Test)[] { (suite, null), (suite, SuiteTests.OnlyFixtureLeaks) })
        .ToDictionary(run => run, run => RunAsync(run.Suite, run.Test));

    private SuiteRun(string output, IReadOnlyList<TestRun> tests)
    {
        Output = output;
        Tests = tests;
    }

    public string Output { get; }

    public IReadOnlyList<TestRun> Tests { get; }

    /// <summary>Gets the run of a suite. The first call starts the runs of all suites.</summary>
    /// <param name="suite">The suite: an element of <see cref="SuiteTests.Suites"/>.</param>
    /// <param name="test">The only test to run, or null for all tests.</param>
    public static Task<SuiteRun> OfAsync(string suite, string? test = null) => s_runs[(suite, test)];

    private static async Task<SuiteRun> RunAsync(string suite, string? test)
    {
        string folder = TestFolder.Create(suite);
        string assembly = Path.Combine(Fact("Suites"), suite, Fact("Output").Replace('\\', '/'), $"LeakAnalyzer.LeakTest.Suites.{suite}.dll");
        await s_two.WaitAsync();
        try
        {
            string[] filter = test is null ? [] : [$"--TestCaseFilter:FullyQualifiedName~{test}"];
            CommandResult result = await Dotnet.RunAsync(
                folder,
                ["vstest", assembly, "--logger:trx;LogFileName=results.trx", $"--ResultsDirectory:{folder}", .. filter]);
            result.MustFail();
            XDocument log = XDocument.Load(Path.Combine(folder, "results.trx"));
            return new SuiteRun(result.Output.ReplaceLineEndings("\n"), [.. log.Descendants(s_trx + "UnitTestResult").Select(Read)]);
        }
        finally
        {
            s_two.Release();
            TestFolder.Delete(folder);
        }
    }

    private static TestRun Read(XElement result)
    {
        string Text(string name) => (result.Descendants(s_trx + name).FirstOrDefault()?.Value ?? "").ReplaceLineEndings("\n");
        return new TestRun(
            result.Attribute("testName")!.Value,
            result.Attribute("outcome")!.Value,
            Text("Message"),
            Text("StdOut"),
            TimeSpan.Parse(result.Attribute("duration")?.Value ?? "0:0", System.Globalization.CultureInfo.InvariantCulture));
    }

    private static string Fact(string key) =>
        typeof(SuiteRun).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(fact => fact.Key == key).Value!;
}

/// <summary>The result of one test.</summary>
/// <param name="Name">The test's name as the test framework writes it, with or without the class.</param>
/// <param name="Outcome">Passed, Failed or NotExecuted.</param>
/// <param name="Message">The message of the failure; empty if there is none.</param>
/// <param name="Output">What the test has written to its output.</param>
/// <param name="Duration">How long the test took.</param>
internal sealed record TestRun(string Name, string Outcome, string Message, string Output, TimeSpan Duration);
