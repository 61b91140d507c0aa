namespace LeakAnalyzer.Tests.Rules.LEAK010_OwnerLeavesTask;

/// <summary>Tests tasks that a disposable type starts and drops.</summary>
public class DroppedTests
{
    private const string Fields = "private readonly CancellationTokenSource _cts = new(); ";

    [Theory]
    [InlineData("public void Close() => _cts.Cancel();", false)]
    [InlineData("public void CloseAll() => _cts.Cancel();", false)]
    [InlineData("protected void OnClosing() => _cts.Cancel();", false)]
    [InlineData("internal Task ShutdownAsync() { _cts.Cancel(); return Task.CompletedTask; }", false)]
    [InlineData("public void Restart() => _cts.Cancel();", true)]
    [InlineData("public void Reset() { Again(); } private void Again() => _cts.Cancel();", true)]
    [InlineData("private void Abort() => _cts.Cancel();", true)]
    [InlineData("public void Abort() => Again(); private void Again() => _cts.Cancel();", false)]
    [InlineData("public void Watch(AppDomain app) => app.ProcessExit += OnExit; private void OnExit(object? sender, EventArgs e) => _cts.Cancel();", false)]
    [InlineData("public void Watch(AppDomain app) => app.ProcessExit += (s, e) => _cts.Cancel();", false)]
    [InlineData("public void Watch() => _ = WatchAsync(); private async Task WatchAsync() { await Task.Delay(10); _cts.Cancel(); }", false)]
    [InlineData("public CancellationTokenSource Source => _cts;", false)]
    public Task An_End_Is_A_Member_That_Sounds_Like_One(string member, bool isReported) => Verify(
        $"{Fields}{member}", "await Task.Delay(Timeout.Infinite, _cts.Token);", "", isReported);

    [Theory]
    [InlineData("Abort Cleanup Closing Completed DeactivateAsync Deinit Deregister Destroy Detach Disable Disconnect DisposeCore DrainAsync End Exit Finish Halt", false)]
    [InlineData("Interrupt Kill Leave Logoff Logout Quit Release Shutdown StopAsync TearDown Terminate Unbind Uninit Uninstall Unload Unmount Unregister Unsubscribe Unwatch", false)]
    [InlineData("Restart Reset Pause Send Append Believe Skill Delay", true)]
    public async Task Names_That_Sound_Like_An_End(string names, bool isReported)
    {
        foreach (string name in names.Split(' '))
        {
            await Verify($"{Fields}public void {name}() => _cts.Cancel();", "await Task.Delay(Timeout.Infinite, _cts.Token);", "", isReported);
        }
    }

    [Theory]
    [InlineData("await Task.Delay(Timeout.Infinite, token);", false)]
    [InlineData("using var linked = CancellationTokenSource.CreateLinkedTokenSource(token, _cts.Token); await Task.Delay(Timeout.Infinite, linked.Token);", true)]
    public Task A_Dropped_Task_With_The_Token_Of_Its_Own_Start(string work, bool isReported) => Verify(
        $"{Fields}public void Restart() => _cts.Cancel();", work, "", isReported);

    [Fact]
    public Task A_Type_That_Is_Not_Disposable_Has_No_End() => Tests.Verify.Silent(Code.Class(
        $"{Fields}public void Restart() => _cts.Cancel(); public void Start() => _ = Task.Run(async () => await Task.Delay(Timeout.Infinite, _cts.Token));"));

    [Fact]
    public async Task The_Message_Says_That_Nobody_Awaits_It()
    {
        string source = Owner.Expand(Owner.Type($"{Fields}public void Restart() => _cts.Cancel();", "_ = START(async () => { await Task.Delay(-1, _cts.Token); });", ""), isReported: true);
        Assert.Equal(
            "The task started by 'Task.Run' is never awaited, and the disposal of 'Subject' does not end its 'Task.Delay'; cancel a source of its own when 'Subject' is disposed",
            Assert.Single(await Tests.Verify.Reported(source)).GetMessage(System.Globalization.CultureInfo.InvariantCulture));
    }

    private static Task Verify(string fields, string work, string end, bool isReported) =>
        Owner.Verify(Owner.Type(fields, $"_ = START(async () => {{ {work} }});", end), isReported);

    [Theory]
    [InlineData("public void Dispose() { _ = FinishAsync(); }", false)]
    [InlineData("public void Dispose() { if (!_ready) { Finish(); } } private void Finish() => _ = FinishAsync();", false)]
    [InlineData("public void Begin() { _ = {|LEAK010:FinishAsync|}(); } public void Dispose() { }", true)]
    public Task What_The_End_Itself_Starts_Belongs_To_The_End(string members, bool isReported)
    {
        string source = Code.Class($"private bool _ready; public void Set() => _ready = true; private async Task FinishAsync() {{ while (!_ready) {{ await Task.Delay(50); }} }} {members}")
            .Replace("class Subject", "class Subject : IDisposable", StringComparison.Ordinal);
        return isReported ? Tests.Verify.Reported(source) : Tests.Verify.Silent(source);
    }
}
