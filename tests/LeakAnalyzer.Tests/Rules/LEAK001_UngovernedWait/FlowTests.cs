namespace LeakAnalyzer.Tests.Rules.LEAK001_UngovernedWait;

/// <summary>Tests that the analysis follows a started task into the methods that it calls, if it can see them.</summary>
public class FlowTests
{
    private const string Pump = """
            private static async Task PumpAsync(ChannelReader<int> source, CancellationToken stop = default) => await source.ReadAsync(stop);
            private static ValueTask<int> Forward(ChannelReader<int> source) => source.ReadAsync();
            private static Task Twice(ChannelReader<int> source) { Work(); return PumpAsync(source); }
            private static async Task Deep1(ChannelReader<int> source) { await Deep2(source); }
            private static async Task Deep2(ChannelReader<int> source) { await Deep3(source); }
            private static async Task Deep3(ChannelReader<int> source) { await source.ReadAsync(); }
            private static void Block(ChannelReader<int> source) => source.ReadAsync().AsTask().Wait();
            private static async Task QuickAsync(ChannelReader<int> source) { await Task.Yield(); source.TryRead(out _); }
            private static async Task Ping(ChannelReader<int> source, int n) { if (n > 0) { await Pong(source, n - 1); } }
            private static async Task Pong(ChannelReader<int> source, int n) { await source.ReadAsync(); await Ping(source, n); }
            private static async Task Again(int n) { if (n > 0) { await Again(n - 1); } }
            private static async Task SpawnAsync(ChannelReader<int> source) { await Task.Yield(); _ = QuickAsync(source); }
            private static async Task Generic<T>(ChannelReader<T> source) => await source.ReadAsync();
        """;

    [Theory]
    [InlineData("_ = {|LEAK001:Task.Run|}(() => PumpAsync(reader));")]
    [InlineData("_ = {|LEAK001:Task.Run|}(async () => await PumpAsync(reader));")]
    [InlineData("_ = {|LEAK001:Task.Run|}(async () => { await PumpAsync(reader).ConfigureAwait(false); });")]
    [InlineData("_ = {|LEAK001:Task.Run|}(() => Block(reader));")]
    [InlineData("_ = {|LEAK001:Task.Run|}(async () => await Forward(reader));")]
    [InlineData("_ = {|LEAK001:Task.Run|}(() => Twice(reader));")]
    [InlineData("_ = {|LEAK001:Deep1|}(reader);")]
    [InlineData("_ = {|LEAK001:Ping|}(reader, 3);")]
    [InlineData("_ = {|LEAK001:Generic|}(reader);")]
    [InlineData("_ = {|LEAK001:Generic<int>|}(reader);")]
    [InlineData("_ = {|LEAK001:Task.Run|}(Local); async Task Local() => await reader.ReadAsync();")]
    [InlineData("_ = {|LEAK001:Task.Run|}(async () => await Local()); async Task Local() => await reader.ReadAsync();")]
    [InlineData("Func<Task> pump = async () => await reader.ReadAsync(); _ = {|LEAK001:Task.Run|}(pump);")]
    [InlineData("Func<Task> pump = () => PumpAsync(reader); _ = {|LEAK001:Task.Run|}(async () => await pump());")]
    [InlineData("Func<ChannelReader<int>, Task> pump = Generic; _ = {|LEAK001:Task.Run|}(() => pump(reader));")]
    [InlineData("_ = {|LEAK001:Task.Run|}(async () => { try { await PumpAsync(reader); } catch { } });")]
    [InlineData("_ = {|LEAK001:Task.Run|}(async () => { while (true) { await PumpAsync(reader); } });")]
    public Task A_Wait_In_Visible_Code_Is_Reported(string start) => Verify.Reported(Scope(start));

    [Theory]
    [InlineData("_ = Task.Run(() => QuickAsync(reader));")]
    [InlineData("_ = QuickAsync(reader);")]
    [InlineData("_ = Again(3);")]
    [InlineData("_ = SpawnAsync(reader);")]
    [InlineData("_ = Task.Run(() => PumpAsync(reader, token));")]
    [InlineData("_ = PumpAsync(reader, token);")]
    [InlineData("Func<Task> pump = async () => await reader.ReadAsync(token); _ = Task.Run(pump);")]
    [InlineData("Func<Task> pump = async () => await reader.ReadAsync(); pump = () => Task.CompletedTask; _ = Task.Run(pump);")]
    [InlineData("_ = Task.Run(() => Console.ReadLine());")]
    public Task Visible_Code_Without_An_Ungoverned_Wait_Is_Not_Reported(string start) => Verify.Silent(Scope(start));

