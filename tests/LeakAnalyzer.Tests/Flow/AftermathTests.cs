namespace LeakAnalyzer.Tests.Flow;

/// <summary>Tests whether a function awaits or enters a loop after <c>Start()</c>.</summary>
[OnOldestRoslyn]
public class AftermathTests
{
    [Theory]
    [InlineData("Start(); await Task.Yield();")]
    [InlineData("Start(); while (n > 0) { n--; }")]
    [InlineData("Start(); foreach (int i in items) { n += i; }")]
    [InlineData("Start(); for (;;) { }")]
    [InlineData("Start(); try { Work(); } finally { await Task.Yield(); }")]
    [InlineData("while (n > 0) { Start(); await Task.Yield(); }")]
    [InlineData("while (n > 0) { await Task.Yield(); Start(); }")]
    [InlineData("while (n > 0) { Start(); for (int i = 0; i < 3; i++) { n--; } }")]
    [InlineData("Start(); if (flag) { await Task.Yield(); }")]
    [InlineData("again: n--; if (n == 0) { Start(); } if (n > 9) { return; } while (n < 5) { n++; } goto again;")]
    public void Goes_On(string body) => Assert.True(FlowCode.Of(body).GoesOn());

    [Theory]
    [InlineData("Start();")]
    [InlineData("Start(); Work();")]
    [InlineData("await Task.Yield(); Start();")]
    [InlineData("while (n > 0) { n--; } Start(); Work();")]
    [InlineData("foreach (int i in items) { Start(); }")]
    [InlineData("for (int i = 0; i < n; i++) { Start(); Work(); }")]
    [InlineData("Start(); if (flag) { Work(); } else { n++; }")]
    [InlineData("Start(); Func<Task> later = async () => await Task.Yield();")]
    [InlineData("if (flag) { Start(); return; } await Task.Yield();")]
    public void Has_Nothing_More_To_Do(string body) => Assert.False(FlowCode.Of("await Task.CompletedTask; " + body).GoesOn());
}
