using LeakAnalyzer.Rules;
using Xunit.Abstractions;

namespace LeakAnalyzer.GroundTruth;

/// <summary>
/// Tests that a program's comments, the analyzer's reports and what a run leaves behind agree, and that each fix removes the reports and the leaks but keeps
/// the program's result.
/// </summary>
public abstract class ProgramTests(ITestOutputHelper output)
{
    /// <summary>How long the tasks of a program that leaks may take to complete.</summary>
    private static readonly TimeSpan s_shortTimeout = TimeSpan.FromMilliseconds(400);

    /// <summary>How long the tasks of a clean program may take to complete.</summary>
    private static readonly TimeSpan s_longTimeout = TimeSpan.FromSeconds(10);

    public static TheoryData<string> In(string folder) =>
        [.. GroundTruthProgram.All.Keys.Where(name => name.StartsWith(folder + "/", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

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

    /// <summary>Whether the rule reports leaks of this kind.</summary>
    private static bool IsTold(string rule, RemainKind kind) => rule switch
    {
        AbandonedWait.Id => kind is RemainKind.PendingWait or RemainKind.Registration,
        LostLinkedSource.Id or LeftRegistration.Id => kind == RemainKind.Registration,
        LingeringDelay.Id => kind == RemainKind.Timer,
        _ => kind == RemainKind.Work,
    };
}
