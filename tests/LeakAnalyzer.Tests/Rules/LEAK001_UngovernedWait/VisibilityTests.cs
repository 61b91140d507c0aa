using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.Tests.Rules.LEAK001_UngovernedWait;

/// <summary>Tests which code can use an object, and so end a wait on it: its type, the compilation, or other assemblies.</summary>
public class VisibilityTests
{
    private const string Friend = "[assembly: InternalsVisibleTo(\"{0}\")]\n";
    private const string Main = " public static class Program { public static void Main() { } }";

    private static readonly Setup s_executable = Setup.Default with { Output = OutputKind.ConsoleApplication };

    [Theory]
    [InlineData("private", true)]
    [InlineData("internal", true)]
    [InlineData("private protected", true)]
    [InlineData("public", false)]
    [InlineData("protected", false)]
    [InlineData("protected internal", false)]
    public Task A_Library(string accessibility, bool isReported) => Verify.Of(Holder(accessibility, isReported), isReported);

    [Theory]
    [InlineData("public")]
    [InlineData("protected")]
    [InlineData("internal")]
    public Task An_Executable_Has_No_Outside(string accessibility) =>
        Verify.Reported(Holder(accessibility, isReported: true) + Main, s_executable);

    [Theory]
    [InlineData(OutputKind.DynamicallyLinkedLibrary, false)]
    [InlineData(OutputKind.NetModule, false)]
    [InlineData(OutputKind.WindowsRuntimeMetadata, false)]
    [InlineData(OutputKind.ConsoleApplication, true)]
    [InlineData(OutputKind.WindowsApplication, true)]
    [InlineData(OutputKind.WindowsRuntimeApplication, true)]
    public Task Only_What_Is_Run_Has_No_Outside(OutputKind output, bool isReported) =>
        Verify.Of(Holder("public", isReported) + Main, isReported, Setup.Default with { Output = output });

    [Theory]
    [InlineData("internal")]
    [InlineData("public")]
    [InlineData("protected internal")]
    public async Task Another_Type_Of_The_Compilation_Ends_It(string accessibility)
    {
        const string Other = " public static class Other { public static void Act(Subject subject) => subject._signal.TrySetResult(); }";
        await Verify.Silent(Holder(accessibility, isReported: false) + Other + Main, s_executable);
        await Verify.Silent(Holder(accessibility, isReported: false) + Other);
    }

    [Fact]
    public Task A_Nested_Type_And_Another_Part_See_What_Is_Private() => Verify.Silent(
        Holder("private", isReported: false),
        Setup.Default with { OtherSources = ["partial class Subject { private static class Nested { public static void Act(Subject subject) => subject._signal.TrySetResult(); } }"] });

    [Fact]
    public Task A_Public_Member_Of_An_Internal_Type_Is_Internal() =>
        Verify.Reported(Holder("public", isReported: true).Replace("public partial class Subject", "internal partial class Subject", StringComparison.Ordinal));

    [Theory]
    [InlineData("Library.Tests", true)]
    [InlineData("Library.UnitTest", true)]
    [InlineData("Library.Benchmarks", true)]
    [InlineData("DynamicProxyGenAssembly2", true)]
    [InlineData("DynamicProxyGenAssembly2, PublicKey=0024", true)]
    [InlineData("Library.Extensions", false)]
    public async Task A_Friend(string friend, bool isReported)
    {
        string attribute = Friend.Replace("{0}", friend, StringComparison.Ordinal);
        await Verify.Of(attribute + Holder("internal", isReported), isReported);
        await Verify.Reported(attribute + Holder("private", isReported: true));
    }

    private static string Holder(string accessibility, bool isReported) => Code.Class($$"""
            {{accessibility}} readonly TaskCompletionSource _signal = new();

            public void Scope() => _ = {{(isReported ? "{|LEAK001:Task.Run|}" : "Task.Run")}}(async () => await _signal.Task);
        """);
}
