namespace LeakAnalyzer.Volume.Tests.Checking;

/// <summary>A fix whose result is wrong.</summary>
/// <param name="Key">The equivalence key of the code action.</param>
/// <param name="What">What is wrong: one line for each problem.</param>
/// <param name="Before">The code before the fix.</param>
/// <param name="After">The code after the fix.</param>
internal sealed record Failure(string Key, string What, string Before, string After)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Key}\n{What}\n----- before\n{Before}\n----- after\n{After}\n-----";

    /// <summary>Writes only the lines around the differences.</summary>
    public string Difference()
    {
        string[] before = Before.ReplaceLineEndings("\n").Split('\n');
        string[] after = After.ReplaceLineEndings("\n").Split('\n');
        int most = Math.Min(before.Length, after.Length);
        int start = Enumerable.Range(0, most).TakeWhile(i => before[i] == after[i]).Count();
        int end = Enumerable.Range(1, most - start).TakeWhile(i => before[^i] == after[^i]).Count();
        return $"----- before\n{Part(before)}\n----- after\n{Part(after)}\n-----";

        string Part(string[] lines) => string.Join('\n', lines[Math.Max(0, start - 12)..Math.Min(lines.Length, lines.Length - end + 6)]);
    }
}
