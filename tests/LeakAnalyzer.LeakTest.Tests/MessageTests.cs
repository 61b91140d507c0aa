namespace LeakAnalyzer.LeakTest.Tests;

public class MessageTests
{
    private const string Here = "LeakAnalyzer.LeakTest.Tests.MessageTests";

    private readonly TaskCompletionSource _never = new();
    private string _placeOfWait = "";
    private string _placeOfRun = "";
    private string _placeOfCall = "";
    private string _placeOfCheck = "";

    [Fact]
    public async Task The_Message_Tells_The_Method_The_Wait_And_The_Start()
    {
        LeakException leak = await Assert.ThrowsAsync<LeakException>(CheckAsync);

        Assert.Equal(
            $"""
            1 task was started and has not completed within 1.5 s after the checked code ended:
            1. {Here}.Start lambda
               waits for: TaskCompletionSource.Task
               is kept in memory
               started at:
                  {Here}.Start lambda in {_placeOfWait}
                  {Here}.Start in {_placeOfRun}
                  {Here}.Body in {_placeOfCall}
                  {Here}.CheckAsync in {_placeOfCheck}
            """,
            leak.Message);
    }

    [Fact]
    public async Task More_Than_Ten_Kinds_Are_Told_By_Their_Number()
    {
        LeakException leak = await Leaks.CaughtAsync(() =>
        {
            _ = Wait<bool>(); _ = Wait<byte>(); _ = Wait<char>(); _ = Wait<int>(); _ = Wait<uint>(); _ = Wait<long>(); _ = Wait<ulong>();
            _ = Wait<short>(); _ = Wait<ushort>(); _ = Wait<float>(); _ = Wait<double>(); _ = Wait<decimal>(); _ = Wait<decimal>();
            return Task.CompletedTask;
        });

        Assert.StartsWith("13 tasks were started and have not completed", leak.Message);
        Assert.Contains($"\n10. {Here}.Wait<float>\n", leak.Message);
        Assert.EndsWith("\n… and 3 more", leak.Message);
    }

    [Fact]
    public async Task Different_Starts_Of_One_Method_Are_Told_Together()
    {
        LeakException leak = await Leaks.CaughtAsync(() =>
        {
            First();
            Second();
            return Task.CompletedTask;
        });

        Assert.Contains($"\n1. 2 times {Here}.Wait<int>\n", leak.Message);
        Assert.Matches($@"\n   started at:\n(      .*\n)*      {Here}\.First in ", leak.Message);
        Assert.Matches($@"\n   or at:\n(      .*\n)*      {Here}\.Second in ", leak.Message);

        void Ignore(Task task) => Assert.False(task.IsCompleted);
        void First() => MessageTests.First(Ignore, this);
        void Second() => MessageTests.Second(Ignore, this);
    }

    [Fact]
    public async Task A_Method_That_Waits_For_Another_Is_Told_With_It()
    {
        string firstPlace = "", secondPlace = "", placeOfInner = "";
        LeakException leak = await Leaks.CaughtAsync(() =>
        {
            firstPlace = Leaks.Place(); _ = OuterAsync();
            secondPlace = Leaks.Place(); _ = OuterAsync();
            return Task.CompletedTask;
        });

        string here = $"{Here}.{nameof(A_Method_That_Waits_For_Another_Is_Told_With_It)}";
        Assert.All(leak.Tasks, task => Assert.Equal(($"{Here}.Wait<int>", $"{here}.OuterAsync"), (task.Method, Assert.Single(task.AwaitedBy))));
        Assert.Equal(
            [
                $"{here}.OuterAsync in {placeOfInner} | {here} lambda in {firstPlace}",
                $"{here}.OuterAsync in {placeOfInner} | {here} lambda in {secondPlace}",
            ],
            leak.Tasks.Select(task => string.Join(" | ", task.StartedAt.Skip(1).Take(2))));

        async Task OuterAsync() { placeOfInner = Leaks.Place(); await Wait<int>(); }
    }

    [Fact]
    public async Task A_Start_Without_A_Stack_Is_Told_So()
    {
        LeakException leak = await Leaks.CaughtAsync(
            () => Task.FromResult(WaitWithoutStack()),
            new LeakCheckOptions { Timeout = TimeSpan.Zero, StacksPerMethod = 0 });

        Assert.EndsWith("\n   is kept in memory\n   no stack of its start was taken (see StacksPerMethod)", leak.Message);
    }

    [Fact]
    public async Task Of_A_Deep_Stack_The_Innermost_Frames_Are_Told()
    {
        string placeOfStart = "";
        LeakedTask leak = await Leaks.OneAsync(() => Deep(100));

        string deep = $"{Here}.{nameof(Of_A_Deep_Stack_The_Innermost_Frames_Are_Told)}.Deep in ";
        Assert.InRange(leak.StartedAt.Count, 15, 40);
        Assert.StartsWith($"{Here}.Wait<T> in ", leak.StartedAt[0]);
        Assert.Equal([$"{deep}{placeOfStart}", "…"], [leak.StartedAt[1], leak.StartedAt[^1]]);
        Assert.All(leak.StartedAt.Skip(2).SkipLast(1), frame => Assert.StartsWith(deep, frame));

        Task Deep(int depth)
        {
            if (depth > 0)
            {
                return Deep(depth - 1);
            }

            placeOfStart = Leaks.Place(); _ = Wait<int>();
            return Task.CompletedTask;
        }
    }

    private static void First(Action<Task> ignore, MessageTests tests) => ignore(tests.Wait<int>());

    private static void Second(Action<Task> ignore, MessageTests tests) => ignore(tests.Wait<int>());

    private async Task CheckAsync() { _placeOfCheck = Leaks.Place(); await LeakCheck.NoneAsync(Body, Leaks.Patient); }

    private Task Body() { _placeOfCall = Leaks.Place(); return Start(); }

    private Task Start()
    {
        _placeOfRun = Leaks.Place(); _ = Task.Run(async () => { _placeOfWait = Leaks.Place(); await _never.Task; });
        return Task.CompletedTask;
    }

    private async Task WaitWithoutStack() => await _never.Task;

    private async Task<T?> Wait<T>()
    {
        await _never.Task;
        return default;
    }
}
