using LeakAnalyzer.Rules;
using Xunit.Abstractions;

namespace LeakAnalyzer.GroundTruth;

/// <summary>
/// Tests that three independent judgements about a program agree: what its comments say, what the analyzer reports, and what is observed when it
/// runs. After each offered fix, the analyzer must report nothing, the run must leave nothing behind, and the program must still do what it did.
/// </summary>
public abstract class ProgramTests(ITestOutputHelper output)
{
    /// <summary>How long the test waits for work to end after a program that leaks. Work that ends by itself never takes that long.</summary>
    private static readonly TimeSpan s_shortTimeout = TimeSpan.FromMilliseconds(400);

    /// <summary>How long the test waits at most for work to end after a clean program. The wait is over as soon as nothing is left.</summary>
    private static readonly TimeSpan s_longTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Gets the programs of one folder.</summary>
    public static TheoryData<string> In(string folder) =>
        [.. GroundTruthProgram.All.Keys.Where(name => name.StartsWith(folder + "/", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    /// <summary>Analyses and runs a program, and does so again after each fix.</summary>
    private protected async Task Check(string name)
    {
        GroundTruthProgram program = GroundTruthProgram.All[name];
        ProgramCode code = await ProgramCode.OfAsync(program);
        Assert.Empty(code.CompilerMessages());
        Assert.Equal(program.Reports, code.ReportedLines());

        Execution execution = await Execution.OfAsync(code.Compilation, program.Rule is null ? s_longTimeout : s_shortTimeout);
        if (program.Rule is null)
        {
            Assert.Empty(execution.Remains);
            return;
        }

        Assert.Contains(execution.Remains, remain => IsTold(program.Rule, remain.Kind));
        await CheckFixes(program, code, execution);
    }

    private async Task CheckFixes(GroundTruthProgram program, ProgramCode code, Execution execution)
    {
        IReadOnlyList<OfferedFix> fixes = await OfferedFix.ForAsync(code, code.Reports[0]);
        Assert.True(program.HasNoFix == (fixes.Count == 0), $"Offered: {string.Join(", ", fixes.Select(fix => fix.Action.Title))}");
        var texts = new HashSet<string>();
        foreach (OfferedFix fix in fixes)
        {
            ProgramCode fixedCode = await fix.ApplyAsync(code);
            string text = await fixedCode.TextAsync();
            string title = $"{fix.Key}: {fix.Action.Title}\n\n{text}";
            output.WriteLine(title);
            Assert.True(texts.Add(text), $"Two actions do the same. {title}");
            AssertNone(title, fixedCode.CompilerMessages());
            AssertNone(title, fixedCode.Reports);

            Execution fixedExecution = await Execution.OfAsync(fixedCode.Compilation, s_longTimeout);
            AssertNone(title, fixedExecution.Remains);
            AssertNone(title, fixedExecution.Faults.Except(execution.Faults));
            Assert.True(execution.Result == fixedExecution.Result, $"'{execution.Result}' has become '{fixedExecution.Result}'. {title}");
        }
    }

    private static void AssertNone<T>(string title, IEnumerable<T> found) =>
        Assert.True(!found.Any(), $"{string.Join("\n", found)}\n\n{title}");

    /// <summary>
    /// Whether a program that breaks a rule may leave something of the given kind. A task that never ends often also leaves a callback or a pending
    /// wait.
    /// </summary>
    private static bool IsTold(string rule, RemainKind kind) => rule switch
    {
        AbandonedWait.Id => kind is RemainKind.PendingWait or RemainKind.Registration,
        LostLinkedSource.Id or LeftRegistration.Id => kind == RemainKind.Registration,
        LingeringDelay.Id => kind == RemainKind.Timer,
        _ => kind == RemainKind.Work,
    };
}
