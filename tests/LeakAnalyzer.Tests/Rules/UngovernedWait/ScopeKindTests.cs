using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.Tests.Rules.UngovernedWait;

/// <summary>Every kind of body that can start a task.</summary>
public class ScopeKindTests
{
    private const string Leak = "{|LEAK001:Task.Run|}(async () => await Task.Delay(Timeout.Infinite))";
    private const string Finite = "Task.Run(async () => await Task.Delay(1000))";

    public static TheoryData<string> Members() =>
    [
        "void M() { _ = START; }",
        "void M() => START;",
        "static void M() => _ = START;",
        "async Task M() { await Task.Yield(); _ = START; }",
        "async Task M() { if (DateTime.Now.Year > 2000) { _ = START; } await Task.Yield(); }",
        "public Subject() { _ = START; }",
        "public Subject() => _ = START;",
        "public Subject(int n) : this() { _ = START; } public Subject() { }",
        "static Subject() { _ = START; }",
        "~Subject() { _ = START; }",
        "int P { get { _ = START; return 1; } }",
        "int P { set { _ = START; } }",
        "int P { init { _ = START; } }",
        "int P { get => Use(() => { _ = START; }); } static int Use(Action a) => 1;",
        "int this[int i] { get { _ = START; return i; } }",
        "event EventHandler E { add { _ = START; } remove { } }",
        "event EventHandler E { add { } remove { _ = START; } }",
        "public static Subject operator +(Subject a, Subject b) { _ = START; return a; }",
        "public static implicit operator int(Subject a) { _ = START; return 1; }",
        "void M() { Local(); void Local() { _ = START; } }",
        "void M() { Local(); static void Local() => _ = START; }",
        "void M() { Action a = () => { _ = START; }; a(); }",
        "void M() { Action a = static () => _ = START; a(); }",
        "void M() { Action a = delegate { _ = START; }; a(); }",
        "private readonly Action _a = () => { _ = START; };",
        "private static readonly Action s_a = () => _ = START;",
        "Action P { get; } = () => { _ = START; };",
        "IEnumerable<int> M() { _ = START; yield return 1; }",
        "async IAsyncEnumerable<int> M() { await Task.Yield(); _ = START; yield return 1; }",
        "void M() { foreach (int i in new[] { 1 }) { _ = START; } }",
        "void M() { for (int i = 0; i < 9; i++) { _ = START; } }",
        "void M() { try { _ = START; } catch { } }",
        "void M() { try { Work(); } catch { _ = START; } }",
        "void M() { try { Work(); } finally { _ = START; } }",
        "void M() { lock (this) { _ = START; } }",
        "void M() { using (new System.IO.MemoryStream()) { _ = START; } }",
        "void M(int n) { switch (n) { case 1: _ = START; break; } }",
        "void M() { { { _ = START; } } }",
        "void IDisposable.Dispose() { _ = START; }",
        "class Inner { void M() { _ = START; } }",
        "struct Inner { void M() { _ = START; } }",
        "record Inner(int X) { void M() { _ = START; } }",
        "record struct Inner(int X) { void M() { _ = START; } }",
        "interface IInner { void M() { _ = START; } }",
        "class Inner<T> { void M<U>() { _ = START; } }",
        "class Inner(int n) { public int N => n; void M() { _ = START; } }",
        "class Inner(int n) : Base(() => { _ = START; }) { public int N => n; } class Base(Action a) { public Action A => a; }",
        "void M() { int x = 1; void Deep() { Action a = () => { void Deeper() { _ = START; x++; } Deeper(); }; a(); } Deep(); }",
    ];

    [Theory]
    [MemberData(nameof(Members))]
    public Task A_Start_In_Any_Body_Is_Reported(string member) => Verify.Reported(Subject(member, Leak));

    [Theory]
    [MemberData(nameof(Members))]
    public Task A_Start_Of_Finite_Work_In_Any_Body_Is_Not_Reported(string member) => Verify.Silent(Subject(member, Finite));

    [Theory]
    [InlineData("_ = START;")]
    [InlineData("await Task.Yield(); _ = START;")]
    [InlineData("Start(); void Start() { _ = START; }")]
    [InlineData("Action a = () => { _ = START; }; a();")]
    [InlineData("if (args.Length > 0) { _ = START; } return 1;")]
    public async Task A_Start_In_A_Top_Level_Program_Is_Reported(string program)
    {
        Setup setup = Setup.Default with { Output = OutputKind.ConsoleApplication };
        await Verify.Reported(Replace(program, Leak), setup);
        await Verify.Silent(Replace(program, Finite), setup);
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
        Verify.Silent(Subject(member, "Task.Run(async () => await Task.Delay(Timeout.Infinite))"));

    private static string Subject(string member, string start) =>
        $$"""
        #pragma warning disable CS4014, CS8892, CS0067
        partial class Subject : IDisposable
        {
            {{Replace(member, start)}}
            private static void Work() { }
        {{(member.Contains("IDisposable.Dispose", StringComparison.Ordinal) ? "" : "    void IDisposable.Dispose() { }")}}
        }
        """;

    private static string Replace(string member, string start) => member.Replace("START", start, StringComparison.Ordinal);
}
