using CsCheck;
using LeakAnalyzer.Volume.Tests.Checking;
using LeakAnalyzer.Volume.Tests.Generation;
using Microsoft.CodeAnalysis;
using Xunit.Abstractions;

namespace LeakAnalyzer.Volume.Tests;

/// <summary>Each fix, applied to more code than anybody would write.</summary>
public class VolumeTests(ITestOutputHelper output)
{
    private const string DoesNotCompile = "does not compile";

    [Fact]
    public void Fixes_Are_Right_In_Generated_Code()
    {
        var tally = new Tally();
        try
        {
            Variation.Any.Sample(variation => Check(variation, tally), iter: Volume.Variations, print: Print);
        }
        finally
        {
            output.WriteLine(tally.ToString());
        }
    }

    private static void Check(Variation variation, Tally tally)
    {
        tally.See("variations");
        Solution solution = GeneratedSolution.Of(new GeneratedCode(variation));
        Snapshot before = Snapshot.OfAsync(solution).GetAwaiter().GetResult();
        if (before.Complaints.Any(complaint => complaint.Severity == DiagnosticSeverity.Error))
        {
            tally.See(DoesNotCompile);
            return;
        }

        var check = new FixCheck(tally, (changed, _) => Snapshot.OfAsync(changed));
        check.RunAsync(before).GetAwaiter().GetResult();
        Assert.True(check.Failures.Count == 0, string.Join("\n\n", check.Failures));
    }

    private static string Print(Variation variation) =>
        $"{variation}\n{string.Join("\n=====\n", new GeneratedCode(variation).Documents)}";
}
