using LeakAnalyzer.Facts;
using LeakAnalyzer.Summaries;
using LeakAnalyzer.Tasks;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakAnalyzer.Rules;

/// <summary>LEAK006: a channel or promise (a <c>TaskCompletionSource</c>) isn't completed on every path, although a task or a caller waits on it.</summary>
internal static class SignalNotCompleted
{
    public const string Id = "LEAK006";

    /// <summary>A rule of its own, because no token is missing: the code doesn't complete what it has created.</summary>
    public static readonly DiagnosticDescriptor Descriptor = DescriptorFactory.Create(
        Id,
        nameof(SignalNotCompleted),
        title: "A channel or TaskCompletionSource is left uncompleted while a task waits on it",
        messageFormat: "{0}, so {1} may wait on '{2}' for ever; {3}",
        cause: "Who makes a channel or promise is the one to complete it: on an early return, a break or an exception its reader is never "
            + "told the end, or a writer of a full channel waits for a reader that has left.",
        fix: "Complete it on every path, in a 'finally' or on disposal.");

    /// <summary>Finds what the rule reports on a task, awaited or not; null if the task's waits on the function's channels and promises end.</summary>
    public static Finding? Check(StartedTask task, LeakModel model)
    {
        var signals = new ScopeSignals(task.Scope, task.Start.Call.Syntax, model);
        foreach (GovernedWait governed in task.Waits)
        {
            if (IsLeftTo(governed.ByToken, task)
                && ScopeSignals.Of(governed.Wait, task.Scope, model) is (var local, var creation)
                && signals.LifeAtExit(governed.Wait, local, creation) is var life and (SignalLife.Open or SignalLife.Stuck))
            {
                return Finding(new OpenSignal(task, governed.Wait, local, creation, life), model);
            }
        }

        return null;
    }

    /// <summary>Whether no token ends a wait before the function that starts the task exits.</summary>
    private static bool IsLeftTo(Governor governor, StartedTask task) => governor switch
    {
        Governor.Nothing or Governor.ScopeOnSomePaths => true,
        Governor.Caller => task.Scope.GoesOnAfter(task.Start.Call.Syntax),
        _ => false,
    };

    private static Finding Finding(OpenSignal signal, LeakModel model)
    {
        (StartedTask task, Wait wait, ILocalSymbol local, ExpressionSyntax creation, _) = signal;
        var exits = new OpenExits();
        new ScopeSignals(task.Scope, task.Start.Call.Syntax, model).LifeAtExit(wait, local, creation, exits);
        string advice = wait.For == WaitsFor.Room ? "complete its writer in a 'finally', so that a full channel holds nobody"
            : model.Symbols.IsPromise(local.Type) ? "set it in a 'finally'"
            : "complete its writer in a 'finally'";
        return new Finding(
            Descriptor,
            creation.GetLocation(),
            [wait],
            task.Scope,
            signal,
            [$"{exits.Paths} out of {task.Scope.QuotedName} completes '{local.Name}'", $"the task started by '{task.Start.Name}'", wait.Name, advice])
        {
            Places = exits.PlacesIn(task.Scope),
        };
    }

    /// <summary>
    /// Finds what the rule reports on a member that holds a new channel, promise or collection of promises; null if there is nothing to report.
    /// </summary>
    public static Finding? Check(SignalMember signal, Func<Scope> scopeOf, LeakModel model) =>
        (model.Symbols.IsPromise(SignalMember.TypeOf(signal.Member)) ? OfPromise(signal.Member, signal.Creation, scopeOf, model) : null)
        ?? OfChannel(signal, scopeOf, model)
        ?? OfOwner(signal, scopeOf, model);

    /// <summary>
    /// Finds what the rule reports on a promise (a <c>TaskCompletionSource</c>) whose task callers wait for; null if there is nothing to report.
    /// </summary>
    /// <param name="promise">The member or local that holds the promise.</param>
    /// <param name="creation">The expression that creates the promise.</param>
    /// <param name="scopeOf">Gets the function around the creation.</param>
    /// <param name="model">The compilation's model.</param>
    public static Finding? OfPromise(ISymbol promise, ExpressionSyntax creation, Func<Scope> scopeOf, LeakModel model)
    {
        if (HandedOutPromise.Of(promise, model) is not { } handedOut)
        {
            return DisposalsPromise.Of(promise, model) is { } left ? OfDisposal(left, creation, scopeOf) : null;
        }

        string setter = handedOut.Setter.MethodKind == MethodKind.AnonymousFunction ? "The lambda" : $"'{handedOut.Setter.Name}'";
        string why = handedOut.Why switch
        {
            Unset.ByException => "where it swallows an exception",
            Unset.ByToken => "where it finds its token cancelled",
            Unset.ByStart => "where its start is cancelled or skipped",
            Unset.ByPath => "on every path",
            _ => "where it finds a flag set",
        };
        return new Finding(Descriptor, creation.GetLocation(), [], scopeOf(), handedOut, [$"{setter} alone sets '{promise.Name}' and doesn't {why}", "who has its task", WaitFactory.NameOf(handedOut.Waits[0]), handedOut.Why == Unset.ByStart ? "start what sets it without a token or condition" : "set it on that path too"])
        {
            Places = [.. handedOut.Waits.Select(wait => wait.GetLocation())],
        };
    }

    private static Finding OfDisposal(DisposalsPromise left, ExpressionSyntax creation, Func<Scope> scopeOf) => new(
        Descriptor,
        creation.GetLocation(),
        [],
        scopeOf(),
        left,
        [$"Nothing sets '{left.Promise.Name}'", $"who awaits '{left.Disposal.Name}'", WaitFactory.NameOf(left.Waits[0]), "set it when the work is done, or return a completed task"])
    {
        Places = [.. left.Waits.Select(wait => wait.GetLocation())],
    };

    private static Finding? OfChannel(SignalMember signal, Func<Scope> scopeOf, LeakModel model) => FieldChannel.Of(signal, model) is not { } channel ? null : new Finding(
        Descriptor,
        signal.Creation.GetLocation(),
        [channel.Wait],
        scopeOf(),
        channel,
        [
            $"'{channel.Reader.Name}' may leave '{signal.Member.Name}' before its end and doesn't complete its writer",
            $"the task started by '{channel.Task.Start.Name}'",
            channel.Wait.Name,
            "complete the writer, or cancel what it waits with, in a 'finally'",
        ]);

    private static Finding? OfOwner(SignalMember signal, Func<Scope> scopeOf, LeakModel model) => OwnerPromises.Of(signal, model) is not { } left ? null : new Finding(
        Descriptor,
        signal.Creation.GetLocation(),
        [],
        scopeOf(),
        left,
        [
            $"The disposal of '{left.Owner.Name}' leaves '{signal.Member.Name}' unset",
            "a caller",
            WaitFactory.NameOf(left.Waits[0]),
            $"cancel what is left when '{left.Owner.Name}' is disposed",
        ])
    {
        Places = [.. left.Waits.Select(wait => wait.GetLocation())],
        IsSuggestion = true, // the disposal leaves the promise unset, but another member sets it
    };
}
