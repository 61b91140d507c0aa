// Close to what LEAK006, LEAK008 and LEAK010 report, but without a leak: a TaskCompletionSource for each pending request, in a dictionary. The
// answer, the caller's token or the end of the connection completes it. The registration on the token is disposed when the request ends.
using System.Collections.Concurrent;
using System.Threading.Channels;

namespace LeakAnalyzer.ValidCode;

public sealed record Request(long Id, string Text);

public sealed record Response(long Id, string Text);

public sealed class RequestCorrelator : IDisposable
{
    private readonly ConcurrentDictionary<long, TaskCompletionSource<Response>> _pending = new();
    private readonly Channel<Request> _outgoing = Channel.CreateUnbounded<Request>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Task _sending;
    private long _lastId;

    public RequestCorrelator(Func<Request, Task> send) => _sending = SendAllAsync(send);

    public bool IsOpen => !_sending.IsCompleted;

    public async Task<Response> AskAsync(string text, CancellationToken token)
    {
        long id = Interlocked.Increment(ref _lastId);
        var answered = new TaskCompletionSource<Response>(TaskCreationOptions.RunContinuationsAsynchronously);
        _pending[id] = answered;
        try
        {
            using CancellationTokenRegistration registration = token.Register(() => answered.TrySetCanceled(token));
            await _outgoing.Writer.WriteAsync(new Request(id, text), token).ConfigureAwait(false);
            return await answered.Task.ConfigureAwait(false);
        }
        finally
        {
            _pending.TryRemove(id, out _);
        }
    }

    public void OnResponse(Response response)
    {
        if (_pending.TryRemove(response.Id, out TaskCompletionSource<Response>? answered))
        {
            answered.TrySetResult(response);
        }
    }

    public void Dispose()
    {
        _outgoing.Writer.TryComplete();
        foreach (long id in _pending.Keys)
        {
            if (_pending.TryRemove(id, out TaskCompletionSource<Response>? answered))
            {
                answered.TrySetException(new ObjectDisposedException(nameof(RequestCorrelator)));
            }
        }
    }

    private async Task SendAllAsync(Func<Request, Task> send)
    {
        await foreach (Request request in _outgoing.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            await send(request).ConfigureAwait(false);
        }
    }
}
