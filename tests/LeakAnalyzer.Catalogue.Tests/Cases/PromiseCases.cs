using LeakAnalyzer.Catalogue.Tests.Running;

namespace LeakAnalyzer.Catalogue.Tests.Cases;

internal static class PromiseCases
{
    public static IEnumerable<WaitCase> All =>
    [
        Waits.On(() => new TaskCompletionSource(), promise => promise.Task)
            .EndsAll(promise => promise.SetResult())
            .EndsAll(promise => promise.TrySetResult())
            .EndsAll(promise => promise.SetException(new TimeoutException()))
            .EndsAll(promise => promise.TrySetException(new TimeoutException()))
            .EndsAll(promise => promise.SetCanceled())
            .EndsAll(promise => promise.SetCanceled(default))
            .EndsAll(promise => promise.TrySetCanceled())
            .EndsAll(promise => promise.TrySetCanceled(default))
            .EndsAll(promise => promise.SetFromTask(Task.CompletedTask))
            .EndsAll(promise => promise.TrySetFromTask(Task.CompletedTask)),
        Waits.On(() => new TaskCompletionSource<int>(), promise => promise.Task)
            .EndsAll(promise => promise.SetResult(1))
            .EndsAll(promise => promise.TrySetResult(1))
            .EndsAll(promise => promise.SetException(new TimeoutException()))
            .EndsAll(promise => promise.TrySetException(new TimeoutException()))
            .EndsAll(promise => promise.SetCanceled())
            .EndsAll(promise => promise.SetCanceled(default))
            .EndsAll(promise => promise.TrySetCanceled())
            .EndsAll(promise => promise.TrySetCanceled(default))
            .EndsAll(promise => promise.SetFromTask(Task.FromResult(1)))
            .EndsAll(promise => promise.TrySetFromTask(Task.FromResult(1))),
    ];
}
