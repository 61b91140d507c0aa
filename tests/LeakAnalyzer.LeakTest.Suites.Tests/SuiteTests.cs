using Xunit;

namespace LeakAnalyzer.LeakTest.Suites.Tests;

/// <summary>Runs a suite (a test project with the leak check) for each test framework, whose tests' names say whether they pass.</summary>
public class SuiteTests
{
    private const string Leak = "1 task was started and has not completed within 2 s after the checked code ended:\n1. Suites.Work.WaitForeverAsync\n";

    /// <summary>A test that passes, although its fixture leaves a task behind.</summary>
    public const string OnlyFixtureLeaks = "With_Fixture_Passes";

    /// <summary>The last part of the name of each suite's project.</summary>
    public static readonly string[] Suites = ["Xunit", "XunitV3", "NUnit", "MSTest"];

    public static TheoryData<string> All => [.. Suites];

    [Theory]
    [MemberData(nameof(All))]
    public async Task A_Test_That_Leaves_Something_Behind_Fails(string suite)
    {
        TestRun[] leaky = [.. (await SuiteRun.OfAsync(suite)).Tests.Where(test => test.Name.Contains("_Leaks") || test.Name.EndsWith("True)", StringComparison.Ordinal))];

        // MSTest adds a result for the failed clean-up of the assembly. With xUnit.net, Late_Row_Leaks has a row that passes.
        TestRun[] ofTests = [.. leaky.Where(test => !test.Message.StartsWith("Assembly Cleanup", StringComparison.Ordinal) && !test.Name.Contains("EndSoonAsync"))];
        Assert.InRange(ofTests.Length, 5, 7);
        Assert.All(ofTests, test => Assert.Equal("Failed", test.Outcome));
        Assert.All(ofTests, test => Assert.Contains(Leak, test.Message));
        Assert.All(ofTests, test => Assert.Contains("\n      Suites.Work.WaitForeverAsync in ", test.Message));
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task A_Test_That_Leaves_Nothing_Behind_Passes(string suite)
    {
        TestRun[] clean = [.. (await SuiteRun.OfAsync(suite)).Tests
            .Where(test => test.Name.EndsWith("_Passes", StringComparison.Ordinal) || test.Name.EndsWith("False)", StringComparison.Ordinal) || test.Name.Contains("EndSoonAsync"))];

        Assert.InRange(clean.Length, 8, 10);
        Assert.All(clean, test => Assert.Equal(("Passed", ""), (test.Outcome, test.Message)));
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task A_Test_That_Fails_Itself_Shows_That_And_Doesnt_Wait(string suite)
    {
        TestRun failed = Assert.Single((await SuiteRun.OfAsync(suite)).Tests, test => test.Name.EndsWith("_Fails", StringComparison.Ordinal));

        Assert.Equal("Failed", failed.Outcome);
        Assert.Contains("InvalidOperationException", failed.Message);
        Assert.Contains("its own failure", failed.Message);
        Assert.DoesNotContain("LeakException", failed.Message);
        Assert.Contains("1 task was started and has not completed when the checked code failed:\n1. Suites.Work.WaitForeverAsync", failed.Output);
        // The check has a timeout of a minute, but it hasn't waited for the task.
        Assert.InRange(failed.Duration, TimeSpan.Zero, TimeSpan.FromSeconds(30));
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task A_Skipped_Test_Is_Skipped(string suite)
    {
        TestRun skipped = Assert.Single((await SuiteRun.OfAsync(suite)).Tests, test => test.Name.EndsWith("_Skipped", StringComparison.Ordinal));

        Assert.Equal("NotExecuted", skipped.Outcome);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task The_Suite_As_A_Whole_Tells_What_Its_Fixtures_Leave_And_Nothing_Else(string suite)
    {
        string output = (await SuiteRun.OfAsync(suite)).Output;

        // xUnit.net writes the message on one line, with a backslash and an n for each line break.
        Assert.Contains(
            "1 task was started and has not completed within 2 s after the checked code ended:\n1. Suites.Work.WaitForFixtureAsync\n",
            output.Replace("\\n", "\n"));
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task A_Run_Fails_Where_Its_Tests_Pass_And_Only_A_Fixture_Leaves_Something(string suite)
    {
        SuiteRun run = await SuiteRun.OfAsync(suite, OnlyFixtureLeaks);

        Assert.Single(run.Tests, test => test.Outcome == "Passed");
        Assert.Contains("1. Suites.Work.WaitForFixtureAsync", run.Output.Replace("\\n", "\n"));
    }
}
