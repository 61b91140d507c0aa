namespace LeakAnalyzer.Tests.Rules.LEAK005_AbandonedWait;

/// <summary>Tests idioms of races that aren't reported, such as a wait with a token of the type, and similar code that is.</summary>
public class IdiomTests
{
    [Theory]
    [InlineData("public async Task StopAsync(CancellationToken token) => await Task.WhenAny(_running, Task.Delay(-1, token));")]
    [InlineData("public async Task StopAsync(CancellationToken token) { var stopped = Task.Delay(Timeout.Infinite, token); await Task.WhenAny(_running, stopped); }")]
    [InlineData("public async Task EndAsync(CancellationToken token) { _stop.Cancel(); await Task.WhenAny(_running, Task.Delay(-1, token)); }")]
    [InlineData("public async Task EndAsync(CancellationToken token) { await _stop.CancelAsync(); await Task.WhenAny(_running, Task.Delay(-1, token)).ConfigureAwait(false); }")]
    public Task A_Stop_That_Waits_As_Long_As_It_May_Is_Not_Reported(string member) => Verify.Silent(Body(member), Setup.Races);

    [Theory]
    [InlineData("public async Task EndAsync(CancellationToken token) => await Task.WhenAny(_running, {|LEAK005:Task.Delay(-1, token)|});")]
    [InlineData("public async Task EndAsync(CancellationToken token) { await Task.WhenAny(_running, {|LEAK005:Task.Delay(-1, token)|}); _stop.Cancel(); }")]
    [InlineData("public async Task EndAsync(CancellationToken token, bool now) { if (now) { _stop.Cancel(); } await Task.WhenAny(_running, {|LEAK005:Task.Delay(-1, token)|}); }")]
    [InlineData("public async Task StopAsync(CancellationToken token) { while (!_running.IsCompleted) { await Task.WhenAny(Next(), {|LEAK005:Task.Delay(-1, token)|}); } }")]
    [InlineData("public async Task StopAsync() => await Task.WhenAny(_running, {|LEAK005:Task.Delay(-1)|});")]
    public Task A_Race_That_Is_No_Stop_Is_Reported(string member) => Verify.Reported(Body(member), Setup.Races);

    [Theory]
    [InlineData("public async Task RunAsync() { while (true) { await Task.WhenAny(Next(), {|LEAK005:Task.Delay(-1, _stop.Token)|}); } }")]
    [InlineData("public async Task RunAsync(ChannelReader<int> reader) { while (true) { var read = {|LEAK005:reader.ReadAsync(_stop.Token)|}.AsTask(); await Task.WhenAny(read, Task.Delay(10)); } }")]
    [InlineData("public async Task RunAsync(SemaphoreSlim gate) { while (!_stop.IsCancellationRequested) { var signal = {|LEAK005:gate.WaitAsync(Stop)|}; await Task.WhenAny(Next(), signal); } }")]
    [InlineData("public async Task RunAsync(ChannelReader<int> reader) { while (true) { await Task.WhenAny(reader.ReadAsync(_stop.Token).AsTask(), {|LEAK005:Task.Delay(-1, _stop.Token)|}); } }")]
    public Task The_Token_Of_The_Types_Source_Is_No_Excuse_For_A_Wait_That_Each_Iteration_Begins(string member) => Verify.Reported(Body(member), Setup.Races);

    [Theory]
    [InlineData("public async Task RunAsync() => await Task.WhenAny(Next(), Task.Delay(-1, _stop.Token));")]
    [InlineData("public async Task RunAsync() { var stopped = Task.Delay(-1, _stop.Token); while (true) { await Task.WhenAny(Next(), stopped); } }")]
    [InlineData("public async Task RunAsync() { while (true) { await Task.WhenAny(Next(), Task.Delay(-1, _stop.Token)); _stop.Cancel(); } }")]
    public Task A_Wait_With_The_Types_Token_That_Is_Begun_Once_Is_Not_Reported(string member) => Verify.Silent(Body(member), Setup.Races);

