using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.Tests.Rules.LEAK008_LeftRegistration;

/// <summary>Tests tokens that live longer than the method or not, and what ends the registrations on them.</summary>
public class LifetimeTests
{
    [Theory]
    [InlineData("token?{|LEAK008:.Register(() => Work())|};")]
    [InlineData("_ = token?{|LEAK008:.Register(() => Work())|};")]
    [InlineData("{|LEAK008:token!.Value.Register(() => Work())|};")]
    [InlineData("var registration = token?{|LEAK008:.Register(() => Work())|}; if (flag) { registration?.Dispose(); }")]
    public Task A_Token_That_May_Be_Null_Is_A_Token(string code) => Verify.Reported(Nullable(code), Setup.Handles);

    [Theory]
    [InlineData("using (token?.Register(() => Work())) { Work(); }")]
    [InlineData("using var registration = token?.Register(() => Work());")]
    [InlineData("var registration = token?.Register(() => Work()); registration?.Dispose();")]
    [InlineData("CancellationToken? own = new CancellationTokenSource().Token; own?.Register(() => Work());")]
    public Task One_That_Is_Disposed_Is_Not_Reported(string code) => Verify.Silent(Nullable(code), Setup.Handles);

    [Theory]
    [InlineData("using var over = new CancellationTokenSource(); Listen(over.Token);", false)]
    [InlineData("using var over = CancellationTokenSource.CreateLinkedTokenSource(token); Listen(over.Token);", false)]
    [InlineData("using var over = CancellationTokenSource.CreateLinkedTokenSource(token); var stop = over.Token; Between(stop); void Between(CancellationToken given) => Listen(given);", false)]
    [InlineData("using var over = new CancellationTokenSource(); Between(over.Token); void Between(CancellationToken given) => Inner(given); void Inner(CancellationToken given) => Listen(given);", false)]
    [InlineData("Listen(token);", true)]
    [InlineData("using var over = new CancellationTokenSource(); Listen(over.Token); Listen(token);", true)]
    [InlineData("Action<CancellationToken> listen = Listen; listen(token);", true)]
    public async Task A_Token_Whose_Source_The_Visible_Callers_Dispose_Is_Not_Reported(string caller, bool isReported)
    {
        string register = isReported ? "{|LEAK008:given.Register(() => Work())|}" : "given.Register(() => Work())";
        string code = Code.Class($"public void Scope(CancellationToken token) {{ {caller} }} private void Listen(CancellationToken given) {{ {register}; }}");
        await (isReported ? Verify.Reported(code, Setup.Handles) : Verify.Silent(code, Setup.Handles));
    }

    [Theory]
    [InlineData("internal", false)]
    [InlineData("public", true)]
    public async Task An_Override_Is_Called_By_The_Name_Of_What_It_Overrides(string accessibility, bool isReported)
    {
        string register = isReported ? "{|LEAK008:given.Register(() => Console.WriteLine())|}" : "given.Register(() => Console.WriteLine())";
        string code = $$"""
            {{accessibility}} abstract class Job
            {
                public void Execute(CancellationToken token)
                {
                    using var over = CancellationTokenSource.CreateLinkedTokenSource(token);
                    Run(over.Token);
                }

                protected {{(isReported ? "" : "internal ")}}abstract void Run(CancellationToken given);
            }

            {{accessibility}} sealed class Print : Job
            {
                protected {{(isReported ? "" : "internal ")}}override void Run(CancellationToken given) => {{register}};
            }
            """;
        await (isReported ? Verify.Reported(code, Setup.Handles) : Verify.Silent(code, Setup.Handles));
    }

    /// <summary>If the base type can't be found, other code may call what the override overrides.</summary>
    [Fact]
    public async Task An_Override_Of_A_Method_That_Cannot_Be_Found_Has_Other_Callers() => Assert.Contains(await Verify.Survives(
        """
        internal sealed class Print : Missing
        {
            public void Execute(CancellationToken token)
            {
                using var over = CancellationTokenSource.CreateLinkedTokenSource(token);
                Run(over.Token);
            }

            internal override void Run(CancellationToken given) => given.Register(() => Console.WriteLine());
        }
        """,
        Setup.Handles), report => report.Id == "LEAK008");

