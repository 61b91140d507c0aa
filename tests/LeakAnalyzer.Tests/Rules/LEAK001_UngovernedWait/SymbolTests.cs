namespace LeakAnalyzer.Tests.Rules.LEAK001_UngovernedWait;

/// <summary>Tests that the analyzer compares symbols and not names: another variable or API with the same name doesn't count.</summary>
public class SymbolTests
{
    [Fact]
    public Task A_Field_Of_A_Parameters_Name_Is_Not_The_Parameter() => Verify.Reported(Code.Class("""
            private TaskCompletionSource _p = new();

            public void Scope(TaskCompletionSource _p) { this._p = _p; _ = {|LEAK001:Task.Run|}(async () => await this._p.Task); }
        """).Replace("this._p = _p; ", "this._p = new(); ", StringComparison.Ordinal));

    [Fact]
    public Task A_Write_To_A_Field_Is_No_Write_To_The_Parameter() => Verify.Reported(Code.Class("""
            private CancellationToken token;
            private ChannelReader<int>? reader;

            public async Task Scope(ChannelReader<int> reader, CancellationToken token)
            {
                this.token = token;
                this.reader = reader;
                _ = {|LEAK002:Task.Run|}(async () => await reader.ReadAsync(token));
                await Task.Delay(1);
                Work(this.token);
                Work(this.reader);
            }
        """));

    [Fact]
    public Task An_Own_Type_That_Is_Called_Like_One_Of_The_Framework_Is_None() => Verify.Silent(Code.Class("""
            private readonly MyBus.Channel _channel = new();
            private readonly Kitchen _kitchen = new();

            public void Scope()
            {
                _ = Task.Run(async () => { await _channel.Reader.ReadAsync(); });
                _ = Task.Run(() => { _kitchen.Take(); });
                _ = Task.Run(() => { HostNames.Run(); });
                _ = Task.Run(() => { new Calc().GetResult(); });
                _ = Task.Run(() => { Timeout.Wait(Timeout.Infinite); });
            }
        """) + """

        namespace MyBus
        {
            public class Channel { public Channel Reader => this; public Task ReadAsync() => Task.CompletedTask; }
        }

        public class Kitchen { public int Take() => 1; }
        public static class HostNames { public static void Run() { } }
        public class Calc { public int GetResult() => 1; }
        public static class Timeout { public const int Infinite = 3; public static void Wait(int times) { } }
        """);

    [Theory]
    [InlineData("HostNames.Run();")]
    [InlineData("new Kitchen().Take();")]
    [InlineData("new Calc().GetResult();")]
    [InlineData("_ = new Calc().Result;")]
    public Task An_Own_Method_That_Is_Called_Like_A_Blocking_One_Does_Not_Go_On(string call) => Verify.Silent(Code.Class($$"""
            public void Scope(ChannelReader<int> reader, CancellationToken token)
            {
                _ = Task.Run(async () => await reader.ReadAsync(token));
                {{call}}
            }
        """) + """

        public class Kitchen { public int Take() => 1; }
        public static class HostNames { public static void Run() { } }
        public class Calc { public int GetResult() => 1; public int Result => 1; }
        """);

    [Fact]
    public Task An_Own_Awaiter_Joins_No_Task_Of_The_Same_Name() => Verify.Reported(Code.Body("""
            var calc = new Calc();
            _ = {|LEAK001:PumpAsync|}(reader);
            calc.GetAwaiter().GetResult();
        """) + " public class Calc { public Calc GetAwaiter() => this; public int GetResult() => 1; }");

    [Fact]
    public Task An_Escaped_Name_Is_The_Name() => Verify.Silent(Code.Class("""
            public void Scope(ChannelReader<int> reader)
            {
                var cts = new CancellationTokenSource();
                CancellationToken stop = c\u0074s.Token;
                try
                {
                    _ = Task.Run(async () => await reader.ReadAsync(stop));
                    Work();
                }
                finally
                {
                    \u0063ts.Cancel();
                }
            }
        """));

    [Fact]
    public Task An_Escaped_Name_Of_Another_Is_Not() => Verify.Reported(Code.Class("""
            public void Scope(ChannelReader<int> reader)
            {
                var {|LEAK003:cts|} = new CancellationTokenSource();
                var cta = new CancellationTokenSource();
                CancellationToken stop = c\u0074s.Token;
                _ = Task.Run(async () => await reader.ReadAsync(stop));
                c\u0074a.Cancel();
            }
        """));
}