    [Theory]
    [InlineData("using var limit = new CancellationTokenSource();", "limit.CancelAfter(time);", "limit.CancelAfter(Timeout.Infinite);", true)]
    [InlineData("using var limit = new CancellationTokenSource();", "limit.CancelAfter(time);", "limit.CancelAfter(Timeout.InfiniteTimeSpan);", true)]
    [InlineData("using var limit = new CancellationTokenSource();", "limit.CancelAfter(time);", "", false)]
    [InlineData("var limit = new CancellationTokenSource(time);", "", "", false)]
    public async Task A_Time_That_Is_Taken_Back_Ends_Nothing(string before, string set, string reset, bool isReported)
    {
        string delay = isReported ? "{|LEAK005:Task.Delay(-1, limit.Token)|}" : "Task.Delay(-1, limit.Token)";
        string code = Body($$"""public async Task RunAsync(TimeSpan time) { {{before}} while (true) { {{set}} Task next = Next(); if (await Task.WhenAny(next, {{delay}}) != next) { return; } {{reset}} } }""");
        await (isReported ? Verify.Reported(code, Setup.Races) : Verify.Silent(code, Setup.Races));
    }

    [Theory]
    [InlineData("public void Dispose() => _udp.Dispose();", false)]
    [InlineData("public void Dispose() { if (_udp.Available == 0) { _udp.Close(); } }", false)]
    [InlineData("public void Join(IPAddress group) => _udp.JoinMulticastGroup(group);", true)]
    public async Task A_Socket_That_Its_Type_Closes_Is_Not_Reported_Whatever_Else_Is_Done_With_It(string member, bool isReported)
    {
        string receive = isReported ? "{|LEAK005:_udp.ReceiveAsync()|}" : "_udp.ReceiveAsync()";
        string code = Body($$"""
            private readonly UdpClient _udp = new();
            public int Port => ((IPEndPoint)_udp.Client.LocalEndPoint!).Port;
            public async Task RunAsync() { while (true) { await Task.WhenAny({{receive}}, Next()); } }
            {{member}}
            """);
        await (isReported ? Verify.Reported(code, Setup.Races) : Verify.Silent(code, Setup.Races));
    }

    [Theory]
    [InlineData("using var udp = new UdpClient(); await CopyAsync(udp);", false)]
    [InlineData("using (given) { await CopyAsync(given); }", false)]
    [InlineData("await CopyAsync(given);", true)]
    public async Task A_Socket_That_The_Caller_Closes_Is_Not_Reported(string call, bool isReported)
    {
        string receive = isReported ? "{|LEAK005:client.ReceiveAsync()|}" : "client.ReceiveAsync()";
        string code = Body($$"""
            public async Task RunAsync(UdpClient given) { {{call}} }
            private async Task CopyAsync(UdpClient client) { await Task.WhenAny({{receive}}, Next()); }
            """);
        await (isReported ? Verify.Reported(code, Setup.Races) : Verify.Silent(code, Setup.Races));
    }

    [Theory]
    [InlineData("var read = reader.ReadAsync(token).AsTask(); again:", false)]
    [InlineData("again: var read = {|LEAK005:reader.ReadAsync(token)|}.AsTask();", true)]
    public async Task A_Goto_Comes_Back_To_The_Same_Read(string beginning, bool isReported)
    {
        string code = Body($$"""
            public async Task<int> RunAsync(ChannelReader<int> reader, CancellationToken token)
            {
                {{beginning}}
                if (await Task.WhenAny(read, Next()) != read)
                {
                    await PingAsync(token);
                    goto again;
                }

                return await read;
            }

            private static Task PingAsync(CancellationToken token) => token.IsCancellationRequested ? throw new InvalidOperationException() : Task.CompletedTask;
            """);
        await (isReported ? Verify.Reported(code, Setup.Races) : Verify.Silent(code, Setup.Races));
    }

    private static string Body(string members) => Code.Class($$"""
        private readonly CancellationTokenSource _stop = new();
        private readonly Task _running = Task.CompletedTask;

        private CancellationToken Stop => _stop.Token;

        public void End() => _stop.Cancel();

        private static Task Next() => Task.Delay(1);

        {{members}}
        """);
}
