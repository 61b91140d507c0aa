using System.Threading.Channels;

namespace LeakAnalyzer.GroundTruth;

/// <summary>
/// The surroundings in which a program runs, as a server surrounds a request handler: they exist before the program and after it. The program takes
/// from here the token, the channel and the semaphore that it passes to its methods. Only the program cancels, writes to or releases any of them.
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

    /// <summary>Gets the world of the program that runs in this execution context.</summary>
    public static World Current => s_current.Value ?? throw new InvalidOperationException("No program runs here.");

    /// <summary>Gets the token of the host, which isn't cancelled when the program ends.</summary>
    public CancellationToken Token => _host.Token;

    /// <summary>Gets an empty, unbounded channel of the host.</summary>
    public Channel<int> Items { get; } = Channel.CreateUnbounded<int>();

    /// <summary>Gets a semaphore of the host that has no permits.</summary>
    public SemaphoreSlim Gate { get; } = new(0);

    /// <summary>
    /// Gets a time that is longer than any test and differs from that of every other world, so that it identifies the timers of the program.
    /// </summary>
    public TimeSpan Patience { get; } = TimeSpan.FromDays(1) + TimeSpan.FromMilliseconds(Interlocked.Increment(ref s_worlds));

    /// <summary>Gets the text that the program has logged.</summary>
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

    /// <summary>
    /// Gets the types of the exceptions that were thrown in the program's execution context, without those that report an end, such as a cancellation.
    /// </summary>
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

    /// <summary>Adds a text to the program's result.</summary>
    public void Log(string text)
    {
        lock (_log)
        {
            _log.Add(text);
        }
    }

    /// <summary>
    /// Announces work that isn't a task and that can't be observed from outside, such as that of a thread. It lasts until the returned object is
    /// disposed.
    /// </summary>
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

    /// <summary>Finds what is left in this world, as far as that can be observed without changing it.</summary>
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

    /// <summary>Finds pending waits: offers an item and a permit, and tests whether something takes them although the program has ended.</summary>
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

    /// <summary>Ends the host, so that what a program leaves doesn't affect the programs after it.</summary>
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
