namespace LeakAnalyzer.Tests.Rules.LEAK001_UngovernedWait;

/// <summary>Tests each call that starts a task, such as <c>Task.Run</c>, and calls that only look like it.</summary>
public class StartTests
{
    [Theory]
    [InlineData("_ = {|LEAK001:Task.Run|}(async () => await reader.ReadAsync());")]
    [InlineData("_ = {|LEAK001:Task.Run|}(() => reader.ReadAsync().AsTask());")]
    [InlineData("_ = {|LEAK001:Task.Run|}(() => reader.ReadAsync().AsTask().Wait());")]
    [InlineData("_ = {|LEAK001:Task.Run|}(async delegate { await reader.ReadAsync(); });")]
    [InlineData("_ = {|LEAK001:Task.Run<int>|}(async () => await reader.ReadAsync());")]
    [InlineData("_ = global::System.Threading.Tasks.{|LEAK001:Task.Run|}(async () => await reader.ReadAsync());")]
    [InlineData("_ = System.Threading.Tasks.{|LEAK001:Task.Run|}(async () => await reader.ReadAsync());")]
    [InlineData("_ = Task.Factory.{|LEAK001:StartNew|}(async () => await reader.ReadAsync());")]
    [InlineData("_ = Task.Factory.{|LEAK001:StartNew|}(() => reader.ReadAsync().AsTask().Wait());")]
    [InlineData("_ = Task.Factory.{|LEAK001:StartNew|}(() => reader.ReadAsync().AsTask().Wait(), TaskCreationOptions.LongRunning);")]
    [InlineData("_ = Task<int>.Factory.{|LEAK001:StartNew|}(() => reader.ReadAsync().AsTask().Result);")]
    [InlineData("_ = new TaskFactory().{|LEAK001:StartNew|}(async () => await reader.ReadAsync());")]
    [InlineData("var factory = new TaskFactory(); factory.{|LEAK001:StartNew|}(async () => await reader.ReadAsync());")]
    [InlineData("_ = new TaskFactory<int>().{|LEAK001:StartNew|}(() => reader.ReadAsync().AsTask().Result);")]
    [InlineData("_ = Task.CompletedTask.{|LEAK001:ContinueWith|}(async _ => await reader.ReadAsync());")]
    [InlineData("_ = Task.CompletedTask.{|LEAK001:ContinueWith|}(_ => reader.ReadAsync().AsTask().Wait());")]
    [InlineData("_ = Task.FromResult(1).{|LEAK001:ContinueWith|}(_ => reader.ReadAsync().AsTask().Result);")]
    public Task A_Task_Started_By_The_Framework_Is_Reported(string start) => Verify.Reported(Code.Body(start));

    [Theory]
    [InlineData("_ = Task.Run(() => Work());")]
    [InlineData("_ = Task.Run(async () => await Task.Delay(1000));")]
    [InlineData("_ = Task.Factory.StartNew(() => Work());")]
    [InlineData("_ = new TaskFactory().StartNew(async () => await Task.Delay(1000));")]
    [InlineData("_ = Task.CompletedTask.ContinueWith(_ => Work());")]
    [InlineData("ThreadPool.QueueUserWorkItem(_ => Work());")]
    [InlineData("ThreadPool.UnsafeQueueUserWorkItem(_ => Work(), null);")]
    [InlineData("new Thread(() => Work()).Start();")]
    [InlineData("new List<int>().ForEach(async _ => await Task.Delay(1000));")]
    public Task Work_That_Ends_By_Itself_Is_Not_Reported(string start) => Verify.Silent(Code.Body(start));

    [Theory]
    [InlineData("{|LEAK001:ThreadPool.QueueUserWorkItem|}(_ => reader.ReadAsync().AsTask().Wait());")]
    [InlineData("{|LEAK001:ThreadPool.QueueUserWorkItem|}(async _ => await reader.ReadAsync());")]
    [InlineData("{|LEAK001:ThreadPool.QueueUserWorkItem|}(async _ => await reader.ReadAsync(), null);")]
    [InlineData("{|LEAK001:ThreadPool.QueueUserWorkItem|}(async s => await s.ReadAsync(), reader, preferLocal: false);")]
    [InlineData("{|LEAK001:ThreadPool.QueueUserWorkItem|}(s => s.ReadAsync().AsTask().Wait(), reader, preferLocal: false);")]
    [InlineData("{|LEAK001:ThreadPool.UnsafeQueueUserWorkItem|}(_ => reader.ReadAsync().AsTask().Wait(), null);")]
    [InlineData("{|LEAK001:ThreadPool.UnsafeQueueUserWorkItem|}(async _ => await reader.ReadAsync(), null);")]
    public Task Work_Of_The_Thread_Pool_Is_Reported(string start) => Verify.Reported(Code.Body(start));

