using LeakAnalyzer.Tests.Conventions;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakAnalyzer.Tests.Rules.LEAK001_UngovernedWait;

/// <summary>Tests that the analyzer reports LeakyAsync in the sample ReferenceMethods once, and none of the sample's other methods.</summary>
public class ReferenceMethodTests
{
    [Theory]
    [InlineData("ChannelForm.cs")]
    [InlineData("TokenForm.cs")]
    public async Task LeakyAsync_Is_Reported_Once_And_The_Others_Are_Not(string file)
    {
        string source = await File.ReadAllTextAsync(Path.Combine(BuildFacts.RepositoryRoot, "samples", "ReferenceMethods", file));
        string[] methods = [.. CSharpSyntaxTree.ParseText(source).GetRoot()
            .DescendantNodes().OfType<MethodDeclarationSyntax>().Select(method => method.Identifier.Text)];
        Assert.Equal(["Selecting", "LeakyAsync", "ContextAsync"], methods);

        int leaky = source.IndexOf("LeakyAsync(", StringComparison.Ordinal);
        int start = source.IndexOf("Task.Run", leaky, StringComparison.Ordinal);
        await Verify.Reported(source.Remove(start, "Task.Run".Length).Insert(start, "{|LEAK001:Task.Run|}"));
    }

    [Theory]
    [InlineData("ChannelForm.cs")]
    [InlineData("TokenForm.cs")]
    public async Task ContextAsync_Without_Its_Cancel_Is_Reported_At_Its_Source(string file)
    {
        string source = await File.ReadAllTextAsync(Path.Combine(BuildFacts.RepositoryRoot, "samples", "ReferenceMethods", file));
        string broken = source.Replace("linkedCts.Cancel();", "", StringComparison.Ordinal);
        Assert.NotEqual(source, broken);

        int leaky = broken.IndexOf("_ = Task.Run", StringComparison.Ordinal);
        await Verify.Reported(broken
            .Remove(leaky, "_ = Task.Run".Length).Insert(leaky, "_ = {|LEAK001:Task.Run|}")
            .Replace("var linkedCts", "var {|LEAK003:linkedCts|}", StringComparison.Ordinal));
    }
}
