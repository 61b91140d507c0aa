namespace LeakAnalyzer.Tests.Rules.LEAK004_EndlessLoop;

/// <summary>Tests functions that call or start themselves again on every path, and the work items of the thread pool (<c>IThreadPoolWorkItem</c>).</summary>
public class SelfCallTests
{
    [Theory]
    [InlineData("public void Start() => _ = {|LEAK004:RunAsync|}(); private async Task RunAsync() { await Task.Delay(10); await RunAsync(); }")]
    [InlineData("public void Start() => _ = {|LEAK004:RunAsync|}(); private async Task RunAsync() { await Task.Delay(10); _ = RunAsync(); }")]
    [InlineData("public void Start() => _ = {|LEAK004:RunAsync|}(); private async Task RunAsync() { try { await Task.Delay(10); } finally { _ = RunAsync(); } }")]
    [InlineData("public void Start() => _ = {|LEAK004:RunAsync|}(); private async Task RunAsync() { if (_n > 1) { await RunAsync(); } else { await Task.Delay(10); await RunAsync(); } }")]
    [InlineData("public void Start() => {|LEAK004:Task.Run|}(Tick); private void Tick() { Thread.Sleep(10); Task.Run(Tick); }")]
    [InlineData("public void Start() => {|LEAK004:Task.Run|}(Tick); private void Tick() { Thread.Sleep(10); Task.Run(() => Tick()); }")]
    [InlineData("public void Start() => Task.Delay(10).{|LEAK004:ContinueWith|}(_ => Start());")]
    [InlineData("public void Start() => {|LEAK004:Task.Run|}(Again); private bool Again() { Thread.Sleep(10); return Again() && _n > 1; }")]
    [InlineData("public void Start() => {|LEAK004:Task.Run|}(Again); private bool Again() { Thread.Sleep(10); return Again() || _n > 1; }")]
    [InlineData("public void Start() => {|LEAK004:Task.Run|}(Again); private string? Again() { Thread.Sleep(10); return Again() ?? string.Empty; }")]
    [InlineData("public void Start() => {|LEAK004:Task.Run|}(Again); private int[] Again() { Thread.Sleep(10); foreach (int n in Again()) { _n = n; } return []; }")]
    [InlineData("public void Start() => {|LEAK004:Task.Run|}(Again); private bool Again() { Thread.Sleep(10); if (Again()) { _n++; } return true; }")]
    [InlineData("public void Start() => _ = {|LEAK004:RunAsync|}(); private async Task<bool> RunAsync() { await Task.Delay(10); if (await RunAsync()) { _n++; } return true; }")]
    [InlineData("public void Start() => {|LEAK004:Task.Run|}(Again); private int Again() { Thread.Sleep(10); for (int n = Again(); n < 3; n++) { _n++; } return 1; }")]
    [InlineData("public void Start() => _ = {|LEAK004:RunAsync|}(null); private async Task RunAsync(object? state) { await Task.Delay(10); await RunAsync(state); }")]
    public Task A_Call_Of_Itself_On_Every_Path_Is_A_Loop(string members) => Verify.Reported(Of(members));