    [Theory]
    [InlineData("new Thread(() => reader.ReadAsync().AsTask().Wait()).{|LEAK001:Start|}();")]
    [InlineData("new Thread(_ => reader.ReadAsync().AsTask().Wait()).{|LEAK001:Start|}(null);")]
    [InlineData("new Thread(async () => await reader.ReadAsync()).{|LEAK001:Start|}();")]
    [InlineData("new Thread(() => reader.ReadAsync().AsTask().Wait()) { IsBackground = true }.{|LEAK001:Start|}();")]
    [InlineData("var thread = new Thread(() => reader.ReadAsync().AsTask().Wait()); thread.{|LEAK001:Start|}();")]
    [InlineData("Thread thread = new(() => reader.ReadAsync().AsTask().Wait()); thread.Name = \"pump\"; thread.{|LEAK001:Start|}();")]
    [InlineData("var thread = new Thread(() => reader.ReadAsync().AsTask().Wait()); thread.{|LEAK001:UnsafeStart|}();")]
    public Task The_Start_Of_A_Thread_Is_Reported(string start) => Verify.Reported(Code.Body(start));

    [Theory]
    [InlineData("var thread = new Thread(() => reader.ReadAsync().AsTask().Wait());")]
    [InlineData("var thread = new Thread(() => reader.ReadAsync().AsTask().Wait()); thread.Start(); thread.Join();")]
    [InlineData("var thread = new Thread(() => reader.ReadAsync().AsTask().Wait()); thread.Start(); Work(thread);")]
    [InlineData("var threads = new List<Thread>(); var thread = new Thread(() => reader.ReadAsync().AsTask().Wait()); threads.Add(thread); thread.Start();")]
    public Task A_Thread_That_Is_Not_Started_Or_Not_Left_Alone_Is_Not_Reported(string start) => Verify.Silent(Code.Body(start));

    [Theory]
    [InlineData("_ = {|LEAK001:PumpAsync|}(reader);")]
    [InlineData("_ = Task.WhenAny({|LEAK001:PumpAsync|}(reader), {|LEAK001:PumpAsync|}(reader));")]
    [InlineData("_ = Task.WhenAll(new[] { {|LEAK001:PumpAsync|}(reader) });")]
    [InlineData("_ = {|LEAK001:Subject.PumpAsync|}(reader);")]
    [InlineData("_ = global::{|LEAK001:Subject.PumpAsync|}(reader);")]
    [InlineData("Func<Task> pump = async () => await reader.ReadAsync(); _ = {|LEAK001:pump|}();")]
    [InlineData("Func<Task> pump = async () => await reader.ReadAsync(); _ = pump.{|LEAK001:Invoke|}();")]
    [InlineData("var pump = async (ChannelReader<int> source) => { await source.ReadAsync(); }; _ = {|LEAK001:pump|}(reader);")]
    [InlineData("_ = {|LEAK001:Local|}(); async Task Local() { await reader.ReadAsync(); }")]
    [InlineData("_ = {|LEAK001:Local|}(reader); static async ValueTask Local(ChannelReader<int> source) { await source.ReadAsync(); }")]
    [InlineData("{|LEAK001:Local|}(); async void Local() { await reader.ReadAsync(); }")]
    [InlineData("Action pump = async () => await reader.ReadAsync(); {|LEAK001:pump|}();")]
    public Task A_Call_Of_Async_Code_Is_Reported(string start) => Verify.Reported(Code.Body(start));

    [Fact]
    public Task A_Call_On_This_Is_Reported_At_The_Name() => Verify.Reported(Code.Class("""
        public void Scope(ChannelReader<int> reader) => _ = this.{|LEAK001:PumpAsync|}(reader);
        private async Task PumpAsync(ChannelReader<int> reader) => await reader.ReadAsync();
        """));

    [Fact]
    public Task A_Call_Through_Using_Static_Is_Reported_At_The_Name() => Verify.Reported("""
        using static System.Threading.Tasks.Task;

        class Subject
        {
            public void Scope(ChannelReader<int> reader) => _ = {|LEAK001:Run|}(async () => await reader.ReadAsync());
        }
        """);