    [Fact]
    public Task A_Method_Group_Is_Followed() => Verify.Reported(Code.Class("""
        private readonly Channel<int> _c = Channel.CreateUnbounded<int>();
        public void Scope()
        {
            _ = {|LEAK001:Task.Run|}(PumpAsync);
            _ = Task.Factory.{|LEAK001:StartNew|}(Block, TaskCreationOptions.LongRunning);
            new Thread(Block).{|LEAK001:Start|}();
            {|LEAK001:ThreadPool.QueueUserWorkItem|}(BlockOn);
        }

        private async Task PumpAsync() => await _c.Reader.ReadAsync();
        private void Block() => _c.Reader.ReadAsync().AsTask().Wait();
        private void BlockOn(object? state) => Block();
        """));

    [Fact]
    public Task A_Method_Group_Without_A_Wait_Is_Not_Reported() => Verify.Silent(Code.Class("""
        public void Scope()
        {
            _ = Task.Run(PumpAsync);
            new Thread(Block).Start();
        }

        private async Task PumpAsync() => await Task.Delay(1000);
        private void Block() => Thread.Sleep(10);
        """));

    [Fact]
    public Task A_Method_In_Another_File_Is_Followed() => Verify.Reported("""
        class Subject
        {
            public void Scope(ChannelReader<int> reader, CancellationToken token)
            {
                _ = {|LEAK001:Pumps.PumpAsync|}(reader);
                _ = Pumps.PumpAsync(reader, token);
                _ = {|LEAK001:Task.Run|}(() => Pumps.ThroughAsync(reader));
            }
        }
        """, Setup.Default with
        {
            OtherSources =
            [
                """
                static class Pumps
                {
                    public static async Task PumpAsync(ChannelReader<int> reader, CancellationToken token = default) => await reader.ReadAsync(token);
                    public static Task ThroughAsync(ChannelReader<int> reader) => MorePumps.PumpAsync(reader);
                }
                """,
                """
                static class MorePumps
                {
                    public static async Task PumpAsync(ChannelReader<int> reader) => await reader.WaitToReadAsync();
                }
                """,
            ],
        });

    [Fact]
    public Task A_Method_Of_Another_Instance_Is_Followed() => Verify.Reported("""
        sealed class Pump
        {
            public async Task RunAsync(ChannelReader<int> reader) => await reader.ReadAsync();
        }

        class Subject
        {
            public void Scope(ChannelReader<int> reader) => _ = new Pump().{|LEAK001:RunAsync|}(reader);
        }
        """);

    [Fact]
    public Task A_Call_That_Cannot_Be_Seen_Is_Not_Reported() => Verify.Silent("""
        public interface IPump { Task PumpAsync(ChannelReader<int> reader); }
        public abstract class Abstract { public abstract Task PumpAsync(ChannelReader<int> reader); }
        public class Virtual { public virtual async Task PumpAsync(ChannelReader<int> reader) => await reader.ReadAsync(); }
        public delegate Task Pump(ChannelReader<int> reader);

        class Subject
        {
            public void Scope(ChannelReader<int> reader, IPump pump, Abstract a, Virtual v, Pump p, Func<Task> f, dynamic d)
            {
                _ = pump.PumpAsync(reader);
                _ = a.PumpAsync(reader);
                _ = v.PumpAsync(reader);
                _ = p(reader);
                _ = f();
                _ = d.PumpAsync(reader);
                _ = Task.Run(() => pump.PumpAsync(reader));
                _ = Task.Run(f);
            }
        }
        """);

    [Fact]
    public Task A_Base_Call_Is_Seen() => Verify.Reported("""
        public class Base { public virtual async Task PumpAsync(ChannelReader<int> reader) => await reader.ReadAsync(); }

        public class Subject : Base
        {
            public override Task PumpAsync(ChannelReader<int> reader) => Task.CompletedTask;
            public void Scope(ChannelReader<int> reader) => _ = base.{|LEAK001:PumpAsync|}(reader);
        }
        """);

    [Fact]
    public Task A_Method_Of_Another_Assembly_Is_Not_Seen() => Verify.Silent(
        "class Subject { public void Scope(ChannelReader<int> reader) => _ = Library.PumpAsync(reader); }",
        Setup.Default with
        {
            LibrarySources = ["public static class Library { public static Task PumpAsync(ChannelReader<int> reader) => reader.Completion; }"],
        });

    [Fact]
    public Task Recursion_With_A_Wait_Is_Reported_Once() => Verify.Reported(Code.Class("""
        public void Scope(ChannelReader<int> reader) => _ = {|LEAK001:A|}(reader);
        private async Task A(ChannelReader<int> reader) { await B(reader); await A(reader); }
        private async Task B(ChannelReader<int> reader) { await A(reader); await reader.ReadAsync(); await B(reader); }
        """));

    private static string Scope(string start) => Code.Class(
        $$"""
            public void Scope(ChannelReader<int> reader, CancellationToken token) { {{start}} }
        {{Pump}}
        """);
}
