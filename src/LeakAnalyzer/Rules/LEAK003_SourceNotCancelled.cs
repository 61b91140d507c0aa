using LeakAnalyzer.Summaries;
using LeakAnalyzer.Tasks;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.Rules;

/// <summary>
/// LEAK003: a task waits with the token of a <c>CancellationTokenSource</c> that is disposed, dropped or replaced without being cancelled.
/// </summary>
internal static class SourceNotCancelled
{
    public const string Id = "LEAK003";

    /// <summary>A rule of its own, because the code has a source for the wait and only fails to cancel it.</summary>
    public static readonly DiagnosticDescriptor Descriptor = DescriptorFactory.Create(
        Id,
        nameof(SourceNotCancelled),
        title: "A source that a task depends on is disposed, dropped or replaced without being cancelled",
        messageFormat: "{0}, so the task started by '{1}' may wait on '{2}' for ever; {3}",
        cause: "CancellationTokenSource.Dispose does not cancel, and it unlinks the source from what it was linked to: a task that still "
            + "waits on its token can then be cancelled by nobody.",
        fix: "Cancel the source on every path, exceptions included, before it is disposed, dropped or replaced.");

    /// <summary>Finds what the rule reports on a task that waits with the token of a source in a local; null if the source isn't lost.</summary>
    public static Finding? Check(StartedTask task, LeakModel model)
    {
        List<GovernedWait>? waits = null;
        foreach (GovernedWait governed in task.Waits)
        {
            if (governed.LostSource is not null && IsLost(governed.Governor, task.Scope, task.Start))
            {
                (waits ??= []).Add(governed);
            }
        }

        if (waits is null || waits[0].LostSource is not { Locations: [var location, ..] } source)
        {
            return null;
        }

        var exits = new OpenExits();
        new LocalSources(task.Scope, task.Start.Call.Syntax, model).LifeOf(source, waits[0].Wait, exits: exits);
        return new Finding(
            Descriptor,
            location,
            waits.ConvertAll(governed => governed.Wait),
            task.Scope,
            new LostSource(task, source),
            [
                $"{exits.Paths} out of {task.Scope.QuotedName} cancels '{source.Name}'",
                task.Start.Name,
                waits[0].Wait.Name,
                "cancel it in a 'finally', because Dispose does not cancel",
            ])
        {
            Places = exits.PlacesIn(task.Scope),
        };
    }

    /// <summary>
    /// Finds what the rule reports on a source in a field; null if the source isn't lost, or if no task that may start more than once depends on it.
    /// </summary>
    public static Finding? Check(FieldSource source, LeakModel model)
    {
        SourceLoss loss = FieldSources.LossOf(source, model);
        if (loss == SourceLoss.None)
        {
            return null;
        }

        foreach (StartedTask task in FieldSources.DependentsOf(source, loss, model))
        {
            if (Lifetimes.Of(task.Scope, task.Start.Call.Syntax, model) != Lifetime.Once)
            {
                return new Finding(
                    Descriptor,
                    source.Creation.GetLocation(),
                    [.. task.Waits.Select(governed => governed.Wait)],
                    task.Scope,
                    new LostFieldSource(task, source, loss),
                    [
                        loss == SourceLoss.Replaced ? $"'{source.Keeper.Name}' gets another source here, and the one before is not cancelled" : $"'{source.Keeper.Name}' is disposed, and nothing cancels it",
                        task.Start.Name,
                        task.Waits[0].Wait.Name,
                        loss == SourceLoss.Replaced ? "cancel that one first" : "cancel it first, because Dispose does not cancel",
                    ]);
            }
        }

        return null;
    }

    /// <summary>
    /// Whether a wait stays although the caller's token may end it. A function that exits right after the start means the task to run until the caller
    /// cancels.
    /// </summary>
    private static bool IsLost(Governor governor, Scope scope, TaskStart start) => governor switch
    {
        Governor.Nothing or Governor.ScopeOnSomePaths => true,
        Governor.Caller => !scope.IsEntryPoint && scope.GoesOnAfter(start.Call.Syntax),
        _ => false,
    };
}
