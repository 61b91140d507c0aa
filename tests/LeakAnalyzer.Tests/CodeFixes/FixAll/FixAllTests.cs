using LeakAnalyzer.CodeFixes;
using LeakAnalyzer.CodeFixes.Reports;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;

namespace LeakAnalyzer.Tests.CodeFixes.FixAll;

/// <summary>Tests each kind of fix on several methods of a file, several files of a project, and several projects of a solution.</summary>
[OnOldestRoslyn]
public class FixAllTests
{
    private const string Linked =
        """
        static async Task NAMEAsync(ChannelReader<int> parent, CancellationToken token)
            {
                using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(token);
                CancellationToken linkedToken = linkedCts.Token;
                try
                {
                    _ = Task.Run(async () => await parent.ReadAsync(linkedToken));
                    await Task.Delay(10, token);
                }
                finally
                {
                    await linkedCts.CancelAsync();
                }
            }
        """;

    public static TheoryData<string> Kinds => [.. Enum.GetNames<FixKind>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public Task Scopes_Files_And_Projects_Are_Fixed_Together(string kind)
    {
        FixKind fix = Enum.Parse<FixKind>(kind);
        (string leaky, string mended) = MembersOf(fix);
        return VerifyFix.Fixes(
            fix,
            [Type("A", leaky), Type("B", leaky)],
            [Type("A", mended), Type("B", mended)],
            Setup.Default with { DependentSources = [Type("C", leaky), Type("D", leaky)], FixedDependentSources = [Type("C", mended), Type("D", mended)] });
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public Task Files_That_Two_Projects_Share_Are_Fixed_Once(string kind)
    {
        FixKind fix = Enum.Parse<FixKind>(kind);
        (string leaky, string mended) = MembersOf(fix);
        return VerifyFix.Fixes(fix, [Type("A", leaky), Type("B", leaky)], [Type("A", mended), Type("B", mended)], Setup.Default with { OtherFramework = TestReferences.Net80 });
    }

    [Fact]
    public Task A_Token_Is_Threaded_Once_Through_A_File_That_Two_Projects_Share()
    {
        const string Pump = "static class Pump { public static async Task RunAsync(ChannelReader<int> source) => await source.ReadAsync(); }";
        const string Mended = "static class Pump { public static async Task RunAsync(ChannelReader<int> source, CancellationToken cancellationToken = default) => await source.ReadAsync(cancellationToken); }";
        return VerifyFix.LinksIn(
            [Type("A", Threaded(Unlinked("CancellationToken token", ", token"))), Pump, Type("B", Threaded(Unlinked("CancellationToken token", ", token")))],
            [Type("A", Threaded(Linked)), Mended, Type("B", Threaded(Linked))],
            Setup.Default with { OtherFramework = TestReferences.Net80 });

        static string Threaded(string member) => member
            .Replace("{|LEAK001:Task.Run|}(async () => await parent.ReadAsync())", "{|LEAK001:Pump.RunAsync|}(parent)", StringComparison.Ordinal)
            .Replace("Task.Run(async () => await parent.ReadAsync(linkedToken))", "Pump.RunAsync(parent, linkedToken)", StringComparison.Ordinal);
    }

    [Fact]
    public Task The_Parts_Of_A_Type_In_Files_That_Two_Projects_Share_Have_One_Source()
    {
        const string Field = "    private readonly CancellationTokenSource _disposeCts = new CancellationTokenSource();\n\n";
        const string Before = "_ = {|LEAK001:Task.Run|}(async () => await reader.ReadAsync());";
        const string After = "CancellationToken disposeToken = _disposeCts.Token;\n        _ = Task.Run(async () => await reader.ReadAsync(disposeToken));";
        return VerifyFix.CancelsOnDisposeIn(
            [Part("Poller", "", Before, ""), Part("Poller : IDisposable", "", Before, "\n\n    public void Dispose()\n    {\n    }")],
            [
                Part("Poller", Field, After, ""),
                Part("Poller : IDisposable", "", After, $"\n\n    public void Dispose()\n    {{\n        {OwnerCancel.OwnerCode.Ended.ReplaceLineEndings("\n")}\n    }}"),
            ],
            Setup.Default with { OtherFramework = TestReferences.Net80 });

        static string Part(string head, string field, string start, string end) => $$"""
            partial class {{head}}
            {
            {{field}}    public void {{(end.Length == 0 ? "Start" : "StartMore")}}(ChannelReader<int> reader)
                {
                    {{start}}
                }{{end}}
            }
            """;
    }

    /// <summary>Gets a member that leaks, and the same member after the fix.</summary>
    private static (string Leaky, string Mended) MembersOf(FixKind kind) => kind switch
    {
        FixKind.LinkToScope => (Unlinked("CancellationToken token", ", token"), Linked),
        FixKind.LinkToScopeAndJoin => (
            Unlinked("CancellationToken token", ", token"),
            Linked
                .Replace("linkedCts.Token;", "linkedCts.Token;\n        Task linkedTask = Task.CompletedTask;", StringComparison.Ordinal)
                .Replace("_ = Task.Run", "linkedTask = Task.Run", StringComparison.Ordinal)
                .Replace(
                    "CancelAsync();",
                    """
                    CancelAsync();
                                await linkedTask.ConfigureAwait(ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing);
                                if (linkedTask.IsFaulted)
                                {
                                    await linkedTask;
                                }
                    """,
                    StringComparison.Ordinal)),
        FixKind.LinkToNewParameter => (
            Unlinked("int limit", ""),
            Linked
                .Replace("CancellationToken token", "int limit, CancellationToken cancellationToken = default", StringComparison.Ordinal)
                .Replace("Source(token)", "Source(cancellationToken)", StringComparison.Ordinal)
                .Replace("10, token", "10", StringComparison.Ordinal)),
        FixKind.PassToken => (
            "static void NAME(ChannelReader<int> parent, CancellationToken token) => _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());",
            "static void NAME(ChannelReader<int> parent, CancellationToken token) => _ = Task.Run(async () => await parent.ReadAsync(token));"),
        FixKind.CancelBeforeDispose => (
            """
            static void NAME(ChannelReader<int> parent)
                {
                    using var {|LEAK003:cts|} = new CancellationTokenSource();
                    CancellationToken stop = cts.Token;
                    _ = Task.Run(async () => await parent.ReadAsync(stop));
                    Thread.Sleep(10);
                }
            """,
            """
            static void NAME(ChannelReader<int> parent)
                {
                    using var cts = new CancellationTokenSource();
                    CancellationToken stop = cts.Token;
                    try
                    {
                        _ = Task.Run(async () => await parent.ReadAsync(stop));
                        Thread.Sleep(10);
                    }
                    finally
                    {
                        cts.Cancel();
                    }
                }
            """),
        FixKind.CancelOnDispose => (
            """
            sealed class NAME : IDisposable
                {
                    private readonly string _name = "";

                    public void Start(ChannelReader<int> parent)
                    {
                        _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                    }

                    public void Dispose()
                    {
                        Console.WriteLine(_name);
                    }
                }
            """,
            """
            sealed class NAME : IDisposable
                {
                    private readonly string _name = "";
                    private readonly CancellationTokenSource _disposeCts = new CancellationTokenSource();

                    public void Start(ChannelReader<int> parent)
                    {
                        CancellationToken disposeToken = _disposeCts.Token;
                        _ = Task.Run(async () => await parent.ReadAsync(disposeToken));
                    }

                    public void Dispose()
                    {
                        if (!_disposeCts.IsCancellationRequested)
                        {
                            _disposeCts.Cancel();
                        }

                        _disposeCts.Dispose();
                        Console.WriteLine(_name);
                    }
                }
            """),
        FixKind.DisposeSource => (
            """
            static async Task NAMEAsync(ChannelReader<int> parent, CancellationToken a, CancellationToken b)
                {
                    var {|LEAK007:cts|} = CancellationTokenSource.CreateLinkedTokenSource(a, b);
                    await parent.WaitToReadAsync(cts.Token);
                    await parent.ReadAsync({|LEAK007:CancellationTokenSource.CreateLinkedTokenSource(a, b)|}.Token);
                }
            """,
            """
            static async Task NAMEAsync(ChannelReader<int> parent, CancellationToken a, CancellationToken b)
                {
                    using var cts = CancellationTokenSource.CreateLinkedTokenSource(a, b);
                    await parent.WaitToReadAsync(cts.Token);
                    using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(a, b);
                    await parent.ReadAsync(linkedCts.Token);
                }
            """),
        FixKind.DisposeRegistration => (
            """
            static async Task NAMEAsync(IDisposable connection, ChannelReader<int> parent, CancellationToken token)
                {
                    {|LEAK008:token.Register(connection.Dispose)|};
                    await parent.ReadAsync(token);
                }
            """,
            """
            static async Task NAMEAsync(IDisposable connection, ChannelReader<int> parent, CancellationToken token)
                {
                    await using var registration = token.Register(connection.Dispose);
                    await parent.ReadAsync(token);
                }
            """),
        FixKind.DisposeRegistrationWithTask => (
            """
            static Task<int> NAMEAsync(Action<Action<int>> ask, CancellationToken token)
                {
                    var answer = new TaskCompletionSource<int>();
                    {|LEAK008:token.Register(() => answer.TrySetCanceled(token))|};
                    ask(number => answer.TrySetResult(number));
                    return answer.Task;
                }
            """,
            """
            static Task<int> NAMEAsync(Action<Action<int>> ask, CancellationToken token)
                {
                    var answer = new TaskCompletionSource<int>();
                    var registration = token.Register(() => answer.TrySetCanceled(token));
                    _ = answer.Task.ContinueWith(_ => registration.Dispose(), TaskScheduler.Default);
                    ask(number => answer.TrySetResult(number));
                    return answer.Task;
                }
            """),
        FixKind.Complete => (
            """
            static void NAME()
                {
                    var done = {|LEAK006:new TaskCompletionSource()|};
                    _ = Task.Run(async () => await done.Task);
                }
            """,
            """
            static void NAME()
                {
                    var done = new TaskCompletionSource();
                    try
                    {
                        _ = Task.Run(async () => await done.Task);
                    }
                    finally
                    {
                        done.TrySetCanceled();
                    }
                }
            """),
        FixKind.CompleteOnDispose => (
            """
            sealed class NAME : IDisposable
                {
                    private readonly TaskCompletionSource<int> _done = {|LEAK006:new()|};
                    public Task<int> WaitAsync() => _done.Task;
                    public void Set(int value) => _done.TrySetResult(value);
                    public void Dispose()
                    {
                    }
                }
            """,
            """
            sealed class NAME : IDisposable
                {
                    private readonly TaskCompletionSource<int> _done = new();
                    public Task<int> WaitAsync() => _done.Task;
                    public void Set(int value) => _done.TrySetResult(value);
                    public void Dispose()
                    {
                        _done.TrySetCanceled();
                    }
                }
            """),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "This kind of fix has no test of fix-all."),
    };

    private static string Unlinked(string parameter, string argument) => $$"""
        static async Task NAMEAsync(ChannelReader<int> parent, {{parameter}})
            {
                _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                await Task.Delay(10{{argument}});
            }
        """;

    private static string Type(string name, string member) => $$"""
        static class {{name}}
        {
            public {{member.Replace("NAME", "One", StringComparison.Ordinal)}}

            public {{member.Replace("NAME", "Other", StringComparison.Ordinal)}}
        }
        """;
}
