using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.Tests.Rules.LEAK001_UngovernedWait;

/// <summary>Every kind of body that can start a task.</summary>
public class ScopeKindTests
{
    private const string Leak = "{|LEAK001:Task.Run|}(async () => await Task.Delay(Timeout.Infinite))";
    private const string Finite = "Task.Run(async () => await Task.Delay(1000))";

    [Theory]
    [MemberData(nameof(ScopeKinds.Members), MemberType = typeof(ScopeKinds))]
    public Task A_Start_In_Any_Body_Is_Reported(string member) => Verify.Reported(ScopeKinds.Subject(member, Leak));

    [Theory]
    [MemberData(nameof(ScopeKinds.Members), MemberType = typeof(ScopeKinds))]
    public Task A_Start_Of_Finite_Work_In_Any_Body_Is_Not_Reported(string member) => Verify.Silent(ScopeKinds.Subject(member, Finite));

    [Theory]
    [InlineData("_ = START;")]
    [InlineData("await Task.Yield(); _ = START;")]
    [InlineData("Start(); void Start() { _ = START; }")]
    [InlineData("Action a = () => { _ = START; }; a();")]
    [InlineData("if (args.Length > 0) { _ = START; } return 1;")]
    public async Task A_Start_In_A_Top_Level_Program_Is_Reported(string program)
    {
        Setup setup = Setup.Default with { Output = OutputKind.ConsoleApplication };
        await Verify.Reported(ScopeKinds.Replace(program, Leak), setup);
        await Verify.Silent(ScopeKinds.Replace(program, Finite), setup);
    }

    [Fact]
    public Task A_Start_In_Main_Is_Reported() => Verify.Reported(
        $$"""static class Program { static void Main() { _ = {{Leak}}; Console.ReadLine(); } }""",
        Setup.Default with { Output = OutputKind.ConsoleApplication });

    [Theory]
    [InlineData("private readonly Task _task = START;")]
    [InlineData("private static readonly Task s_task = START;")]
    [InlineData("Task P { get; } = START;")]
    [InlineData("private readonly Lazy<Task> _task = new(() => START);")]
    public Task A_Start_Whose_Task_Is_Kept_By_An_Initializer_Is_Not_Reported(string member) =>
        Verify.Silent($"class Subject {{ {ScopeKinds.Replace(member, "Task.Run(async () => await Task.Delay(Timeout.Infinite))")} }}");
}
