using System.ComponentModel;
using System.Runtime.CompilerServices;
using LeakAnalyzer.LeakTest.Tracking;

namespace LeakAnalyzer.LeakTest;

/// <summary>
/// Fails a test that leaves a task behind: one that it started, on whatever thread and however deep, and that has not completed.
/// <code>
/// await LeakCheck.NoneAsync(async () => await new Importer().RunAsync());
/// </code>
/// or, to the end of the block:
/// <code>
/// await using var check = LeakCheck.Start();
/// </code>
/// </summary>
public sealed class LeakCheck : IAsyncDisposable, IDisposable
{
    private const string AsyncBody = "An async body needs 'await LeakCheck.NoneAsync(…)'.";

    private readonly Watch _watch;
    private readonly LeakCheckOptions _options;
    private readonly FailingBlock? _block;
    private readonly Registrations _registrations;
    private int _isDisposed;

    /// <summary>Of a block.</summary>
    private LeakCheck(LeakCheckOptions? options)
    {
        _options = options ?? new LeakCheckOptions();
        _registrations = new Registrations(_options.Tokens);
        _watch = Watch.Start(_options, isEnteredByCallers: true);
        _block = new FailingBlock();
    }

    /// <summary>Of a body.</summary>
    private LeakCheck(LeakCheckOptions? options, Delegate body)
    {
        RuntimeAsync.Refuse(body.Method);
        _options = options ?? new LeakCheckOptions();
        _registrations = new Registrations(_options.Tokens);
        _watch = Watch.Start(_options, isEnteredByCallers: false);
    }

    /// <summary>
    /// Begins a check of what the caller starts from here on. It ends, and fails, when it is disposed: with <c>await using</c> in an
    /// async method, with <c>using</c> in others.
    /// </summary>
    /// <param name="options">How to check; null for the defaults.</param>
    /// <exception cref="NotSupportedException">Tasks can't be seen in this process, or those of this method can't, so that the check could never fail.</exception>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static LeakCheck Start(LeakCheckOptions? options = null) => new(options);

    /// <summary>Runs the body, and fails if it leaves a task behind.</summary>
    /// <param name="body">The checked code. If it fails itself, its exception is thrown, and nothing is waited for.</param>
    /// <param name="options">How to check; null for the defaults.</param>
    /// <exception cref="LeakException">The body left tasks behind.</exception>
    /// <exception cref="NotSupportedException">Tasks can't be seen in this process, or those of this method can't, so that the check could never fail.</exception>
    public static async Task NoneAsync(Func<Task> body, LeakCheckOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(body);
        var check = new LeakCheck(options, body);
        try
        {
            await check.EnterAsync(body).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            check.Search().EndWith(failure);
            throw;
        }

        await check.Search().EndAsync().ConfigureAwait(false);
    }

    /// <summary>Runs the body, and fails if it leaves a task behind.</summary>
    /// <param name="body">The checked code. If it fails itself, its exception is thrown, and nothing is waited for.</param>
    /// <param name="options">How to check; null for the defaults.</param>
    /// <exception cref="LeakException">The body left tasks behind.</exception>
    /// <exception cref="NotSupportedException">Tasks can't be seen in this process, or those of this method can't, so that the check could never fail.</exception>
    public static void None(Action body, LeakCheckOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(body);
        var check = new LeakCheck(options, body);
        try
        {
            body();
        }
        catch (Exception failure)
        {
            check._watch.Exit();
            check.Search().EndWith(failure);
            throw;
        }

        check._watch.Exit();
        check.Search().End();
    }

    /// <summary>Not for async bodies: nobody would wait for them.</summary>
    /// <param name="body">An async body.</param>
    [Obsolete(AsyncBody, error: true)]
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static void None(Func<Task> body) => throw new NotSupportedException(AsyncBody);

    /// <summary>Not for async bodies: nobody would wait for them.</summary>
    /// <param name="body">An async body.</param>
    /// <param name="options">How to check.</param>
    [Obsolete(AsyncBody, error: true)]
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static void None(Func<Task> body, LeakCheckOptions? options) => throw new NotSupportedException(AsyncBody);

    /// <summary>
    /// Ends the check. Where the code of the <c>await using</c> block has failed, its exception goes on, and nothing is waited for.
    /// </summary>
    /// <exception cref="LeakException">Tasks were left behind.</exception>
    public ValueTask DisposeAsync()
    {
        if (!Leave())
        {
            return ValueTask.CompletedTask;
        }

        if (Search().IsClean)
        {
            _watch.End();
            return ValueTask.CompletedTask;
        }

        return new AwaitedEnd(this).Task;
    }

    /// <summary>
    /// Ends the check; the thread waits for tasks that are about to complete. Where the code of the <c>using</c> block has failed, its
    /// exception goes on, and nothing is waited for.
    /// </summary>
    /// <exception cref="LeakException">Tasks were left behind.</exception>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
        {
            return;
        }

        _watch.Exit();
        if (_block?.End() == true)
        {
            _watch.End();
            return;
        }

        Search().End();
    }

    /// <summary>
    /// Ends the check like <see cref="DisposeAsync"/>, but hands over what it found instead of throwing it: for a test framework's hooks, which
    /// report it in their own way. It is to be called where <see cref="Start"/> was.
    /// </summary>
    /// <returns>The exception that a disposal would throw; null where nothing was left behind.</returns>
    public Task<LeakException?> EndAsync() => Leave() ? Search().FindAsync() : Task.FromResult<LeakException?>(null);

    /// <summary>The same on this thread, which waits for tasks that are about to complete.</summary>
    /// <returns>The exception that a disposal would throw; null where nothing was left behind.</returns>
    public LeakException? End() => Leave() ? Search().Find() : null;

    /// <summary>
    /// Ends the check of code that has failed by itself: nothing is waited for, and nothing is a leak. It is to be called where
    /// <see cref="Start"/> was.
    /// </summary>
    /// <returns>A text about the tasks that have not completed by now; null where all have.</returns>
    public string? EndFailed() => Leave() ? Search().EndFailed() : null;

    /// <summary>Where what is started is shared, and outlives a test on purpose: no check counts what the caller starts until the disposal.</summary>
    /// <returns>Ends the pause where it is disposed: in the same method, with <c>using</c>.</returns>
    public static IDisposable Pause() => new Pause();

    /// <summary>What has been started so far, and is running now, is no leak to any check in whose flow the caller runs, nor to those of the process.</summary>
    public static void IgnoreRunning() => TaskLog.ExcuseOpenTasks();

    /// <summary>Leaves the flow of the check. It ends once.</summary>
    /// <returns>Whether it is still to be ended.</returns>
    private bool Leave()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
        {
            return false;
        }

        _watch.Exit();
        _block?.End();
        return true;
    }

    /// <summary>The search for what is left behind, which begins now.</summary>
    /// <param name="awaiting">Who awaits the end of the check, where that is known.</param>
    internal LeakSearch Search(object? awaiting = null) => new(_watch, _options, _registrations, awaiting);

    /// <summary>The body starts in the flow of the check; its caller stays outside.</summary>
    private Task EnterAsync(Func<Task> body)
    {
        try
        {
            return body();
        }
        finally
        {
            _watch.Exit();
        }
    }
}
