namespace LeakAnalyzer.Tests.Rules;

/// <summary>Each kind of function or member that can start a task, such as a lambda or an accessor.</summary>
public static class ScopeKinds
{
    private const string Statement = "{ _ = START;";

    private static readonly string[] s_members =
    [
        "void M() { _ = START; }",
        "void M() => START;",
        "static void M() => _ = START;",
        "async Task M() { await Task.Yield(); _ = START; }",
        "async Task M() { if (DateTime.Now.Year > 2000) { _ = START; } await Task.Yield(); }",
        "public Subject() { _ = START; }",
        "public Subject() => _ = START;",
        "public Subject(int n) : this() { _ = START; } public Subject() { }",
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

    /// <summary>Gets members of each kind. The placeholder <c>START</c> stands for the call that starts the task.</summary>
    public static TheoryData<string> Members() => [.. s_members];

    /// <summary>Gets the members in which <see cref="SubjectOf"/> can replace the start by other statements.</summary>
    public static TheoryData<string> Blocks() =>
        [.. s_members.Where(member => member.Contains(Statement, StringComparison.Ordinal))];

    /// <summary>Creates a class with a member that starts a task.</summary>
    public static string Subject(string member, string start) =>
        $$"""
        #pragma warning disable CS4014, CS8892, CS0067
        partial class Subject : IDisposable
        {
            {{Replace(member, start)}}
            private static void Work() => s_work();

            private static Action s_work = () => { };
        {{(member.Contains("IDisposable.Dispose", StringComparison.Ordinal) ? "" : "    void IDisposable.Dispose() { }")}}
        }
        """;

    /// <summary>Creates the same class, with other statements instead of the start.</summary>
    public static string SubjectOf(string member, string statements) =>
        Subject(member.Replace(Statement, "{ " + statements, StringComparison.Ordinal), "");

    public static string Replace(string member, string start) => member.Replace("START", start, StringComparison.Ordinal);
}