    [Fact]
    public Task A_Call_Through_An_Alias_Is_Reported() => Verify.Reported("""
        using T = System.Threading.Tasks.Task;

        class Subject
        {
            public void Scope(ChannelReader<int> reader) => _ = {|LEAK001:T.Run|}(async () => await reader.ReadAsync());
        }
        """);

    [Fact]
    public Task A_Call_Of_An_Async_Void_Method_Is_Reported() => Verify.Reported(Code.Class("""
        public void Scope(ChannelReader<int> reader) => {|LEAK001:Pump|}(reader);
        private async void Pump(ChannelReader<int> reader) => await reader.ReadAsync();
        """));

    [Theory]
    [InlineData("_ = Task.Run(() => {|LEAK001:Local|}()); async void Local() { await reader.ReadAsync(); }")]
    [InlineData("Action pump = async () => await reader.ReadAsync(); _ = Task.Run(() => {|LEAK001:pump|}());")]
    [InlineData("_ = {|LEAK001:Task.Run|}(() => Local()); void Local() { reader.ReadAsync().AsTask().Wait(); }")]
    public Task Work_That_Calls_Async_Void_Code_Is_Reported_At_That_Call(string start) => Verify.Reported(Code.Body(start));

    [Fact]
    public Task An_Async_Event_Handler_That_Nobody_Calls_Is_Not_Reported() => Verify.Silent(Code.Class("""
        public event EventHandler? Clicked;
        public Subject(ChannelReader<int> reader)
        {
            Clicked += async (_, _) => await reader.ReadAsync();
            Clicked += OnClicked;
            async void OnClicked(object? sender, EventArgs e) => await reader.ReadAsync();
        }
        public void Click() => Clicked?.Invoke(this, EventArgs.Empty);
        """));

    [Theory]
    [InlineData("new List<int>().{|LEAK001:ForEach|}(async _ => await reader.ReadAsync());")]
    [InlineData("{|LEAK001:Array.ForEach|}(new[] { 1 }, async _ => await reader.ReadAsync());")]
    [InlineData("{|LEAK001:Parallel.For|}(0, 9, async _ => await reader.ReadAsync());")]
    [InlineData("{|LEAK001:Parallel.ForEach|}(new[] { 1 }, async _ => await reader.ReadAsync());")]
    [InlineData("{|LEAK001:Parallel.Invoke|}(async () => await reader.ReadAsync());")]
    public Task An_Async_Lambda_As_A_Void_Delegate_That_Is_Run_Is_Reported(string start) => Verify.Reported(Code.Body(start));

    [Theory]
    [InlineData("new List<int>().ForEach(_ => reader.ReadAsync().AsTask().Wait());")]
    [InlineData("Parallel.ForEach(new[] { 1 }, _ => reader.ReadAsync().AsTask().Wait());")]
    [InlineData("Parallel.Invoke(() => reader.ReadAsync().AsTask().Wait());")]
    [InlineData("await Parallel.ForEachAsync(new[] { 1 }, async (_, _) => await reader.ReadAsync());")]
    public Task Work_That_The_Scope_Itself_Waits_For_Is_Not_Reported(string start) => Verify.Silent(Code.Body(start));

    [Theory]
    [InlineData("Keep(async () => await reader.ReadAsync()); static void Keep(Action action) { }")]
    [InlineData("var timer = new Timer(async _ => await reader.ReadAsync(), null, 0, 1000);")]
    [InlineData("AppDomain.CurrentDomain.ProcessExit += async (_, _) => await reader.ReadAsync();")]
    [InlineData("using var registration = token.Register(async () => await reader.ReadAsync());")]
    [InlineData("var lazy = new Lazy<Task>(async () => await reader.ReadAsync());")]
    [InlineData("var tasks = new[] { 1 }.Select(async _ => await reader.ReadAsync());")]
    public Task An_Async_Lambda_Given_To_An_Unknown_Call_Is_Not_Reported(string start) => Verify.Silent(Code.Body(start));

    [Theory]
    [InlineData("Func<Task> pump = async () => await reader.ReadAsync();")]
    [InlineData("Func<Task> pump = async () => await reader.ReadAsync(); Work(pump);")]
    [InlineData("async Task Local() { await reader.ReadAsync(); } Work((Func<Task>)Local);")]
    public Task Async_Code_That_Is_Only_Written_Down_Is_Not_Reported(string code) => Verify.Silent(Code.Body(code));
}
