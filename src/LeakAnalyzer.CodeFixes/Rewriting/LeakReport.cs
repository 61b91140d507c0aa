using System.Collections.Immutable;
using LeakAnalyzer.FixContract;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace LeakAnalyzer.CodeFixes.Rewriting;

/// <summary>What a diagnostic says, read once from its properties.</summary>
/// <param name="Id">The id of its rule.</param>
/// <param name="Document">Where it stands.</param>
/// <param name="Fixes">The fixes that are right.</param>
/// <param name="Start">Where the task is started.</param>
/// <param name="Scope">The function that starts it.</param>
/// <param name="ScopeName">What a reader calls it.</param>
/// <param name="ScopeIsAsync">Whether it can await while it exits.</param>
/// <param name="Token">The one token in reach; null where there is none.</param>
/// <param name="Slots">Where a token goes in the scope.</param>
internal sealed record LeakReport(
    string Id,
    Document Document,
    ImmutableArray<FixKind> Fixes,
    TextSpan Start,
    TextSpan Scope,
    string ScopeName,
    bool ScopeIsAsync,
    string? Token,
    IReadOnlyList<TokenSlot> Slots)
{
    /// <summary>Reads a diagnostic; null where it asks for no fix, or doesn't say what a fix must know.</summary>
    public static LeakReport? Read(Diagnostic diagnostic, Document document)
    {
        ImmutableArray<FixKind> fixes = FixesOf(diagnostic);
        IReadOnlyList<TokenSlot> slots = TokenSlot.Parse(Property(diagnostic, FixProperties.TokenSlots));
        IReadOnlyList<TokenThread>? threads = TokenThread.Parse(Property(diagnostic, FixProperties.TokenThreads));
        var cancel = CancelPlace.Parse(Property(diagnostic, FixProperties.CancelPlace));
        var handle = HandlePlace.Parse(Property(diagnostic, FixProperties.Handle));
        var completion = CompletionPlace.Parse(Property(diagnostic, FixProperties.Completion));
        var owner = OwnerSource.Parse(Property(diagnostic, FixProperties.OwnerSource));
        bool saysNothing = slots.Count + threads?.Count == 0 && cancel is null && handle is null && completion is null && owner is null;
        return fixes.IsEmpty || threads is null || saysNothing || SpanText.Parse(Property(diagnostic, FixProperties.ScopeSpan)) is not { } scope
            ? null
            : new LeakReport(
                diagnostic.Id,
                document,
                fixes,
                diagnostic.Location.SourceSpan,
                scope,
                Property(diagnostic, FixProperties.ScopeName) ?? "the scope",
                Property(diagnostic, FixProperties.ScopeIsAsync) is not null,
                Property(diagnostic, FixProperties.Token),
                slots)
            {
                Threads = threads,
                Cancel = cancel,
                Block = SpanText.Parse(Property(diagnostic, FixProperties.BlockSpan)),
                Handle = handle,
                Completion = completion,
                Join = JoinPlace.Parse(Property(diagnostic, FixProperties.Join)),
                Owner = owner,
                Awaited = diagnostic.Id switch
                {
                    DiagnosticIds.EndlessLoop => "loop",
                    DiagnosticIds.LingeringDelay => "delay",
                    DiagnosticIds.OwnerLeavesTask => "task",
                    _ => "wait",
                },
            };
    }

    /// <summary>The called functions that the token goes through.</summary>
    public IReadOnlyList<TokenThread> Threads { get; init; } = [];

    /// <summary>Where a source of the scope is to be cancelled; null where none is.</summary>
    public CancelPlace? Cancel { get; init; }

    /// <summary>What a title calls that which is to be cancelled.</summary>
    public string Awaited { get; init; } = "wait";

    /// <summary>The block that a source is to live in; null for the scope's outermost.</summary>
    public TextSpan? Block { get; init; }

    /// <summary>What is to be disposed; null where nothing is.</summary>
    public HandlePlace? Handle { get; init; }

    /// <summary>The source that lives as long as an object; null where none is to be made or used.</summary>
    public OwnerSource? Owner { get; init; }

    /// <summary>Where a channel or promise is to be completed; null where none is.</summary>
    public CompletionPlace? Completion { get; init; }

    /// <summary>Where the task is started that can be kept and joined; null where it can't.</summary>
    public JoinPlace? Join { get; init; }

    /// <summary>The scope as a title writes it: what has a name in quotes, "the lambda" without.</summary>
    public string QuotedScope => ScopeName.Contains(' ') ? ScopeName : $"'{ScopeName}'";

    /// <summary>Whether a fix is right here.</summary>
    public bool AsksFor(FixKind kind) => Fixes.Contains(kind);

    private static ImmutableArray<FixKind> FixesOf(Diagnostic diagnostic)
    {
        ImmutableArray<FixKind>.Builder fixes = ImmutableArray.CreateBuilder<FixKind>();
        foreach (string name in (Property(diagnostic, FixProperties.Fixes) ?? "").Split(','))
        {
            if (Enum.TryParse(name, out FixKind kind))
            {
                fixes.Add(kind);
            }
        }

        return fixes.ToImmutable();
    }

    private static string? Property(Diagnostic diagnostic, string key) =>
        diagnostic.Properties.TryGetValue(key, out string? value) ? value : null;
}
