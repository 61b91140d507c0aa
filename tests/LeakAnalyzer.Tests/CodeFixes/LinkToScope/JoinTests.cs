using Microsoft.CodeAnalysis.CSharp;

namespace LeakAnalyzer.Tests.CodeFixes.LinkToScope;

/// <summary>Tests the fix after which a method stores the task that it starts, and on exit cancels and then awaits it.</summary>
[OnOldestRoslyn]
public class JoinTests
{
    private const string Context = "ConfigureAwaitOptions.ContinueOnCapturedContext | ";

    [Theory]
    [InlineData("_ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());", "linkedTask = Task.Run(async () => await parent.ReadAsync(linkedToken));")]
    [InlineData("{|LEAK001:PumpAsync|}(parent);", "linkedTask = PumpAsync(parent, linkedToken);")]
    [InlineData("_ = {|LEAK001:CountAsync|}(parent);", "linkedTask = CountAsync(parent, linkedToken);")]
    [InlineData("_ = {|LEAK001:ValueAsync|}(parent);", "linkedTask = ValueAsync(parent, linkedToken).AsTask();")]
    [InlineData("if (flag) _ = {|LEAK001:PumpAsync|}(parent);", "if (flag) linkedTask = PumpAsync(parent, linkedToken);")]
    public Task Task_That_Is_Dropped(string start, string kept) => VerifyFix.Joins(
        Code(start + " await Task.Delay(10, token);"),
        Joined("linkedTask", kept + " await Task.Delay(10, token);"));

    [Theory]
    [InlineData("Task pump = ")]
    [InlineData("var pump = ")]
    public Task Local_That_Is_Never_Joined_Keeps_Its_Name(string declaration) => VerifyFix.Joins(
        Code(declaration + "{|LEAK001:PumpAsync|}(parent); await Task.Delay(10, token); Console.WriteLine(pump.IsCompleted);"),
        Joined("pump", "pump = PumpAsync(parent, linkedToken); await Task.Delay(10, token); Console.WriteLine(pump.IsCompleted);"));

    [Fact]
    public Task Several_Tasks_Share_One_Source_And_One_Join() => VerifyFix.JoinsAll(
        Code("{|LEAK001:PumpAsync|}(parent); _ = {|LEAK001:CountAsync|}(parent); await Task.Delay(10, token);"),
        Code(
            $$"""
            using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(token);
                    CancellationToken linkedToken = linkedCts.Token;
                    Task linkedTask = Task.CompletedTask;
                    Task linkedTask2 = Task.CompletedTask;
                    try
                    {
                        linkedTask = PumpAsync(parent, linkedToken); linkedTask2 = CountAsync(parent, linkedToken); await Task.Delay(10, token);
                    }
                    finally
                    {
                        await linkedCts.CancelAsync();
                        Task linkedTasks = Task.WhenAll(linkedTask, linkedTask2);
                        await linkedTasks.ConfigureAwait({{Context}}ConfigureAwaitOptions.SuppressThrowing);
                        if (linkedTasks.IsFaulted)
                        {
                            await linkedTasks;
                        }
                    }
            """),
        Joined("linkedTask", "linkedTask = PumpAsync(parent, linkedToken); _ = {|LEAK001:CountAsync|}(parent); await Task.Delay(10, token);"));

    [Fact]
    public Task Function_That_Leaves_Its_Context_Joins_So_Too() => VerifyFix.Joins(
        Code("_ = {|LEAK001:PumpAsync|}(parent); await Task.Delay(10, token).ConfigureAwait(false);"),
        Joined("linkedTask", "linkedTask = PumpAsync(parent, linkedToken); await Task.Delay(10, token).ConfigureAwait(false);")
            .Replace(Context, "", StringComparison.Ordinal)
            .Replace("CancelAsync()", "CancelAsync().ConfigureAwait(false)", StringComparison.Ordinal)
            .Replace("await linkedTask;", "await linkedTask.ConfigureAwait(false);", StringComparison.Ordinal));

    [Fact]
    public Task Framework_Whose_Awaits_Always_Throw() => VerifyFix.Joins(
        """
        class C
        {
            async Task ExportAsync(ChannelReader<int> parent, CancellationToken token)
            {
                _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                await Task.Delay(10, token);
            }
        }
        """,
        """
        class C
        {
            async Task ExportAsync(ChannelReader<int> parent, CancellationToken token)
            {
                using (var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(token))
                {
                    CancellationToken linkedToken = linkedCts.Token;
                    Task linkedTask = Task.CompletedTask;
                    try
                    {
                        linkedTask = Task.Run(async () => await parent.ReadAsync(linkedToken));
                        await Task.Delay(10, token);
                    }
                    finally
                    {
                        linkedCts.Cancel();
                        try
                        {
                            await linkedTask;
                        }
                        catch (OperationCanceledException)
                        {
                        }
                    }
                }
            }
        }
        """,
        Setup.NetStandard20 with { Language = LanguageVersion.CSharp7_3 });

