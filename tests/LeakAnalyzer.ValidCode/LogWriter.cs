// Close to what LEAK001, LEAK004 and LEAK010 report, but without a leak: a thread and a task that write the lines of a queue until the queue
// is completed.
using System.Collections.Concurrent;
using System.IO.Pipelines;
using System.Text;

namespace LeakAnalyzer.ValidCode;

public sealed class LogWriter : IDisposable
{
    private readonly BlockingCollection<string> _lines = new(boundedCapacity: 1024);
    private readonly TextWriter _target;
    private readonly Thread _thread;

    public LogWriter(TextWriter target)
    {
        _target = target;
        _thread = new Thread(WriteAll) { IsBackground = true, Name = nameof(LogWriter) };
        _thread.Start();
    }

    public bool TryLog(string line) => !_lines.IsAddingCompleted && _lines.TryAdd(line);

    public void Dispose()
    {
        _lines.CompleteAdding();
        _thread.Join();
        _lines.Dispose();
    }

    private void WriteAll()
    {
        foreach (string line in _lines.GetConsumingEnumerable())
        {
            _target.WriteLine(line);
        }

        _target.Flush();
    }
}

public sealed class AuditTrail : IAsyncDisposable
{
    private readonly Pipe _pipe = new();
    private readonly SemaphoreSlim _writing = new(1);
    private readonly Task _copying;

    public AuditTrail(Stream target) => _copying = CopyAsync(target);

    public async Task WriteAsync(string entry, CancellationToken token)
    {
        await _writing.WaitAsync(token).ConfigureAwait(false);
        try
        {
            await _pipe.Writer.WriteAsync(Encoding.UTF8.GetBytes(entry), token).ConfigureAwait(false);
        }
        finally
        {
            _writing.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _pipe.Writer.CompleteAsync().ConfigureAwait(false);
        await _copying.ConfigureAwait(false);
        _writing.Dispose();
    }

    private async Task CopyAsync(Stream target)
    {
        while (true)
        {
            ReadResult result = await _pipe.Reader.ReadAsync().ConfigureAwait(false);
            foreach (ReadOnlyMemory<byte> part in result.Buffer)
            {
                await target.WriteAsync(part).ConfigureAwait(false);
            }

            _pipe.Reader.AdvanceTo(result.Buffer.End);
            if (result.IsCompleted)
            {
                break;
            }
        }

        await _pipe.Reader.CompleteAsync().ConfigureAwait(false);
    }
}
