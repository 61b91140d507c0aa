namespace LeakAnalyzer.Tests.Rules.LEAK006_SignalNotCompleted;

/// <summary>Tests a <c>TaskCompletionSource</c> whose task callers get, and which only one function completes.</summary>
public class HandedOutTests
{
    [Theory]
    [InlineData("if (_stop.IsCancellationRequested) { return; } _done.SetResult(1);", true)]
    [InlineData("if (!_stop.IsCancellationRequested) { _done.SetResult(1); }", true)]
    [InlineData("try { _done.SetResult(Load()); } catch (Exception) { Console.WriteLine(); }", true)]
    [InlineData("try { _done.SetResult(Load()); } catch (OperationCanceledException) { }", true)]
    [InlineData("if (_closed) { return; } _done.SetResult(1);", true)]
    [InlineData("if (_paused) { return; } _done.SetResult(1);", false)]
    [InlineData("if (!_closed) { return; } if (--_left == 0) { _done.TrySetResult(1); }", false)]
    [InlineData("if (--_left == 0) { _done.TrySetResult(1); } if (_closed) { Load(); }", false)]
    [InlineData("if (--_left == 0) { _done.TrySetResult(1); } if (_stop.IsCancellationRequested) { Load(); }", false)]
    [InlineData("if (_stop.IsCancellationRequested) { Load(); } if (--_left == 0) { _done.TrySetResult(1); }", false)]
    [InlineData("if (_closed || number > 3) { return; } _done.SetResult(1);", true)]
    [InlineData("if (number > 3 || _stop.IsCancellationRequested) { Load(); return; } _done.SetResult(1);", true)]
    [InlineData("if (_stop.IsCancellationRequested) { _done.SetCanceled(); return; } _done.SetResult(1);", false)]
    [InlineData("try { _done.SetResult(Load()); } catch (Exception e) { _done.SetException(e); }", false)]
    [InlineData("try { _done.SetResult(Load()); } catch (OperationCanceledException) { _done.SetCanceled(); } catch (Exception e) { _done.SetException(e); }", false)]
    [InlineData("try { _done.SetResult(Load()); } finally { Console.WriteLine(); }", false)]
    [InlineData("try { _done.SetResult(Load()); } finally { if (_paused) { Console.WriteLine(); } }", false)]
    [InlineData("try { Load(); } catch (Exception) { } _done.SetResult(1);", false)]
    [InlineData("if (token.IsCancellationRequested) { return; } _done.TrySetResult(1);", false)]
    [InlineData("if (number > 3) { _done.TrySetResult(1); }", false)]
    [InlineData("if (--_left == 0) { _done.TrySetResult(1); }", false)]
    [InlineData("if (sender is null) { return; } _done.TrySetResult(1);", false)]
    [InlineData("try { Load(); } catch (Exception) { } finally { if (--_left == 0) { _done.TrySetResult(1); } }", false)]
    [InlineData("try { Load(); } catch (IOException) { if (_paused) { Console.WriteLine(); } return; } _done.TrySetResult(1);", true)]
    [InlineData("try { try { Load(); } finally { if (_paused) { Console.WriteLine(); } } } catch (IOException) { return; } _done.TrySetResult(1);", true)]
    [InlineData("try { _done.SetResult(Load()); } catch (Exception) { if (number > 3) { Console.WriteLine(); } }", true)]
    [InlineData("try { Load(); } catch (Exception) { if (--_left == 0) { _done.TrySetResult(1); } Console.WriteLine(); }", false)]
    public async Task A_Field(string body, bool isReported)
    {
        string creation = isReported ? "{|LEAK006:new TaskCompletionSource<int>()|}" : "new TaskCompletionSource<int>()";
        string source = Code.Class($$"""
            private readonly TaskCompletionSource<int> _done = {{creation}};
            private readonly CancellationToken _stop;
            private int _left = 9;
            private bool _closed, _paused;
            public Subject(CancellationToken stop) => _stop = stop;
            public Task<int> Done => _done.Task;
            public void Close() => _closed = true;
            public void Pause(bool on) => _paused = on;
            private static int Load() => int.Parse(Console.ReadLine()!);
            public void Execute(int number, Subject? sender, CancellationToken token) { {{body}} }
            """);
        await (isReported ? Verify.Reported(source) : Verify.Silent(source));
        await Verify.Silent(source.Replace("{|LEAK006:", "", StringComparison.Ordinal).Replace("|}", "", StringComparison.Ordinal).Replace("public Task<int> Done", "private Task<int> Done", StringComparison.Ordinal));
        await Verify.Silent(source.Replace("{|LEAK006:", "", StringComparison.Ordinal).Replace("|}", "", StringComparison.Ordinal)
            .Replace("public void Close()", "public void GiveUp() => _done.TrySetCanceled(); public void Close()", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("_ = Task.Run(() => { try { done.SetResult(Load()); } catch (IOException) { } });", true)]
    [InlineData("_ = Task.Run(() => { try { done.SetResult(Load()); } catch (Exception e) { done.SetException(e); } });", false)]
    [InlineData("_ = Task.Run(() => { try { done.SetResult(Load()); } catch (Exception e) { done.SetException(e); } }, token);", true)]
    [InlineData("_ = Task.Run(() => { try { done.SetResult(Load()); } catch (Exception e) { done.SetException(e); } }, CancellationToken.None);", false)]
    [InlineData("Task.Delay(10).ContinueWith(_ => done.SetResult(1), token);", true)]
    [InlineData("Task.Delay(10).ContinueWith((_ => done.SetResult(1)), token);", true)]
    [InlineData("Task.Delay(10).ContinueWith(_ => done.SetResult(1), default(CancellationToken));", false)]
    [InlineData("Task.Delay(10, token).ContinueWith(_ => done.SetResult(1), TaskContinuationOptions.OnlyOnRanToCompletion);", true)]
    [InlineData("Task.Delay(10, token).ContinueWith(_ => done.SetResult(1), TaskContinuationOptions.ExecuteSynchronously);", false)]
    [InlineData("Task.Delay(10).ContinueWith(Set, token); void Set(Task _) => done.SetResult(1);", true)]
    [InlineData("Task.Delay(10).ContinueWith(Set); void Set(Task _) => done.SetResult(1);", false)]
    [InlineData("Task.Delay(10).ContinueWith(Set, token); Task.Delay(20).ContinueWith(Set, token); void Set(Task _) => done.TrySetResult(1);", true)]
    [InlineData("Task.Delay(10).ContinueWith(Set, token); Task.Delay(20).ContinueWith(Set); void Set(Task _) => done.TrySetResult(1);", false)]
    [InlineData("Task.Delay(10).ContinueWith(Set, token); Set(Task.CompletedTask); void Set(Task _) => done.TrySetResult(1);", false)]
    [InlineData("Task.Delay(10).ContinueWith(_ => done.TrySetResult(1), token); token.Register(() => done.TrySetCanceled());", false)]
    [InlineData("Task.Delay(10).ContinueWith(t => { if (t.IsFaulted) { return; } done.SetResult(1); });", true)]
    [InlineData("Task.Delay(10).ContinueWith(t => { if (!t.IsFaulted) { done.SetResult(1); } else { done.SetCanceled(); } });", false)]
    [InlineData("for (int i = 0; i < 9; i++) { Task.Delay(10).ContinueWith(t => { if (!t.IsFaulted) { done.TrySetResult(1); } }); }", false)]
    [InlineData("Task.Delay(10).ContinueWith(Set); void Set(Task t) { if (!t.IsFaulted) { done.TrySetResult(1); } }", true)]
    [InlineData("Task.Delay(10).ContinueWith(Set); Task.Delay(20).ContinueWith(Set); void Set(Task t) { if (!t.IsFaulted) { done.TrySetResult(1); } }", false)]
    [InlineData("App.Changed += (s, e) => { try { done.TrySetResult(Load()); } catch (IOException) { } };", false)]
    public Task A_Local_That_Is_Returned(string work, bool isReported)
    {
        string creation = isReported ? "{|LEAK006:new TaskCompletionSource<int>()|}" : "new TaskCompletionSource<int>()";
        string source = Code.Class($$"""
            private static class App { public static event EventHandler? Changed; public static void Raise() => Changed?.Invoke(null, EventArgs.Empty); }
            private static int Load() => int.Parse(File.ReadAllText("x"));
            public Task<int> LoadAsync(CancellationToken token)
            {
                var done = {{creation}};
                {{work}}
                return done.Task;
            }
            """);
        return isReported ? Verify.Reported(source) : Verify.Silent(source);
    }

    [Theory]
    [InlineData("if (_stop.IsCancellationRequested) { return; } Set(1);", true)]
    [InlineData("if (IsGone) { return; } Set(1);", true)]
    [InlineData("if (IsGone) { Cancel(); return; } Set(1);", false)]
    [InlineData("if (IsGone) { return; } _done.SetResult(1);", true)]
    [InlineData("if (IsBusy) { return; } _done.SetResult(1);", false)]
    [InlineData("if (IsGone) { return; } try { Set(Load()); } catch (Exception) { Cancel(); }", true)]
    [InlineData("if (IsGone) { return; } SetWhereFree(1);", false)]
    [InlineData("if (IsGone) { return; } Outer();", true)]
    [InlineData("if (IsGone) { return; } foreach (int i in new[] { 1, 2 }) { Set(i); }", false)]
    [InlineData("if (IsGone) { return; } Action<int> set = Set; set(1);", false)]
    public Task A_Field_That_Helpers_Set_And_A_Property_That_Tests_The_Token(string body, bool isReported) => Verify.Of(
        Code.Class($$"""
            private readonly TaskCompletionSource<int> _done = {{(isReported ? "{|LEAK006:new TaskCompletionSource<int>()|}" : "new TaskCompletionSource<int>()")}};
            private readonly CancellationToken _stop;
            private bool _isFree;
            public Subject(CancellationToken stop) => _stop = stop;
            public bool IsGone => !_isFree || _stop.IsCancellationRequested;
            public bool IsBusy => !_isFree;
            public Task<int> Done => _done.Task;
            public void Execute() { {{body}} }
            private static int Load() => int.Parse(Console.ReadLine()!);
            {{(body.Contains("Set(", StringComparison.Ordinal) || body.Contains("= Set", StringComparison.Ordinal) ? "private void Set(int value) { _isFree = true; _done.SetResult(value); }" : "")}}
            {{(body.Contains("Cancel()", StringComparison.Ordinal) ? "private void Cancel() { _done.SetCanceled(); }" : "")}}
            {{(body.Contains("SetWhereFree", StringComparison.Ordinal) ? "private void SetWhereFree(int value) { if (_isFree) { _done.SetResult(value); } }" : "")}}
            {{(body.Contains("Outer", StringComparison.Ordinal) ? "private void Outer() { Inner(); } private void Inner() { _done.SetResult(1); }" : "")}}
            """),
        isReported);
}