    [Theory]
    [InlineData("public void Restart() { _stop.Cancel(); _stop = new CancellationTokenSource(); }", false)]
    [InlineData("public void Restart() { _stop.Dispose(); _stop = new CancellationTokenSource(); }", false)]
    [InlineData("public void Stop() => _stop.Cancel();", true)]
    public async Task A_Source_That_The_Type_Remakes_Takes_Its_Registrations_With_It(string member, bool isReported)
    {
        string register = isReported ? "{|LEAK008:_stop.Token.Register(() => Work())|}" : "_stop.Token.Register(() => Work())";
        string code = Code.Class($"private CancellationTokenSource _stop = new(); public void Scope() {{ {register}; }} {member}");
        await (isReported ? Verify.Reported(code, Setup.Handles) : Verify.Silent(code, Setup.Handles));
    }

    [Theory]
    [InlineData("var stopped = new TaskCompletionSource(); token.Register(() => stopped.TrySetResult()); await stopped.Task;")]
    [InlineData("var stopped = new TaskCompletionSource(); token.Register(state => ((TaskCompletionSource)state!).TrySetResult(), stopped); await stopped.Task.ConfigureAwait(false);")]
    [InlineData("var stopped = new TaskCompletionSource<int>(); _ = token.Register(() => stopped.SetResult(1)); Work(await stopped.Task);")]
    public Task A_Callback_That_Alone_Ends_The_Scopes_Wait_Is_Used_Up(string code) => Verify.Silent(Async(code), Setup.Handles);

    [Theory]
    [InlineData("var stopped = new TaskCompletionSource(); {|LEAK008:token.Register(() => stopped.TrySetResult())|}; await Task.WhenAny(stopped.Task, other);")]
    [InlineData("var stopped = new TaskCompletionSource(); {|LEAK008:token.Register(() => stopped.TrySetResult())|}; Show(() => stopped.TrySetResult()); await stopped.Task;")]
    [InlineData("var stopped = new TaskCompletionSource(); {|LEAK008:token.Register(() => stopped.TrySetResult())|}; await other; Work(stopped.Task.IsCompleted);")]
    [InlineData("var stopped = new TaskCompletionSource(); {|LEAK008:token.Register(() => Work())|}; await stopped.Task;")]
    [InlineData("{|LEAK008:token.Register(() => _stopped.TrySetResult())|}; await _stopped.Task;")]
    public Task One_That_Others_End_Too_Or_That_Is_Raced_Is_Reported(string code) => Verify.Reported(Async(code), Setup.Handles);

    /// <summary>The parameter of a lambda isn't reported: the lambda's unknown caller often passes a token only for this call.</summary>
    [Theory]
    [InlineData("Func<CancellationToken, Task> run = async given => { given.Register(() => Work()); await other; }; await run(token);", false)]
    [InlineData("Func<Task> run = async () => { {|LEAK008:token.Register(() => Work())|}; await other; }; await run();", true)]
    public Task The_Token_That_A_Lambda_Is_Given_Is_Not_Reported(string code, bool isReported) =>
        isReported ? Verify.Reported(Async(code), Setup.Handles) : Verify.Silent(Async(code), Setup.Handles);

    /// <summary>A callback that disposes its own registration runs only when the token is cancelled.</summary>
    [Theory]
    [InlineData("CancellationTokenRegistration registration = default; registration = {|LEAK008:token.Register(() => registration.Dispose())|};")]
    [InlineData("IDisposable? registration = null; registration = {|LEAK008:token.Register(() => { Work(); registration?.Dispose(); })|}; await other;")]
    [InlineData("CancellationTokenRegistration registration = default; registration = {|LEAK008:token.Register(() => registration.Dispose())|}; if (token.CanBeCanceled) { registration.Dispose(); }")]
    public Task One_That_Only_Its_Own_Callback_Disposes_Is_Reported(string code) => Verify.Reported(Async(code), Setup.Handles);

