using System.Threading.Channels;

namespace LeakAnalyzer.GroundTruth;

/// <summary>
/// What a program runs in, as a handler runs in its server: it is there before the program and stays when the program has ended.
/// A program takes from it what its scopes are given. Nothing of it is cancelled, written or opened but by the program.
/// </summary>
public sealed class World
{
    private static readonly AsyncLocal<World?> s_current = new();
    private static int s_worlds;

    private readonly CancellationTokenSource _host = new();
    private readonly List<string> _log = [];
    private readonly HashSet<string> _faults = [];
    private int _workers;

    static World() => AppDomain.CurrentDomain.FirstChanceException += (_, thrown) => s_current.Value?.Notice(thrown.Exception);

    /// <summary>The world of the program that runs in this flow.</summary>
    public static World Current => s_current.Value ?? throw new InvalidOperationException("No program runs here.");

    /// <summary>The token of the host, which is still there when the program has ended.</summary>
    public CancellationToken Token => _host.Token;

    /// <summary>A channel of the host's without a bound. It is empty.</summary>
    public Channel<int> Items { get; } = Channel.CreateUnbounded<int>();

    /// <summary>A gate of the host's. It is closed.</summary>
    public SemaphoreSlim Gate { get; } = new(0);

    /// <summary>A time that is longer than any test, and not that of another world: by it a timer's program is known.</summary>
    public TimeSpan Patience { get; } = TimeSpan.FromDays(1) + TimeSpan.FromMilliseconds(Interlocked.Increment(ref s_worlds));

    /// <summary>What the program has logged.</summary>
    public string Logged
    {
        get
        {
            lock (_log)
            {
                return string.Join(", ", _log);
            }
        }
    }

    /// <summary>The types of the exceptions thrown in the program's flow, but for those that tell that something was ended.</summary>
    internal IReadOnlyCollection<string> Faults
    {
        get
        {
            lock (_faults)
            {
                return [.. _faults];
            }
        }
    }

    /// <summary>A part of the program's result.</summary>
    public void Log(string text)
    {
        lock (_log)
        {
            _log.Add(text);
        }
    }

    /// <summary>Tells of work that is no task, and can't be seen from outside: that of a thread. It lasts until it is disposed.</summary>
    public IDisposable Work()
    {
        Interlocked.Increment(ref _workers);
        return new Worker(this);
    }

    /// <summary>Runs a program in this world.</summary>
    internal async Task<string> RunAsync(Func<World, Task<string>> program)
    {
        s_current.Value = this;
        return await program(this).ConfigureAwait(false);
    }

    /// <summary>What is left in this world, as far as that can be seen without a change.</summary>
    internal IEnumerable<Remain> Remains()
    {
        if (Volatile.Read(ref _workers) is > 0 and var workers)
        {
            yield return new Remain(RemainKind.Work, $"{workers} threads at work");
        }

        if (RuntimeState.CallbacksOf(_host) is > 0 and var callbacks)
        {
            yield return new Remain(RemainKind.Registration, $"{callbacks} callbacks with the host's token");
        }

        if (RuntimeState.TimersOf(Patience) is > 0 and var timers)
        {
            yield return new Remain(RemainKind.Timer, $"{timers} timers");
        }
    }

    /// <summary>Offers an item and a permit, and looks whether somebody who is no longer there takes them.</summary>
    internal IEnumerable<Remain> PendingWaits()
    {
        if (Items.Writer.TryWrite(0) && !Items.Reader.TryRead(out _))
        {
            yield return new Remain(RemainKind.PendingWait, "a read that takes the next item");
        }

        Gate.Release();
        if (!Gate.Wait(0, CancellationToken.None))
        {
            yield return new Remain(RemainKind.PendingWait, "a wait that takes the next permit");
        }
    }

    /// <summary>The end of the host, so that what programs leave doesn't burden the programs after them.</summary>
    internal void End()
    {
        Items.Writer.TryComplete();
        _host.Cancel();
    }

    private void Notice(Exception thrown)
    {
        if (thrown is not (OperationCanceledException or ChannelClosedException))
        {
            lock (_faults)
            {
                _faults.Add(thrown.GetType().Name);
            }
        }
    }

    private sealed class Worker(World world) : IDisposable
    {
        public void Dispose() => Interlocked.Decrement(ref world._workers);
    }
}