    [Theory]
    [InlineData("public void Start() => _ = RunAsync(); private async Task RunAsync() { await Task.Delay(10); if (_n > 1) { return; } await RunAsync(); }")]
    [InlineData("public void Start() => _ = RunAsync(); private async Task RunAsync() { await Task.Delay(10); if (_n > 1) { await RunAsync(); } }")]
    [InlineData("public void Start() => _ = RunAsync(); private async Task RunAsync() { try { await Task.Delay(10); } catch (Exception) { await RunAsync(); } }")]
    [InlineData("public void Start() => _ = RunAsync(1); private async Task RunAsync(int n) { await Task.Delay(10); await RunAsync(); } private async Task RunAsync() => await Task.Delay(10);")]
    [InlineData("public void Start(CancellationToken token) => _ = RunAsync(token); private async Task RunAsync(CancellationToken token) { await Task.Delay(10, token); await RunAsync(token); }")]
    [InlineData("public void Start() => _ = RunAsync(); private async Task RunAsync() { await Task.Delay(10); throw new InvalidOperationException(nameof(RunAsync)); }")]
    [InlineData("public void Start() => Task.Run(Again); private bool Again() { Thread.Sleep(10); return _n > 1 && Again(); }")]
    [InlineData("public void Start() => Task.Run(Again); private bool Again() { Thread.Sleep(10); return _n > 1 || Again(); }")]
    [InlineData("public void Start() => Task.Run(Again); private string? Again() { Thread.Sleep(10); return Name ?? Again(); } public string? Name;")]
    [InlineData("public void Start() => Task.Run(Again); private void Again() { Thread.Sleep(10); foreach (int n in Numbers) { Again(); } } public int[] Numbers = [];")]
    [InlineData("public void Start() => Task.Run(Tick); private void Tick() { Thread.Sleep(10); if (_n < 3) { Task.Run(Tick); } }")]
    [InlineData("public void Start() => Task.Run(Tick); private void Tick() { Thread.Sleep(10); Action again = Tick; _n++; }")]
    public Task A_Path_To_The_End_Or_A_Token_Ends_It(string members) => Verify.Silent(Of(members));

    private const string Source = "private readonly CancellationTokenSource _source = new(); public void Stop() => _source.Cancel(); ";

    [Theory]
    [InlineData("public void Start() => _ = {|LEAK004:RunAsync|}(); private async Task RunAsync() { await Task.Delay(10); await AgainAsync(); } private async Task AgainAsync() { _n++; await RunAsync(); }")]
    [InlineData("public void Start() => _ = {|LEAK004:RunAsync|}(); private async Task RunAsync() { _n++; await AgainAsync(); } private Task AgainAsync() => Task.Delay(10).ContinueWith(_ => RunAsync());")]
    [InlineData("public void Start() => _ = {|LEAK004:RunAsync|}(); private async Task RunAsync() { try { await Task.Delay(10); } finally { Again(); } } private void Again() { _ = Task.Delay(10).ContinueWith(_ => RunAsync()); }")]
    [InlineData("public void Start() => Task.Delay(10).{|LEAK004:ContinueWith|}(_ => Task.Delay(10).ContinueWith(_ => Start()));")]
    [InlineData("public void Start() => {|LEAK004:Task.Run|}(Tick); private void Tick() { Thread.Sleep(10); Again(); } private void Again() { Task.Run(async () => { await Task.Delay(10); Tick(); }); }")]
    public Task A_Call_Through_Another_Method_Or_A_Lambda_Is_A_Call_Of_Itself(string members) => Verify.Reported(Of(members));

    [Theory]
    [InlineData("public void Start() => _ = RunAsync(); private async Task RunAsync() { await Task.Delay(10); await AgainAsync(); } private async Task AgainAsync() { if (_n > 1) { return; } await RunAsync(); }")]
    [InlineData("public void Start() => _ = RunAsync(); private async Task RunAsync() { await Task.Delay(10); if (_n > 1) { await AgainAsync(); } } private async Task AgainAsync() { await RunAsync(); }")]
    [InlineData("public void Start() => _ = RunAsync(); private async Task RunAsync() { await Task.Delay(10); if (Next is { } next) { await next.AgainAsync(); } } public Subject? Next; private async Task AgainAsync() { await RunAsync(); }")]
    [InlineData("public void Start() => _ = RunAsync(); private async Task RunAsync() { await Task.Delay(10); await Next!.AgainAsync(); } public Subject? Next; private async Task AgainAsync() { await RunAsync(); }")]
    [InlineData("public void Start() => Task.Delay(10).ContinueWith(_ => Start(), TaskContinuationOptions.OnlyOnFaulted);")]
    [InlineData("public void Start() => Task.Delay(10).ContinueWith(_ => { if (_n < 3) { Start(); } });")]
    [InlineData(Source + "public void Start() => _ = RunAsync(); private async Task RunAsync() { await Task.Delay(10); await AgainAsync(); } private async Task AgainAsync() { await Task.Delay(10, _source.Token); await RunAsync(); }")]
    [InlineData(Source + "public void Start() => _ = RunAsync(); private async Task RunAsync() { await Task.Delay(10); _ = Task.Delay(10).ContinueWith(async _ => { await Task.Delay(10, _source.Token); await RunAsync(); }); }")]
    [InlineData(Source + "public void Start() => _ = RunAsync(); private async Task RunAsync() { await Task.Delay(10); await AgainAsync(_source.Token); } private async Task AgainAsync(CancellationToken token) { token.ThrowIfCancellationRequested(); await RunAsync(); }")]
    public Task A_Path_To_The_End_Or_A_Token_Between_Ends_It(string members) => Verify.Silent(Of(members));

