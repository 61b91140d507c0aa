namespace LeakAnalyzer.Tests.Rules.LEAK001_UngovernedWait;

/// <summary>Tests waits on a member of another object, such as <c>request.Completion</c>, which any code may complete.</summary>
public class HeldObjectTests
{
    [Theory]
    [InlineData("public void End(Request request) => request.Completion.TrySetResult();", false)]
    [InlineData("public void End(Request request) { Request other = request; other.Completion.TrySetCanceled(); }", false)]
    [InlineData("public bool Ask(Request request) => request.Completion.Task.IsCompleted;", true)]
    public Task A_Member_Of_A_Given_Object(string member, bool isReported)
    {
        string code = $$"""
            internal sealed class Request { public TaskCompletionSource Completion { get; } = new(); }

            internal sealed class Manager
            {
                public void Link(Request winner) { _ = {{(isReported ? "{|LEAK001:WaitAsync|}" : "WaitAsync")}}(winner); }

                private static async Task WaitAsync(Request request) => await request.Completion.Task;

                {{member}}
            }
            """;
        return isReported ? Verify.Reported(code) : Verify.Silent(code);
    }

    [Theory]
    [InlineData("await using var server = new Server();", false)]
    [InlineData("var server = new Server();", true)]
    public Task A_Member_Of_An_Object_That_A_Using_Disposes(string declaration, bool isReported)
    {
        string code = $$"""
            internal sealed class Server : IAsyncDisposable
            {
                private readonly TcpListener _listener = new(IPAddress.Any, 0);

                public async Task AcceptAsync() => await _listener.AcceptTcpClientAsync();

                public ValueTask DisposeAsync() { _listener.Stop(); return default; }
            }

            public class Subject
            {
                public async Task RunAsync()
                {
                    {{declaration}}
                    _ = {{(isReported ? "server.{|LEAK001:AcceptAsync|}" : "server.AcceptAsync")}}();
                    await Task.Delay(1);
                }
            }
            """;
        return isReported ? Verify.Reported(code) : Verify.Silent(code);
    }
}
