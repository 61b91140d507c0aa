namespace LeakAnalyzer.Tests.Rules.LEAK004_EndlessLoop;

/// <summary>Tests loops that call methods of unknown code, such as those of an interface.</summary>
public class FiniteWorkTests
{
    [Theory]
    [InlineData("IClock clock", "await clock.DelayAsync();")]
    [InlineData("IClock clock", "Work(clock.Now());")]
    [InlineData("IClock clock", "Work(await clock.NowAsync());")]
    [InlineData("IClock clock", "Work(clock.IsLate());")]
    [InlineData("IClock clock", "Work(await clock.CountAsync());")]
    [InlineData("IClock clock", "Work(clock.State());")]
    [InlineData("IClock clock", "Work(clock.Span());")]
    [InlineData("IClock clock", "await clock.FindAsync();")]
    [InlineData("IClock clock", "_ = await clock.FindAsync();")]
    [InlineData("IClock clock", "if (await clock.FindAsync() is null) { Work(1); }")]
    [InlineData("IClock clock", "if (clock.Find() != null) { Work(1); }")]
    [InlineData("IClock clock", "var found = clock.Find(); if (found is not null) { Work(1); }")]
    [InlineData("IClock clock", "var found = clock.Find(); if (found.IsReady) { Work(1); }")]
    [InlineData("IClock clock", "using var made = clock.Make();")]
    [InlineData("IClock clock", "using (clock.Make()) { }")]
    [InlineData("Base clock", "await clock.DelayAsync();")]
    [InlineData("Func<Task> clock", "await clock();")]
    [InlineData("Func<bool> clock", "if (clock()) { Work(1); }")]
    [InlineData("Action clock", "clock();")]
    [InlineData("Action? clock", "clock?.Invoke();")]
    [InlineData("System.Net.Http.HttpClient client", "Work(await client.GetAsync(\"http://localhost\"));")]
    [InlineData("System.Net.Http.HttpClient client", "Work(await client.GetStringAsync(\"http://localhost\").ConfigureAwait(false));")]
    [InlineData("object any", "await Task.CompletedTask;")]
    [InlineData("object any", "await Task.CompletedTask.ConfigureAwait(false);")]
    public Task What_Gives_No_Item_And_Has_No_End_Is_Finite(string parameter, string call) => Verify.Reported(Loop(parameter, call, isReported: true));

    [Theory]
    [InlineData("IClock clock", "Work(clock.Find());")]
    [InlineData("IClock clock", "Work(await clock.FindAsync());")]
    [InlineData("IClock clock", "var found = clock.Find(); Work(found);")]
    [InlineData("IClock clock", "if (await clock.FindAsync() is { } found) { Work(found); }")]
    [InlineData("IClock clock", "using var made = await clock.MakeAsync();")]
    [InlineData("IClosable clock", "await clock.DelayAsync();")]
    [InlineData("IDerived clock", "await clock.DelayAsync();")]
    [InlineData("IOwned clock", "await clock.DelayAsync();")]
    [InlineData("Stoppable clock", "await clock.DelayAsync();")]
    [InlineData("IQueue<int> clock", "Work(await clock.TakeAsync());")]
    [InlineData("Func<object> clock", "Work(clock());")]
    [InlineData("Func<Task<object>> clock", "Work(await clock());")]
    [InlineData("dynamic clock", "clock.Tick();")]
    public Task What_May_Wait_Or_Throw_Is_Unknown(string parameter, string call) => Verify.Silent(Loop(parameter, call, isReported: false));

    [Theory]
    [InlineData("await _client.GetAsync(\"http://localhost\");", "private readonly System.Net.Http.HttpClient _client = new();")]
    [InlineData("await _stream.FlushAsync();", "private readonly Stream _stream = new MemoryStream();")]
    [InlineData("Clock.Change(1, 1);", "private Timer Clock { get; } = new(_ => { });")]
    public async Task A_Member_That_Its_Type_Ends_Throws_Out_Of_The_Loop_And_Another_Does_Not(string call, string member)
    {
        string name = call.Contains("Clock") ? "Clock" : call.Contains("_client") ? "_client" : "_stream";
        await Verify.Reported(Member(member, call, end: "", "{|LEAK004:Task.Run|}"));
        await Verify.Reported(Member(member, call, end: $"public bool IsThere => {name} != null;", "{|LEAK004:Task.Run|}"));
        await Verify.Silent(Member(member, call, end: $"public void Stop() => {name}.Dispose();", "Task.Run"));
        await Verify.Silent(Member(member, call, end: $"public void Stop() => {name}?.Dispose();", "Task.Run"));
        await Verify.Silent(Member(member, call, end: $"public void Stop() {{ using ({name}) {{ }} }}", "Task.Run"));
        await Verify.Silent(Member(member, call, end: $"public object Handed => {name};", "Task.Run"));
        await Verify.Silent(Member(member.Replace("private readonly", "public").Replace("private Timer", "public Timer"), call, end: "", "Task.Run"));
    }

