namespace LeakAnalyzer.Tests.CodeFixes.LinkToScope;

/// <summary>Tests that no fix is offered where the loser of a race can't get a token, or where cancelling it would be wrong.</summary>
public class RaceNotLinkedTests
{
    [Fact]
    public Task Operation_That_Takes_No_Token() => VerifyFix.DoesNotLink(
        """
        static class C
        {
            public static async Task AcceptAsync(System.Net.HttpListener listener, CancellationToken token)
            {
                await Task.WhenAny({|LEAK005:listener.GetContextAsync()|}, Task.Delay(1000, token));
            }
        }
        """);

    [Fact]
    public Task Task_That_Lives_Outside_The_Loop() => VerifyFix.DoesNotLink(
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken token)
            {
                Task<int> read;
                while (!token.IsCancellationRequested)
                {
                    read = {|LEAK005:parent.ReadAsync(token)|}.AsTask();
                    await Task.WhenAny(read, Task.Delay(1000, token));
                }
            }
        }
        """);

    [Fact]
    public Task Body_Of_A_Loop_Without_Braces_And_Its_Condition() => VerifyFix.DoesNotLink(
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken token)
            {
                while (!token.IsCancellationRequested)
                    await Task.WhenAny({|LEAK005:parent.ReadAsync(token)|}.AsTask(), Task.Delay(1000, token));

                while ((await Task.WhenAny({|LEAK005:parent.ReadAsync(token)|}.AsTask(), Task.Delay(1000, token))).IsCompleted)
                {
                    Console.WriteLine();
                }
            }
        }
        """);

    [Fact]
    public Task Several_Tokens_In_Reach() => VerifyFix.DoesNotLink(
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken token, CancellationToken other)
            {
                await Task.WhenAny({|LEAK005:parent.ReadAsync()|}.AsTask(), Task.Delay(1000, token), Task.Delay(1000, other));
            }
        }
        """);

    [Fact]
    public Task Race_Or_Task_That_Is_Handed_Out() => VerifyFix.DoesNotLink(
        """
        static class C
        {
            public static Task Export(ChannelReader<int> parent, CancellationToken token)
            {
                return Task.WhenAny({|LEAK005:parent.ReadAsync(token)|}.AsTask(), Task.Delay(1000, token));
            }

            public static async Task<Task> ExportAsync(ChannelReader<int> parent, CancellationToken token)
            {
                Task read = {|LEAK005:parent.ReadAsync(token)|}.AsTask();
                if (await Task.WhenAny(read, Task.Delay(1000, token)) == read || token.CanBeCanceled)
                {
                    return read;
                }

                return Task.CompletedTask;
            }
        }
        """);

    [Fact]
    public Task Race_That_A_Jump_Back_Repeats_After_Its_Source() => VerifyFix.DoesNotLink(
        """
        static class C
        {
            public static async Task<bool> ExportAsync(ChannelReader<int> parent, CancellationToken token)
            {
                again:
                Task<bool> ready = {|LEAK005:parent.WaitToReadAsync(token)|}.AsTask();
                if (await Task.WhenAny(ready, Task.Delay(1000, token)) != ready)
                {
                    goto again;
                }

                return await ready;
            }
        }
        """);
}
