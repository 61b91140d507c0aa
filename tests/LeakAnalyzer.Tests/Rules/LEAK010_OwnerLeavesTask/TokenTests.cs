namespace LeakAnalyzer.Tests.Rules.LEAK010_OwnerLeavesTask;

/// <summary>Tests tasks with a token that was passed to the type: disposing the object doesn't cancel that token.</summary>
[OnOldestRoslyn]
public class TokenTests
{
    private const string Wait = "await Task.Delay(Timeout.Infinite, stop);";

    [Theory]
    [InlineData("", "CancellationToken stop = token;", "", true)]
    [InlineData("", "CancellationToken stop = default;", "", true)]
    [InlineData("private readonly CancellationTokenSource _cts = new();", "CancellationToken stop = _cts.Token;", "_cts.Cancel();", false)]
    [InlineData("private readonly CancellationTokenSource _cts = new();", "CancellationToken stop = _cts.Token;", "_cts.GetHashCode();", true)]
    [InlineData("private CancellationTokenSource? _cts;", "_cts = CancellationTokenSource.CreateLinkedTokenSource(token); CancellationToken stop = _cts.Token;", "_cts?.Cancel();", false)]
    [InlineData("private CancellationTokenSource? _cts;", "_cts = CancellationTokenSource.CreateLinkedTokenSource(token); CancellationToken stop = _cts.Token;", "_cts?.GetHashCode();", true)]
    [InlineData("private CancellationTokenSource? _cts;", "_cts = CancellationTokenSource.CreateLinkedTokenSource(token); CancellationToken stop = token;", "_cts?.Cancel();", true)]
    [InlineData("private readonly CancellationTokenSource _cts = new();", "CancellationToken stop = CancellationTokenSource.CreateLinkedTokenSource(token, _cts.Token).Token;", "_cts.Cancel();", false)]
    [InlineData("private readonly CancellationTokenSource _cts = new();", "var linked = CancellationTokenSource.CreateLinkedTokenSource(token, _cts.Token); CancellationToken stop = linked.Token;", "_cts.Cancel();", false)]
    [InlineData("", "var cts = new CancellationTokenSource(); CancellationToken stop = cts.Token;", "", true)]
    [InlineData("", "var cts = new CancellationTokenSource(5000); CancellationToken stop = cts.Token;", "", false)]
    [InlineData("", "using var cts = CancellationTokenSource.CreateLinkedTokenSource(token); CancellationToken stop = cts.Token;", "", true)]
    [InlineData("private readonly CancellationTokenSource _cts = new(); private readonly CancellationToken _stop; public Subject() => _stop = _cts.Token;", "CancellationToken stop = _stop;", "_cts.Cancel();", false)]
    [InlineData("private readonly CancellationToken _given; public Subject(CancellationToken given) => _given = given;", "CancellationToken stop = _given;", "", true)]
    [InlineData("private readonly CancellationTokenSource _cts; public Subject(CancellationTokenSource cts) => _cts = cts;", "CancellationToken stop = _cts.Token;", "", false)]
    [InlineData("private readonly CancellationTokenSource _cts; public Subject(CancellationTokenSource cts) => _cts = cts;", "CancellationToken stop = _cts.Token;", "_cts.Dispose();", true)]
    [InlineData("private readonly CancellationTokenSource _cts; public Subject(CancellationTokenSource cts) => _cts = cts ?? throw new ArgumentNullException(nameof(cts));", "CancellationToken stop = _cts.Token;", "_cts.Dispose();", true)]
    [InlineData("private readonly CancellationTokenSource _cts; public Subject(CancellationTokenSource cts) => _cts = cts ?? throw new ArgumentNullException(nameof(cts));", "CancellationToken stop = _cts.Token;", "_cts.Cancel(); _cts.Dispose();", false)]
    [InlineData("private readonly CancellationTokenSource _cts; public Subject(CancellationTokenSource cts, List<CancellationTokenSource> all) { _cts = cts; all.Add(cts); }", "CancellationToken stop = _cts.Token;", "_cts.Dispose();", false)]
    [InlineData("private readonly CancellationToken _given; public Subject(CancellationToken? given) => _given = given ?? throw new ArgumentNullException(nameof(given));", "CancellationToken stop = _given;", "", true)]
    [InlineData("public CancellationTokenSource Cts { get; } = new();", "CancellationToken stop = Cts.Token;", "", false)]
    public Task A_Token(string members, string stop, string end, bool isReported) =>
        Owner.Verify(Owner.Type(members, $"{stop} _loop = START(async () => {{ {Wait} }});", end), isReported);

    [Fact]
    public Task A_Token_That_Only_The_Start_Is_Given_Governs_Nothing() => Owner.Verify(
        Owner.Type("private readonly CancellationTokenSource _cts = new();", "_loop = START(async () => await Task.Delay(Timeout.Infinite), _cts.Token);", "_cts.Cancel();"), isReported: true);

    [Theory]
    [InlineData("token", "", true)]
    [InlineData("CancellationTokenSource.CreateLinkedTokenSource(token, _cts.Token).Token", "_cts.Cancel();", false)]
    [InlineData("_cts.Token", "_cts.Cancel();", false)]
    [InlineData("_cts.Token", "_cts.GetHashCode();", true)]
    public Task A_Primary_Constructor(string stop, string end, bool isReported) => Owner.Verify($$"""
        public class Subject(CancellationToken token) : IDisposable
        {
            private readonly CancellationTokenSource _cts = new();
            private Task? _loop;
            public void Start() => _loop = START(async () => await Task.Delay(Timeout.Infinite, {{stop}}));
            public void Dispose() { {{end}} }
            public bool IsStopped => token.IsCancellationRequested;
        }
        """, isReported);

    [Theory]
    [InlineData("private readonly Task _loop = PUMP(token);", "", true)]
    [InlineData("private readonly Task _loop = START(() => PumpAsync(token), token);", "", true)]
    [InlineData("private Task Loop { get; } = PUMP(token);", "", true)]
    [InlineData("private readonly Task _loop = PUMP(token);", "_loop.Wait();", false)]
    [InlineData("private readonly Task _loop = Task.Delay(1000, token);", "", false)]
    [InlineData("public Task Loop { get; } = PumpAsync(token);", "", false)]
    [InlineData("private static readonly Task s_loop = PumpAsync(default);", "", false)]
    public Task A_Field_That_Begins_With_A_Task(string field, string end, bool isReported) => Owner.Verify($$"""
        public class Subject(CancellationToken token) : IDisposable
        {
            {{field}}
            public void Dispose() { {{end}} }
            public bool IsStopped => token.IsCancellationRequested;
            private static async Task PumpAsync(CancellationToken stop) => await Task.Delay(Timeout.Infinite, stop);
        }
        """, isReported);

    [Theory]
    [InlineData("_loop = PUMP(token);", true)]
    [InlineData("_loop = PumpAsync(_cts.Token);", false)]
    [InlineData("_loop = START(() => PumpAsync(token));", true)]
    [InlineData("_loop = Task.Run(() => PumpAsync(_cts.Token), token);", false)]
    [InlineData("_loop = START(() => PumpAsync(default), _cts.Token);", true)]
    public Task A_Token_Through_Calls(string start, bool isReported) => Owner.Verify(Owner.Type("""
        private readonly CancellationTokenSource _cts = new();
        private static async Task PumpAsync(CancellationToken stop) { while (true) { await OneAsync(stop); } }
        private static async Task OneAsync(CancellationToken stop) => await Task.Delay(Timeout.Infinite, stop);
        """, start, "_cts.Cancel();"), isReported);
}
