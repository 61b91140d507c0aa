using LeakAnalyzer.Tests.Conventions;
using LeakAnalyzer.Volume.Tests.Generation;
using Microsoft.CodeAnalysis;
using Xunit.Abstractions;

namespace LeakAnalyzer.Volume.Tests.Rewriting;

/// <summary>Tests that rewrites which don't change the meaning of code don't change the reports.</summary>
public class RewritingTests(ITestOutputHelper output)
{
    private const int Variations = 120;

    [Fact]
    public async Task Reports_Stay_In_Generated_Code()
    {
        var check = new RewriteCheck();
        await Parallel.ForAsync(0, Variations, async (number, _) =>
        {
            var code = new GeneratedCode(GeneratedRun.VariationOf(number));
            Project project = GeneratedSolution.Of(code).Projects.First();
            Compilation compilation = (await project.GetCompilationAsync(CancellationToken.None))!;
            if (compilation.SyntaxTrees.FirstOrDefault(tree => tree.FilePath == "/File0.cs") is { } file && compilation.GetDiagnostics(CancellationToken.None).All(diagnostic => diagnostic.Severity != DiagnosticSeverity.Error))
            {
                await check.RunAsync(file.FilePath, compilation, [file]);
            }
        });

        Assert.True(check.Reports > Variations / 2);
        Assert.Equal(Rewrite.All.Select(rewrite => rewrite.Name).Order(StringComparer.Ordinal), check.Tried.Keys.Order(StringComparer.Ordinal));
        Tell(check);
    }

    [Theory]
    [InlineData("samples/ReferenceMethods")]
    [InlineData("tests/LeakAnalyzer.ValidCode")]
    public async Task Reports_Stay_In_Samples(string folder)
    {
        var check = new RewriteCheck();
        await FolderRun.TryAsync(Path.Combine(BuildFacts.Read("RepositoryRoot"), folder), check);
        Tell(check);
    }

    private void Tell(RewriteCheck check)
    {
        foreach ((string name, int count) in check.Tried)
        {
            output.WriteLine($"{count} files: {name}");
        }

        Assert.True(check.Changed.Count == 0, $"{string.Join('\n', check.Changed)}\n\n{string.Join("\n\n", check.Changed.Take(5).Select(changed => $"{changed}\n{changed.Code}"))}");
    }
}