    [Theory]
    [InlineData("while (flag) { _ = {|LEAK001:PumpAsync|}(parent); await Task.Delay(10, token); }")] // the loop starts any number of tasks, all of which the method would have to store
    [InlineData("Task.Yield(); _ = {|LEAK001:PumpAsync|}(parent).ContinueWith(t => Console.WriteLine(t.Exception)); await Task.Delay(10, token);")]
    [InlineData("{|LEAK001:PumpAsync|}(parent).ConfigureAwait(false); await Task.Delay(10, token);")]
    [InlineData("_ = Task.Factory.{|LEAK001:StartNew|}(async () => await parent.ReadAsync()); await Task.Delay(10, token);")]
    [InlineData("Task<int> count = {|LEAK001:CountAsync|}(parent); await Task.Delay(10, token); Console.WriteLine(count.IsCompleted);")]
    [InlineData("Task pump; pump = {|LEAK001:PumpAsync|}(parent); await Task.Delay(10, token); Console.WriteLine(pump.IsCompleted);")]
    [InlineData("_ = {|LEAK001:Task.Run|}(async () => { await parent.ReadAsync(); await _gate.WaitAsync(_stop.Token); }); await Task.Delay(10, token);")] // the await that the fix adds might never end, because the method doesn't cancel _stop
    [InlineData("if (flag) { Task pump = {|LEAK001:PumpAsync|}(parent); await Task.Delay(10, token); Console.WriteLine(pump.IsCompleted); } else { foreach (int pump in new[] { 1 }) { } }")] // the fix would declare 'pump' before the 'if', where it clashes with the other 'pump'
    [InlineData("if (flag) { Task pump = {|LEAK001:PumpAsync|}(parent); await Task.Delay(10, token); Console.WriteLine(pump.IsCompleted); } else { if (parent.TryRead(out int pump)) { } }")]
    [InlineData("if (flag) { Task pump = {|LEAK001:PumpAsync|}(parent); await Task.Delay(10, token); Console.WriteLine(pump.IsCompleted); } else { Func<int, int> add = pump => pump + 1; }")]
    [InlineData("if (flag) { Task pump = {|LEAK001:PumpAsync|}(parent); await Task.Delay(10, token); Console.WriteLine(pump.IsCompleted); } else { try { Console.WriteLine(); } catch (InvalidOperationException pump) { Console.WriteLine(pump); } }")]
    [InlineData("if (flag) { Task pump = {|LEAK001:PumpAsync|}(parent); await Task.Delay(10, token); Console.WriteLine(pump.IsCompleted); } else { int pump = 1; Console.WriteLine(pump); }")]
    public Task Task_That_Cannot_Be_Kept_Or_May_Last(string code) => VerifyFix.DoesNotJoin(Code(code));

    [Fact]
    public Task Scope_That_Cannot_Await() => VerifyFix.DoesNotJoin(
        """
        static class C
        {
            public static void Export(ChannelReader<int> parent)
            {
                _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                Thread.Sleep(10);
            }
        }
        """);

    private static string Joined(string task, string statements) => Code(
        $$"""
        using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(token);
                CancellationToken linkedToken = linkedCts.Token;
                Task {{task}} = Task.CompletedTask;
                try
                {
                    {{statements}}
                }
                finally
                {
                    await linkedCts.CancelAsync();
                    await {{task}}.ConfigureAwait({{Context}}ConfigureAwaitOptions.SuppressThrowing);
                    if ({{task}}.IsFaulted)
                    {
                        await {{task}};
                    }
                }
        """);

    private static string Code(string statements) => $$"""
        #pragma warning disable CS4014
        class C
        {
            private readonly SemaphoreSlim _gate = new(0);
            private readonly CancellationTokenSource _stop = new();

            public async Task ExportAsync(ChannelReader<int> parent, CancellationToken token, bool flag)
            {
                {{statements}}
            }

            public void Stop() => _stop.Cancel();

            private static async Task PumpAsync(ChannelReader<int> source, CancellationToken stop = default) => await source.ReadAsync(stop);

            private static async Task<int> CountAsync(ChannelReader<int> source, CancellationToken stop = default) => await source.ReadAsync(stop);

            private static async ValueTask ValueAsync(ChannelReader<int> source, CancellationToken stop = default) => await source.ReadAsync(stop);
        }
        """;
}