    [Fact]
    public Task A_Wait_In_It_Is_One_Of_A_Loop() => Verify.Reported(Of(
        """
        private readonly Channel<int> _items = Channel.CreateUnbounded<int>();
        public void Start() => _ = {|LEAK001:RunAsync|}();
        public void Add(int item) => _items.Writer.TryWrite(item);
        private async Task RunAsync() { await _items.Reader.ReadAsync(); await RunAsync(); }
        """));

    [Theory]
    [InlineData("new Item()", true)]
    [InlineData("item", true)]
    [InlineData("given", false)]
    [InlineData("new Ended()", false)]
    public Task Work_That_Is_Handed_Over_As_An_Object_Is_Read(string work, bool isReported) => (isReported ? Verify.Reported(Queued(work, "{|LEAK004:ThreadPool.UnsafeQueueUserWorkItem|}")) : Verify.Silent(Queued(work, "ThreadPool.UnsafeQueueUserWorkItem")));

    private static string Queued(string work, string start) =>
        $$"""
        public class Subject
        {
            public void Start(IThreadPoolWorkItem given) { var item = new Item(); item.ToString(); {{start}}({{work}}, preferLocal: false); }
        }

        public class Item : IThreadPoolWorkItem { public void Execute() { while (true) { Thread.Sleep(10); } } }
        public class Ended : IThreadPoolWorkItem { public void Execute() { Thread.Sleep(10); } }
        """;

    [Fact]
    public Task A_Work_Item_That_Queues_Itself_Is_Reported() => Verify.Reported(
        """
        public sealed class Item : IThreadPoolWorkItem
        {
            private readonly ManualResetEventSlim _ready = new();
            public void Start() => {|LEAK001:ThreadPool.UnsafeQueueUserWorkItem|}(this, preferLocal: false);
            void IThreadPoolWorkItem.Execute() => _ready.Wait();
        }
        """);

    private static string Of(string members) => $$"""
        #pragma warning disable CS1998
        public class Subject
        {
            private int _n;
            public void Count() => _n++;
            {{members}}
        }
        """;

    /// <summary>A static constructor runs once, so that the work belongs to the application although it starts itself again.</summary>
    [Theory]
    [InlineData("static C() => Recycle();", "", false)]
    [InlineData("public C() => Recycle();", "", true)]
    [InlineData("static C() => Recycle();", "public void Reset() => Recycle();", true)]
    public Task Work_That_A_Static_Constructor_Starts(string constructor, string member, bool isReported) => Verify.Of(
        $$"""
        public class C
        {
            {{constructor}}

            {{member}}

            private static void Recycle() => Task.Delay(1000).{{(isReported ? "{|LEAK004:ContinueWith|}" : "ContinueWith")}}(_ => { GC.Collect(); Recycle(); });
        }
        """, isReported);
}
