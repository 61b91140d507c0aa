namespace LeakAnalyzer.Tests.CodeFixes.Dispose;

/// <summary>
/// LEAK008: tests a method that returns the task of a <c>TaskCompletionSource</c> which the callback of a registration completes. The fix disposes the
/// registration when the task has completed.
/// </summary>
public class RegistrationOfPromiseTests
{
    [Fact]
    public Task It_Is_Disposed_With_The_Task() => VerifyFix.DisposesWithTask(
        """
        static class C
        {
            public static Task<int> AskAsync(Action<Action<int>> ask, CancellationToken token)
            {
                var answer = new TaskCompletionSource<int>();
                // Given up with the token.
                {|LEAK008:token.Register(() => answer.TrySetCanceled(token))|}; // at once
                ask(number => answer.TrySetResult(number));
                return answer.Task;
            }

            public static Task TellAsync(Action<Action> ask, CancellationToken token)
            {
                if (token.IsCancellationRequested)
                {
                    return Task.FromCanceled(token);
                }

                TaskCompletionSource answer = new();
                _ = {|LEAK008:token.Register(static state => ((TaskCompletionSource)state!).TrySetCanceled(), answer)|};
                ask(() => answer.TrySetResult());
                return answer.Task;
            }
        }
        """,
        """
        static class C
        {
            public static Task<int> AskAsync(Action<Action<int>> ask, CancellationToken token)
            {
                var answer = new TaskCompletionSource<int>();
                // Given up with the token.
                var registration = token.Register(() => answer.TrySetCanceled(token)); // at once
                _ = answer.Task.ContinueWith(_ => registration.Dispose(), TaskScheduler.Default);
                ask(number => answer.TrySetResult(number));
                return answer.Task;
            }

            public static Task TellAsync(Action<Action> ask, CancellationToken token)
            {
                if (token.IsCancellationRequested)
                {
                    return Task.FromCanceled(token);
                }

                TaskCompletionSource answer = new();
                var registration = token.Register(static state => ((TaskCompletionSource)state!).TrySetCanceled(), answer);
                _ = answer.Task.ContinueWith(_ => registration.Dispose(), TaskScheduler.Default);
                ask(() => answer.TrySetResult());
                return answer.Task;
            }
        }
        """);

    [Fact]
    public Task It_Is_Not_Offered_Elsewhere() => VerifyFix.DoesNotDisposeWithTask(
        """
        static class C
        {
            public static Task<int> ShownAsync(Action<Action<int>> ask, Action show, CancellationToken token)
            {
                var answer = new TaskCompletionSource<int>();
                {|LEAK008:token.Register(() => { answer.TrySetCanceled(token); show(); })|};
                ask(number => answer.TrySetResult(number));
                return answer.Task;
            }

            public static Task<int> OtherAsync(Action<Action<int>> ask, Task<int> other, CancellationToken token)
            {
                var answer = new TaskCompletionSource<int>();
                {|LEAK008:token.Register(() => answer.TrySetCanceled(token))|};
                ask(number => answer.TrySetResult(number));
                return other;
            }

            public static async Task<int> AwaitedAsync(Action<Action<int>> ask, CancellationToken token)
            {
                var answer = new TaskCompletionSource<int>();
                {|LEAK008:token.Register(() => answer.TrySetCanceled(token))|};
                ask(number => answer.TrySetResult(number));
                return await answer.Task;
            }
        }
        """);
}