    [Fact]
    public Task A_Delegate_That_Is_Known_Is_Read() => Verify.Reported(
        """
        public class Subject
        {
            private readonly Func<Task> _step = () => Task.CompletedTask;
            public void Start() => _ = {|LEAK004:Task.Run|}(async () => { while (true) { await _step(); await Task.Delay(10); } });
        }
        """);

    [Theory]
    [InlineData("while (token.IsCancellationRequested == false) { await Task.Delay(10); }")]
    [InlineData("while (false == token.IsCancellationRequested) { await Task.Delay(10); }")]
    [InlineData("while (token.IsCancellationRequested is false) { await Task.Delay(10); }")]
    [InlineData("while (token.IsCancellationRequested is not true) { await Task.Delay(10); }")]
    [InlineData("while (token.IsCancellationRequested != true) { await Task.Delay(10); }")]
    public async Task A_Condition_That_Only_Reads_A_Token_Is_Seen_However_It_Is_Written(string loop)
    {
        await Verify.Reported(Started(loop, "{|LEAK004:RunAsync|}(default)"));
        await Verify.Silent(Started(loop, "RunAsync(token)"));
        await Verify.Silent(Started(loop.Replace("== false", "== true").Replace("false ==", "true ==").Replace("is false", "is true").Replace("is not true", "is not false").Replace("!= true", "!= false"), "RunAsync(default)"));
    }

    private static string Started(string loop, string call) => $$"""
        public class Subject
        {
            public void Start(CancellationToken token) { _ = {{call}}; }
            private static async Task RunAsync(CancellationToken token) { {{loop}} }
        }
        """;

    private static string Member(string member, string call, string end, string start) => $$"""
        public class Subject
        {
            {{member}}
            {{end}}
            public void Start() => _ = {{start}}(async () => { while (true) { {{call}} await Task.Delay(1000); } });
        }
        """;

    private static string Loop(string parameter, string call, bool isReported) => $$"""
        #pragma warning disable CS1998
        public class Subject
        {
            public void Scope({{parameter}}) => _ = {{(isReported ? "{|LEAK004:Task.Run|}" : "Task.Run")}}(async () => { while (true) { {{call}} await Task.Delay(1000); } });
            private static void Work(object? item) { }
        }

        public interface IClock
        {
            Task DelayAsync();
            DateTime Now();
            Task<DateTimeOffset> NowAsync();
            TimeSpan? Span();
            bool IsLate();
            ValueTask<int> CountAsync();
            DayOfWeek State();
            Found Find();
            Task<Found> FindAsync();
            Found Make();
            Task<Found> MakeAsync();
        }

        public class Found : IDisposable { public bool IsReady { get; set; } public void Dispose() { } }
        public interface IClosable { Task DelayAsync(); Task CloseAsync(); }
        public interface IDerived : IClosable { }
        public interface IOwned : IAsyncDisposable { Task DelayAsync(); }
        public interface IQueue<T> { Task<T> TakeAsync(); }
        public class Base { public virtual Task DelayAsync() => Task.CompletedTask; }
        public class Stoppable : Base { public override Task DelayAsync() => Task.CompletedTask; public void Stop() { } }
        """;

    [Fact]
    public Task Base_Class_Knows_No_End_Of_Its_Heir() => Verify.Reported(
        """
        using Microsoft.AspNetCore.Components;

        public class Clock : ComponentBase, IDisposable
        {
            protected override void OnInitialized() => _ = {|LEAK004:RunAsync|}();

            public void Dispose() { }

            private async Task RunAsync()
            {
                while (true)
                {
                    await Task.Delay(1000);
                    await InvokeAsync(StateHasChanged);
                }
            }
        }
        """, Setup.Default with { References = TestReferences.Web });

    [Fact]
    public Task Disposable_Base_Class_May_Throw_When_It_Is_Disposed() => Verify.Silent(
        """
        public class Log(string path) : StreamWriter(path)
        {
            public void Start() => _ = RunAsync();

            private async Task RunAsync()
            {
                while (true)
                {
                    await Task.Delay(1000);
                    await FlushAsync();
                }
            }
        }
        """);
}
