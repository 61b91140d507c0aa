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

/// <summary>What is right for a report: which fixes, and where in the code they act.</summary>
/// <param name="Fixes">The fixes, the first choice first.</param>
/// <param name="Token">The token that is passed or linked to; null where there is none.</param>
/// <param name="Slots">Where a token goes in the scope.</param>
internal sealed record Remedy(ImmutableArray<FixKind> Fixes, string? Token, ImmutableArray<TokenSlot> Slots)
{
    /// <summary>No fix.</summary>
    public static Remedy None { get; } = new(ImmutableArray<FixKind>.Empty, Token: null, ImmutableArray<TokenSlot>.Empty);

    /// <summary>The called functions that the token goes through on its way to the waits.</summary>
    public ImmutableArray<TokenRelay> Relays { get; init; } = ImmutableArray<TokenRelay>.Empty;

    /// <summary>Where a source of the scope is to be cancelled; null where none is.</summary>
    public CancelPlace? Cancel { get; init; }

    /// <summary>The block that a new source is to live in; null for the scope's outermost.</summary>
    public SyntaxNode? Block { get; init; }

    /// <summary>What is to be disposed; null where nothing is.</summary>
    public HandlePlace? Handle { get; init; }

    /// <summary>The source that lives as long as an object; null where none is to be made or used.</summary>
    public OwnerSource? Owner { get; init; }

    /// <summary>Where a channel or promise is to be completed; null where none is.</summary>
    public CompletionPlace? Completion { get; init; }

    /// <summary>Where the task is started that can be kept and joined; null where it can't.</summary>
    public JoinPlace? Join { get; init; }

    /// <summary>The remedy for a finding; where one report stands for several findings, the remedy that is right for all of them, or none.</summary>
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
        (_, OpenSignal signal) => SignalRemedy.For(signal, model),
        (_, RacedOperation raced) => RaceRemedy.For(raced, finding.Scope, model),
        (LostLinkedSource.Id, HeldHandle source) => Disposal.OfSource(source, finding.Scope, model),
        (_, HeldHandle registration) => Disposal.OfRegistration(registration, finding.Scope, model),
        _ => None,
    };

    /// <summary>Whether another remedy does the same to a source or signal.</summary>
    private bool ActsAs(Remedy other) => Fixes.SequenceEqual(other.Fixes) && Cancel == other.Cancel && Completion == other.Completion;
}
