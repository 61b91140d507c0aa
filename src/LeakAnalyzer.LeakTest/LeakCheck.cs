using System.ComponentModel;
using System.Runtime.CompilerServices;
using LeakAnalyzer.LeakTest.Tracking;

namespace LeakAnalyzer.LeakTest;

/// <summary>
/// Fails a test that leaves a task behind: a task that the test started, directly or indirectly and on any thread, and that has not completed.
/// <code>
/// await LeakCheck.NoneAsync(async () => await new Importer().RunAsync());
/// </code>
/// or, for the rest of a block:
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

    private LeakCheck(LeakCheckOptions? options)
    {
        _options = options ?? new LeakCheckOptions();
        _registrations = new Registrations(_options.Tokens);
        _watch = Watch.Start(_options, isEnteredByCallers: true);
        _block = new FailingBlock();
    }

    private LeakCheck(LeakCheckOptions? options, Delegate body)
    {
        RuntimeAsync.Refuse(body.Method);
        _options = options ?? new LeakCheckOptions();
        _registrations = new Registrations(_options.Tokens);
        _watch = Watch.Start(_options, isEnteredByCallers: false);
    }

    /// <summary>
    /// Starts a check of the tasks that the caller starts from here on. Disposing it ends the check, which throws if tasks are left behind. Use
    /// <c>await using</c> in an async method, <c>using</c> in others.
    /// </summary>
    /// <param name="options">The options; null for the defaults.</param>
    /// <exception cref="NotSupportedException">The tasks of this process or method can't be observed, so the check could never fail.</exception>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static LeakCheck Start(LeakCheckOptions? options = null) => new(options);

    /// <summary>Runs an async delegate, and throws if it leaves tasks behind.</summary>
    /// <param name="body">The code to check. If it throws, its exception is passed on at once, without waiting for tasks.</param>
    /// <param name="options">The options; null for the defaults.</param>
    /// <exception cref="LeakException">The delegate left tasks behind.</exception>
    /// <exception cref="NotSupportedException">The tasks of this process or method can't be observed, so the check could never fail.</exception>
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

    /// <summary>Runs a delegate, and throws if it leaves tasks behind.</summary>
    /// <param name="body">The code to check. If it throws, its exception is passed on at once, without waiting for tasks.</param>
    /// <param name="options">The options; null for the defaults.</param>
    /// <exception cref="LeakException">The delegate left tasks behind.</exception>
    /// <exception cref="NotSupportedException">The tasks of this process or method can't be observed, so the check could never fail.</exception>
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

    /// <summary>Makes the compiler reject async delegates, because this method would not await their tasks.</summary>
    /// <param name="body">An async delegate.</param>
    [Obsolete(AsyncBody, error: true)]
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static void None(Func<Task> body) => throw new NotSupportedException(AsyncBody);

    /// <summary>Makes the compiler reject async delegates, because this method would not await their tasks.</summary>
    /// <param name="body">An async delegate.</param>
    /// <param name="options">The options.</param>
    [Obsolete(AsyncBody, error: true)]
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static void None(Func<Task> body, LeakCheckOptions? options) => throw new NotSupportedException(AsyncBody);

    /// <summary>
    /// Ends the check. If an exception ends the <c>await using</c> block, that exception is passed on at once, without waiting for tasks.
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
    /// Ends the check. It blocks the thread until the unfinished tasks complete, at most for the timeout. If an exception ends the <c>using</c>
    /// block, that exception is passed on at once, without waiting for tasks.
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
    /// Ends the check like <see cref="DisposeAsync"/>, but returns the exception instead of throwing it. It is meant for the hooks of a test
    /// framework, which report a failure in their own way. Call it from the same method as <see cref="Start"/>.
    /// </summary>
    /// <returns>The exception that the disposal would throw; null if no task was left behind.</returns>
    public Task<LeakException?> EndAsync() => Leave() ? Search().FindAsync() : Task.FromResult<LeakException?>(null);

    /// <summary>
    /// Ends the check like <see cref="EndAsync"/>, but blocks the thread until the unfinished tasks complete, at most for the timeout.
    /// </summary>
    /// <returns>The exception that the disposal would throw; null if no task was left behind.</returns>
    public LeakException? End() => Leave() ? Search().Find() : null;

    /// <summary>
    /// Ends the check of code that has itself failed: it doesn't wait, and reports no leak. Call it from the same method as <see cref="Start"/>.
    /// </summary>
    /// <returns>A description of the tasks that have not completed yet; null if all have.</returns>
    public string? EndFailed() => Leave() ? Search().EndFailed() : null;

    /// <summary>
    /// Pauses all checks for code that starts shared tasks which may outlive a test. No check counts the tasks that the caller starts before the
    /// result is disposed.
    /// </summary>
    /// <returns>An object whose disposal ends the pause. Dispose it in the same method, with <c>using</c>.</returns>
    public static IDisposable Pause() => new Pause();

    /// <summary>
    /// Excludes all tasks that are running now from the checks in whose flow (<see cref="ExecutionContext"/>) the caller runs, and from the checks of
    /// the whole process.
    /// </summary>
    public static void IgnoreRunning() => TaskLog.ExcuseOpenTasks();

    /// <summary>Takes the watch out of the caller's execution context, on the first call only.</summary>
    /// <returns>True on the first call: the caller then has to end the check.</returns>
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

    /// <summary>Starts the search for tasks that were left behind.</summary>
    /// <param name="awaiting">The object that awaits the end of the check; null if unknown.</param>
    internal LeakSearch Search(object? awaiting = null) => new(_watch, _options, _registrations, awaiting);

    /// <summary>Calls the delegate. When it has returned its task, the watch is taken out of the caller's execution context.</summary>
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
