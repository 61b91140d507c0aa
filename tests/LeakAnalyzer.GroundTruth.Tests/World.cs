using System.Threading.Channels;

namespace LeakAnalyzer.GroundTruth;

/// <summary>What a server would provide to a request handler: objects that a program can wait on, and that outlive it.</summary>
public sealed class World
{
    private static readonly AsyncLocal<World?> s_current = new();
    private static int s_worlds;

    private readonly CancellationTokenSource _host = new();
    private readonly List<string> _log = [];
    private readonly HashSet<string> _faults = [];
    private int _workers;

    static World() => AppDomain.CurrentDomain.FirstChanceException += (_, thrown) => s_current.Value?.Notice(thrown.Exception);

    /// <summary>Gets the world of the program that runs in the current execution context.</summary>
    public static World Current => s_current.Value ?? throw new InvalidOperationException("No program runs here.");

    /// <summary>Gets a token that isn't cancelled while the program runs.</summary>
    public CancellationToken Token => _host.Token;

    /// <summary>Gets an unbounded channel. It is empty.</summary>
    public Channel<int> Items { get; } = Channel.CreateUnbounded<int>();

    /// <summary>Gets a semaphore without permits.</summary>
    public SemaphoreSlim Gate { get; } = new(0);

    /// <summary>Gets a time that no test waits for. It differs between programs, so it tells whose timer has this due time.</summary>
    public TimeSpan Patience { get; } = TimeSpan.FromDays(1) + TimeSpan.FromMilliseconds(Interlocked.Increment(ref s_worlds));

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

    /// <summary>Gets the types of the thrown exceptions, except those of a cancelled wait or a closed channel.</summary>
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

    /// <summary>Adds a text to the log, which is the result of a program that returns none.</summary>
    public void Log(string text)
    {
        lock (_log)
        {
            _log.Add(text);
        }
    }

    /// <summary>Begins work that the test can't see, such as a thread. The program disposes the returned object when the work ends.</summary>
    public IDisposable Work()
    {
        Interlocked.Increment(ref _workers);
        return new Worker(this);
    }

    internal async Task<string> RunAsync(Func<World, Task<string>> program)
    {
        s_current.Value = this;
        return await program(this).ConfigureAwait(false);
    }

    /// <summary>Finds what the program has left behind, without changing it.</summary>
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

    /// <summary>Finds pending waits: offers an item and a permit, and looks whether a wait takes them.</summary>
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

    /// <summary>Ends what the program has left behind, so that it doesn't affect other programs.</summary>
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
