using LeakAnalyzer.Tests.Conventions;
using LeakAnalyzer.Volume.Tests.Generation;
using LeakAnalyzer.Volume.Tests.RealCode;
using LeakAnalyzer.Volume.Tests.Robustness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace LeakAnalyzer.Volume.Tests.Determinism;

/// <summary>Tests that the reports don't depend on the order of the files, nor on the number of threads.</summary>
public class OrderTests
{
    private const int Variations = 25;

    public static TheoryData<string> Shapes => [.. ExtremeCode.All.Where(shape => shape.Members is not null).Select(shape => shape.Name)];

    /// <summary>Puts each member into a separate file. Some chains of calls are too long for the analyzer to follow.</summary>
    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task Reports_Are_The_Same_In_Any_Order_Of_Many_Parts(string shape)
    {
        ExtremeCode code = ExtremeCode.All.Single(extreme => extreme.Name == shape);
        var check = new OrderCheck(rounds: 2);
        IEnumerable<string> files = code.Members!(Math.Min(code.Size, 14)).Select(ExtremeCode.Part).Append(ExtremeCode.Part(ExtremeCode.CommonMembers)).Append(ExtremeCode.CommonTypes);
        await check.TryAsync(shape, CompilationOf(files));
        Assert.Empty(check.Failures);
    }

    [Fact]
    public async Task Reports_Are_The_Same_In_Any_Order_Of_Generated_Code()
    {
        var check = new OrderCheck(rounds: 2);
        for (int number = 0; number < Variations; number++)
        {
            Project project = GeneratedSolution.Of(new GeneratedCode(GeneratedRun.VariationOf(number))).Projects.First();
            await check.TryAsync($"variation {number}", (await project.GetCompilationAsync())!);
        }

        Assert.Empty(check.Failures);
        Assert.True(check.Reports > Variations / 2);
    }

    [Theory]
    [InlineData("samples")]
    [InlineData("tests/LeakAnalyzer.ValidCode")]
    public async Task Reports_Are_The_Same_In_Any_Order_Of_Samples(string folder)
    {
        var check = new OrderCheck(rounds: 2);
        await check.TryAsync(Path.Combine(BuildFacts.RepositoryRoot, folder));
        Assert.Empty(check.Failures);
        Assert.True(check.Compilations > 0);
    }

    private static CSharpCompilation CompilationOf(IEnumerable<string> files) => CSharpCompilation.Create(
        "Parts",
        files.Select((file, i) => CSharpSyntaxTree.ParseText(file, RealSolution.ParseOptions, $"/{i}.cs")),
        RealSolution.References,
        RealSolution.CompilationOptions(isExecutable: false));
}
