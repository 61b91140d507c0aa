using LeakAnalyzer.Rules;
using System.Globalization;
using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.Tests.Rules.LEAK011_UnseenEnd;

/// <summary>
/// Tests that the audit reports each task which no rule reports and of which it can't be seen that it ends, and that the report says why.
/// </summary>
[OnOldestRoslyn]
public class AuditTests
{
    private static readonly Setup s_audit = Setup.Default with { Rules = [.. RuleTest.TaskRules, UnseenEnd.Id], ShowsAudit = true };

    [Theory]
    [InlineData("var c = Given.Channels[0];", "await c.Reader.ReadAsync();", "", "where that comes from, and who ends it, can't be seen")]
    [InlineData("var c = Channel.CreateUnbounded<int>();", "await c.Reader.ReadAsync();", "Given.Take(c);", "what it waits on is handed to code that can't be seen, which may end it")]
    [InlineData("", "await Given.Shared.Reader.ReadAsync();", "", "code outside this assembly can end it, and may not")]
    [InlineData("", "await Task.Delay(Timeout.Infinite, Given.Token());", "", "who cancels its token can't be seen")]
    [InlineData("var s = new SemaphoreSlim(0);", "if (flag) { s.Release(); } await s.WaitAsync();", "", "what ends it stands on some paths only, or in the work itself")]
    [InlineData("var app = Given.Lifetime;", "await Task.Delay(Timeout.Infinite, app.ApplicationStopping);", "", "it ends with the application")]
    [InlineData("", "while (true) { Given.Take(Given.Make()); await Task.Delay(1000); }", "", "only an exception of what the loop calls would leave it")]
    [InlineData("", "using var client = new System.Net.Sockets.TcpClient(); await client.Client.ReceiveAsync(new byte[1]);", "", "it ends when its peer goes")]
    public async Task A_Report_Says_Why_It_Is_Not_Sure(string before, string work, string after, string why)
    {
        string code = $$"""
            using Microsoft.Extensions.Hosting;

            public abstract class Given
            {
                public static List<Channel<int>> Channels { get; } = new();
                public static Channel<int> Shared { get; set; } = Channel.CreateUnbounded<int>();
                public static IHostApplicationLifetime Lifetime { get; set; } = null!;
                public static Func<CancellationToken> Token { get; set; } = () => default;
                public static Action<object> Take { get; set; } = _ => { };
                public static Func<object> Make { get; set; } = () => new object();
            }

            public class Subject
            {
                public void Scope(bool flag)
                {
                    {{before}}
                    _ = {|LEAK011:Task.Run|}(async () => { {{work}} });
                    {{after}}
                }
            }
            """;

        Diagnostic report = Assert.Single(await Verify.Reported(code, s_audit with { References = TestReferences.Hosting }));

        Assert.EndsWith(": " + why, report.GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        Assert.NotEmpty(report.AdditionalLocations);
    }

    [Theory]
    [InlineData("await Task.Delay(1000);")]
    [InlineData("await Task.Delay(Timeout.Infinite, _cts.Token);")]
    [InlineData("await _c.Reader.ReadAsync();")]
    [InlineData("await _c.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(5));")]
    public Task What_Is_Seen_To_End_Is_Not_Shown(string work) => Verify.Silent(Code.Class(
        $$"""
            private readonly CancellationTokenSource _cts = new();
            private readonly Channel<int> _c = Channel.CreateUnbounded<int>();
            public void Scope() => _ = Task.Run(async () => { {{work}} });
            public void Stop() { _cts.Cancel(); _c.Writer.TryComplete(); }
        """), s_audit);

    [Fact]
    public Task What_Another_Rule_Reports_Is_Not_Shown_Again() => Verify.Reported(
        Code.Body("_ = {|LEAK001:Task.Run|}(async () => await reader.ReadAsync());"), s_audit);

    [Fact]
    public Task It_Is_Off_By_Default() => Verify.Silent(Code.Class(
        "public void Scope(List<Channel<int>> channels) => _ = Task.Run(async () => await channels[0].Reader.ReadAsync());"));
}
