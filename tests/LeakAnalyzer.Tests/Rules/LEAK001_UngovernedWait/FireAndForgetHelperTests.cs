namespace LeakAnalyzer.Tests.Rules.LEAK001_UngovernedWait;

/// <summary>Tests fire-and-forget helpers: extension methods that take a task and return nothing, such as <c>task.Forget()</c>.</summary>
public class FireAndForgetHelperTests
{
    [Theory]
    [InlineData("public static void Forget(this Task task) { }")]
    [InlineData("public static void Forget<T>(this T task) where T : Task { }")]
    [InlineData("public static void Forget(this Task task) => _ = task;")]
    [InlineData("public static void Forget(this Task task, Action<Exception>? onError = null) { }")]
    [InlineData("public static async void Forget(this Task task) { try { await task; } catch { } }")]
    [InlineData("public static void Forget(this Task task) { if (!task.IsCompleted) { _ = ObserveAsync(task); } static async Task ObserveAsync(Task t) { try { await t; } catch { } } }")]
    [InlineData("public static void Forget(this Task task) => task.ContinueWith(t => Console.WriteLine(t.Exception));")]
    public Task An_Extension_On_Task_That_Returns_Nothing_Does_Not_Join(string helper) =>
        Verify.Reported(With(helper, "{|LEAK001:PumpAsync|}(reader).Forget();"));

    [Fact]
    public Task An_Extension_On_A_Task_With_A_Result_Does_Not_Join() => Verify.Reported(With(
        "public static void Ignore<T>(this Task<T> task) { }", "{|LEAK001:Task.Run|}(async () => await reader.ReadAsync()).Ignore();"));

    [Fact]
    public Task An_Extension_On_ValueTask_Does_Not_Join() => Verify.Reported(With(
        "public static void RunInBackground(this ValueTask task) { }", "{|LEAK001:PumpValueAsync|}(reader).RunInBackground();"));

    [Fact]
    public Task A_Local_Given_Only_To_A_Helper_Is_Not_Joined() => Verify.Reported(With(
        "public static void Forget(this Task task) { }", "var pump = {|LEAK001:PumpAsync|}(reader); pump.Forget();"));

    [Fact]
    public Task A_Helper_Of_A_Referenced_Project_Does_Not_Join() => Verify.Reported(
        With("", "{|LEAK001:PumpAsync|}(reader).SafeFireAndForget();"),
        Setup.Default with
        {
            LibrarySources = ["public static class Library { public static void SafeFireAndForget(this Task task, bool quiet = true) { } }"],
        });

    [Theory]
    [InlineData("public static void Forget(this Task task) => task.Wait();")]
    [InlineData("public static void Forget(this Task task) { task.GetAwaiter().GetResult(); }")]
    [InlineData("public static void Forget(this Task task) { Task.WaitAll(task); }")]
    [InlineData("public static void Forget(this Task task) { try { task.ConfigureAwait(false).GetAwaiter().GetResult(); } catch { } }")]
    public Task An_Extension_Whose_Body_Blocks_Is_A_Join(string helper) => Verify.Silent(With(helper, "PumpAsync(reader).Forget();"));

    [Fact]
    public Task An_Extension_With_A_Result_That_Blocks_Is_A_Join() => Verify.Silent(With(
        "public static T Await<T>(this Task<T> task) => task.Result;", "_ = Task.Run(async () => await reader.ReadAsync()).Await();"));

    [Theory]
    [InlineData("public static Task Forget(this Task task) => task;")]
    [InlineData("public static Task Forget(this Task task) => task.ContinueWith(t => Console.WriteLine(t.Status));")]
    [InlineData("public static async Task Forget(this Task task) { try { await task; } catch (InvalidOperationException) { } }")]
    [InlineData("public static ConfiguredTaskAwaitable Forget(this Task task) => task.ConfigureAwait(false);")]
    public async Task A_Task_Made_Of_A_Task_Passes_Its_Drop_On(string helper)
    {
        await Verify.Reported(With(helper, "_ = {|LEAK001:PumpAsync|}(reader).Forget();"));
        await Verify.Silent(With(helper, "PumpAsync(reader).Forget().GetAwaiter().GetResult();"));
    }

    [Theory]
    [InlineData("public static object Forget(this Task task) => task;")]
    [InlineData("public static void Forget(this object task) { }")]
    [InlineData("public static void Forget<T>(this T task) { }")]
    [InlineData("public static void Forget(this IAsyncResult task) { }")]
    public Task An_Extension_Of_Another_Shape_Is_Unknown(string helper) => Verify.Silent(With(helper, "PumpAsync(reader).Forget();"));

    [Fact]
    public Task A_Method_That_Is_No_Extension_Is_Unknown() => Verify.Silent(With(
        "public static void Forget(Task task) { }", "Helpers.Forget(PumpAsync(reader));"));

    [Fact]
    public Task A_Forget_Of_The_Users_Own_Type_Is_Not_Taken_For_A_Helper() => Verify.Silent("""
        class Pump
        {
            public void Forget() { }
            public static Pump Run(ChannelReader<int> reader) => new();
        }

        class Subject
        {
            public void Scope(ChannelReader<int> reader) => Pump.Run(reader).Forget();
        }
        """);

    private static string With(string helper, string statements) =>
        $$"""
        static class Helpers
        {
            {{helper}}
        }

        class Subject
        {
            public void Scope(ChannelReader<int> reader)
            {
                {{statements}}
            }

            private static async Task PumpAsync(ChannelReader<int> reader) => await reader.ReadAsync();
            private static async ValueTask PumpValueAsync(ChannelReader<int> reader) => await reader.ReadAsync();
        }
        """;
}
