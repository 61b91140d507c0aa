namespace LeakAnalyzer.Tests.Rules.LEAK003_SourceNotCancelled;

/// <summary>Tests a <c>CancellationTokenSource</c> that no code cancels. Disposing it doesn't cancel it.</summary>
[OnOldestRoslyn]
public class NeverCancelledTests
{
    [Theory]
    [InlineData("var {|LEAK003:cts|} = new CancellationTokenSource(); CancellationToken stop = cts.Token;")]
    [InlineData("using var {|LEAK003:cts|} = new CancellationTokenSource(); CancellationToken stop = cts.Token;")]
    [InlineData("CancellationTokenSource {|LEAK003:cts|} = new(); var stop = cts.Token; cts.Dispose();")]
    [InlineData("CancellationTokenSource {|LEAK003:cts|}; cts = new(); var stop = cts.Token;")]
    [InlineData("var {|LEAK003:cts|} = new CancellationTokenSource(Timeout.Infinite); CancellationToken stop = cts.Token;")]
    [InlineData("var {|LEAK003:cts|} = new CancellationTokenSource(Timeout.InfiniteTimeSpan); CancellationToken stop = cts.Token;")]
    [InlineData("var {|LEAK003:cts|} = CancellationTokenSource.CreateLinkedTokenSource(default, CancellationToken.None); var stop = cts.Token;")]
    [InlineData("var outer = new CancellationTokenSource(); var {|LEAK003:cts|} = CancellationTokenSource.CreateLinkedTokenSource(outer.Token); var stop = cts.Token;")]
    public Task The_Token_Of_A_Source_That_Nobody_Cancels_Is_Reported(string source) =>
        Verify.Reported(Code.Body($"{source}\n_ = Task.Run(async () => await reader.ReadAsync(stop));"));

    [Fact]
    public Task Each_Source_That_Two_Tasks_Wait_On_Is_Reported_At_Its_Own_Variable() => Verify.Reported(Code.Body("""
        using var {|LEAK003:first|} = new CancellationTokenSource();
        using CancellationTokenSource {|LEAK003:second|} = new(), third = new();
        _ = PumpAsync(reader, first.Token);
        _ = PumpAsync(reader, second.Token);
        _ = PumpAsync(reader, third.Token);
        third.Cancel();
        """));

    [Fact]
    public Task A_Linked_Source_That_Is_Only_Disposed_Is_Reported() => Verify.Reported(Code.Body("""
        using var {|LEAK003:cts|} = CancellationTokenSource.CreateLinkedTokenSource(token);
        CancellationToken stop = cts.Token;
        _ = Task.Run(async () => await reader.ReadAsync(stop));
        Work();
        """));

    [Fact]
    public Task A_Linked_Source_That_Is_Neither_Cancelled_Nor_Disposed_Is_Governed_By_The_Caller() => Verify.Silent(Code.Body("""
        var cts = CancellationTokenSource.CreateLinkedTokenSource(token);
        CancellationToken stop = cts.Token;
        _ = Task.Run(async () => await reader.ReadAsync(stop));
        """));

    [Theory]
    [InlineData("Work(cts);")]
    [InlineData("s_source = cts;")]
    [InlineData("Action cancel = cts.Cancel; Work(cancel);")]
    [InlineData("AppDomain.CurrentDomain.ProcessExit += (_, _) => cts.Cancel();")]
    [InlineData("s_sources.Add(cts);")]
    [InlineData("using var registration = token.Register(() => cts.Cancel());")]
    [InlineData("using var registration = token.Register(s => ((CancellationTokenSource)s!).Cancel(), cts);")]
    public Task A_Source_That_Others_Can_Cancel_Is_Not_Reported(string escape) => Verify.Silent(Code.Body(
        $"""
        var cts = new CancellationTokenSource();
        CancellationToken stop = cts.Token;
        {escape}
        _ = Task.Run(async () => await reader.ReadAsync(stop));
        """) + """

        partial class Subject
        {
            private static CancellationTokenSource? s_source;
            private static readonly List<CancellationTokenSource> s_sources = new();
            public static void Stop() { s_source?.Cancel(); s_sources.ForEach(source => source.Cancel()); }
        }
        """);

    [Theory]
    [InlineData("CancellationTokenSource cts; s_source = cts = new CancellationTokenSource();")]
    [InlineData("var cts = s_source = new CancellationTokenSource();")]
    [InlineData("CancellationTokenSource cts; Work(cts = new CancellationTokenSource());")]
    [InlineData("CancellationTokenSource cts; var same = cts = new CancellationTokenSource(); same.Cancel();")]
    [InlineData("var cts = new CancellationTokenSource(); Work(new[] { cts });")]
    [InlineData("var cts = new CancellationTokenSource(); Work((cts, 1));")]
    [InlineData("var cts = new CancellationTokenSource(); object same = cts; ((CancellationTokenSource)same).Cancel();")]
    public Task A_Source_That_Gets_Another_Name_Which_Is_Not_Followed_Is_Not_Reported(string source) => Verify.Silent(Code.Body(
        $"{source} _ = PumpAsync(reader, cts.Token); Work();") + """

        partial class Subject
        {
            private static CancellationTokenSource? s_source;
            public static void Stop() => s_source?.Cancel();
        }
        """);

    [Fact]
    public Task A_Source_That_Is_Given_Back_Is_Not_Reported() => Verify.Silent(Code.Class("""
        public CancellationTokenSource Scope(ChannelReader<int> reader)
        {
            var cts = new CancellationTokenSource();
            _ = Task.Run(async () => await reader.ReadAsync(cts.Token));
            return cts;
        }
        """));

    [Fact]
    public Task A_Source_Whose_Token_Only_Is_Given_Back_Is_Reported() => Verify.Reported(Code.Class("""
        public CancellationToken Scope(ChannelReader<int> reader)
        {
            var {|LEAK003:cts|} = new CancellationTokenSource();
            _ = Task.Run(async () => await reader.ReadAsync(cts.Token));
            return cts.Token;
        }
        """));

    [Fact]
    public Task A_Cancel_That_Only_The_Waiting_Task_Would_Reach_Counts_For_Nothing() => Verify.Reported(Code.Body("""
        var {|LEAK003:cts|} = new CancellationTokenSource();
        CancellationToken stop = cts.Token;
        _ = Task.Run(async () =>
        {
            await reader.ReadAsync(stop);
            cts.Cancel();
        });
        """));

    [Fact]
    public Task A_Cancel_In_Another_Task_Is_Not_Reported() => Verify.Silent(Code.Body("""
        var cts = new CancellationTokenSource();
        CancellationToken stop = cts.Token;
        _ = Task.Run(async () => await reader.ReadAsync(stop));
        _ = Task.Run(async () =>
        {
            await Task.Delay(1000);
            cts.Cancel();
        });
        """));

    [Fact]
    public Task Cancelling_Another_Source_Is_No_Help() => Verify.Reported(Code.Body("""
        var {|LEAK003:cts|} = new CancellationTokenSource();
        var other = new CancellationTokenSource();
        _ = Task.Run(async () => await reader.ReadAsync(cts.Token));
        other.Cancel();
        """));

    [Fact]
    public Task A_Cancel_Of_The_Users_Own_Type_Is_No_Cancel() => Verify.Reported(Code.Body("""
        var {|LEAK003:cts|} = new CancellationTokenSource();
        _ = Task.Run(async () => await reader.ReadAsync(cts.Token));
        new Order().Cancel();
        """) + "\nclass Order { public void Cancel() { } }");
}