    [Theory]
    [InlineData("CancellationTokenRegistration registration = default; registration = token.Register(() => registration.Dispose()); try { await other; } finally { registration.Dispose(); }")]
    [InlineData("CancellationTokenRegistration registration = default; registration = token.Register(() => Work()); Show(() => registration.Dispose());")]
    public Task One_That_Others_Dispose_Is_Not_Reported(string code) => Verify.Silent(Async(code), Setup.Handles);

    /// <summary>One path passes the registration on, and another one loses it.</summary>
    [Theory]
    [InlineData("var registration = {|LEAK008:token.Register(() => Work())|}; if (other.IsCompleted) { return; } Keep(registration);")]
    [InlineData("var registration = {|LEAK008:token.Register(() => Work())|}; if (other.IsCompleted) { throw new InvalidOperationException(); } _kept = registration;")]
    public Task One_That_Some_Path_Loses_Is_Reported(string code) => Verify.Reported(Async(code), Setup.Handles);

    [Theory]
    [InlineData("if (other.IsCompleted) { return; } var registration = token.Register(() => Work()); Keep(registration);")]
    [InlineData("var registration = token.Register(() => Work()); await other; _kept = registration;")]
    [InlineData("var registration = token.Register(() => Work()); bool isLate = false; lock (_stopped) { if (_kept == default) { _kept = registration; } else { isLate = true; } } if (isLate) { registration.Dispose(); }")]
    [InlineData("var registration = token.Register(() => Work()); if (other.IsCompleted) { registration.Dispose(); return; } _kept = registration;")]
    public Task One_That_Each_Path_Hands_On_Is_Not_Reported(string code) => Verify.Silent(Async(code), Setup.Handles);

    /// <summary>A <c>finally</c> block disposes the registration if a condition is true.</summary>
    [Theory]
    [InlineData("own = new CancellationTokenSource(); registration = token.Register(() => Work());", "own is not null", false)]
    [InlineData("own = new CancellationTokenSource(); if (other.IsFaulted) { registration = token.Register(() => Work()); }", "own != null", false)]
    [InlineData("registration = token.Register(() => Work());", "other.IsCompleted", false)]
    [InlineData("registration = {|LEAK008:token.Register(() => Work())|};", "own is not null", true)]
    [InlineData("own = new CancellationTokenSource(); registration = {|LEAK008:token.Register(() => Work())|};", "own is null", true)]
    public async Task A_Question_That_Goes_With_The_Registration_Is_None(string make, string question, bool isReported)
    {
        string code = Async($$"""
            CancellationTokenSource? own = null;
            CancellationTokenRegistration registration = default;
            try { if (other.IsCompleted) { {{make}} } await other; } finally { if ({{question}}) { registration.Dispose(); } }
            """);
        await (isReported ? Verify.Reported(code, Setup.Handles) : Verify.Silent(code, Setup.Handles));
    }

    [Fact]
    public async Task The_Exit_That_Loses_It_Is_An_Additional_Location()
    {
        Diagnostic report = Assert.Single(await Verify.Reported(
            Async("var registration = {|LEAK008:token.Register(() => Work())|}; if (other.IsCompleted) { throw new InvalidOperationException(); } registration.Dispose();"), Setup.Handles));

        Location exit = Assert.Single(report.AdditionalLocations);
        Assert.Equal("new InvalidOperationException()", exit.SourceTree!.GetText().ToString(exit.SourceSpan));
    }

    private static string Nullable(string code) => Code.Class($"public void Scope(CancellationToken? token, bool flag) {{ {code} }}");

    private static string Async(string code) => Code.Class($$"""
        #pragma warning disable CS1998
            private readonly TaskCompletionSource _stopped = new();
            private CancellationTokenRegistration _kept;

            public async Task Scope(Task other, CancellationToken token)
            {
                {{code}}
            }

            public void Close() => _kept.Dispose();

            private static void Show(Action done) => Task.Run(done);

            private static void Keep(CancellationTokenRegistration registration) => Task.Run(() => registration.Dispose());
        """);
}
