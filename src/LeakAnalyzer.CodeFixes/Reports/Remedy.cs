using System.Collections.Immutable;
using LeakAnalyzer.CodeFixes.CancelSource;
using LeakAnalyzer.CodeFixes.Complete;
using LeakAnalyzer.CodeFixes.Dispose;
using LeakAnalyzer.CodeFixes.LinkToScope;
using LeakAnalyzer.CodeFixes.OwnerCancel;
using LeakAnalyzer.CodeFixes.PassToken;
using LeakAnalyzer.Facts;
using LeakAnalyzer.Races;
using LeakAnalyzer.Rules;
using LeakAnalyzer.Summaries;
using LeakAnalyzer.Tasks;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.CodeFixes.Reports;

/// <summary>The fixes that are right for a report, and what these fixes need to know.</summary>
/// <param name="Fixes">The kinds of fixes, the preferred one first.</param>
/// <param name="Token">The name of the variable whose token a fix passes to the waits or links a new source to; null if there is none.</param>
/// <param name="Slots">The arguments and other places in the function that starts the task where a fix writes a token.</param>
internal sealed record Remedy(ImmutableArray<FixKind> Fixes, string? Token, ImmutableArray<TokenSlot> Slots)
{
    /// <summary>Gets the remedy without any fix.</summary>
    public static Remedy None { get; } = new(ImmutableArray<FixKind>.Empty, Token: null, ImmutableArray<TokenSlot>.Empty);

    /// <summary>Gets the called functions through which the token is passed on its way to the waits.</summary>
    public ImmutableArray<TokenRelay> Relays { get; init; } = ImmutableArray<TokenRelay>.Empty;

    /// <summary>
    /// Gets the member whose token a fix passes to the waits, such as <c>Context.ConnectionAborted</c> of a SignalR hub; null if it uses no such member.
    /// </summary>
    public string? CallToken { get; init; }

    /// <summary>Gets where a fix cancels an existing source, or null if no fix does so.</summary>
    public CancelPlace? Cancel { get; init; }

    /// <summary>Gets the block in which a fix declares a new source, or null if that is the function's outermost block.</summary>
    public SyntaxNode? Block { get; init; }

    /// <summary>Gets where the code creates the linked source or registration that a fix disposes, or null if no fix does so.</summary>
    public HandlePlace? Handle { get; init; }

    /// <summary>Gets the source that is cancelled when the object that starts the task is disposed or stopped, or null if no fix needs one.</summary>
    public OwnerSource? Owner { get; init; }

    /// <summary>Gets where a fix completes a channel or <c>TaskCompletionSource</c>, or null if no fix does so.</summary>
    public CompletionPlace? Completion { get; init; }

    /// <summary>Gets the <c>TaskCompletionSource</c>s that a fix cancels when the object that holds them is disposed, or null if no fix does so.</summary>
    public LeftPromises? Left { get; init; }

    /// <summary>Gets the start of the task that a fix keeps in a variable and awaits later, or null if no fix does so.</summary>
    public JoinPlace? Join { get; init; }

    /// <summary>Gets the remedy for a finding; <see cref="None"/> if the report stands for several findings that need different ones.</summary>
    public static Remedy For(Finding finding, LeakModel model)
    {
        Remedy remedy = ForOne(finding, model);
        return finding.Others.All(other => remedy.ActsAs(ForOne(other, model))) ? remedy : None;
    }

    private static Remedy ForOne(Finding finding, LeakModel model) => (finding.Descriptor.Id, finding.Subject) switch
    {
        (OutlivesScope.Id, StartedTask task) => JoinRemedy.For(task, finding.Waits, TaskRemedy.ForCaller(task, finding.Waits, model), model),
        (_, StartedTask task) => JoinRemedy.For(task, finding.Waits, TaskRemedy.For(task, finding.Waits, model), model),
        (_, OwnedTask kept) => TaskRemedy.For(kept, finding.Waits, model),
        (_, LostSource lost) => SourceRemedy.For(lost.Task, lost.Source, model),
        (_, LostFieldSource lost) => FieldSourceRemedy.For(lost, model),
        (_, OpenSignal signal) => SignalRemedy.For(signal, model),
        (_, OwnerPromises left) => LeftPromises.For(left, model),
        (_, RacedOperation raced) => RaceRemedy.For(raced, finding.Scope, model),
        (LostLinkedSource.Id, HeldHandle source) => Disposal.OfSource(source, finding.Scope, model),
        (_, HeldHandle registration) => Disposal.OfRegistration(registration, finding.Scope, model),
        _ => None,
    };

    /// <summary>Whether another remedy offers the same fixes, and cancels or completes at the same place in the code.</summary>
    private bool ActsAs(Remedy other) => Fixes.SequenceEqual(other.Fixes) && Cancel == other.Cancel && Completion == other.Completion;
}
