using LeakAnalyzer.CodeFixes.Editing;
using LeakAnalyzer.Facts;
using LeakAnalyzer.Races;
using LeakAnalyzer.Summaries;
using LeakAnalyzer.Tasks;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis.Text;

namespace LeakAnalyzer.CodeFixes.LinkToScope;

/// <summary>
/// A <c>CancellationTokenSource</c> that a fix adds to a scope (a function that starts tasks). The plan contains everything that depends on the
/// semantic model, so that the source can be written by text edits alone.
/// </summary>
internal sealed record LinkPlan
{
    /// <summary>Gets the span of the function to which the source is added (the scope).</summary>
    public required TextSpan Scope { get; init; }

    /// <summary>Gets the span of the block in which the source is declared; null for the scope's outermost block.</summary>
    public required TextSpan? Block { get; init; }

    /// <summary>Whether the scope is a top-level program.</summary>
    public required bool IsProgram { get; init; }

    /// <summary>Gets the statements that go into the <c>try</c>; null if the body of the scope is an expression.</summary>
    public required WrapRegion? Region { get; init; }

    /// <summary>Whether the body of the scope is an expression whose value the function returns.</summary>
    public required bool ReturnsBody { get; init; }

    /// <summary>Gets the slots (places for a token) into which the token of the source is written.</summary>
    public required IReadOnlyList<TokenSlot> Slots { get; init; }

    /// <summary>Gets the name of the local that holds the source.</summary>
    public required string SourceName { get; init; }

    /// <summary>
    /// Gets the name of the local that holds the token of the source. A detached task captures this local, not the source, because the
    /// property <c>Token</c> throws after the source has been disposed.
    /// </summary>
    public required string TokenName { get; init; }

    /// <summary>Gets the expression that creates the source.</summary>
    public required string Creation { get; init; }

    /// <summary>Gets the expression that cancels the source.</summary>
    public required string Cancellation { get; init; }

    /// <summary>Gets the code by which the scope awaits its tasks after the cancellation; null if it doesn't await them.</summary>
    public required JoinPlan? Join { get; init; }

    /// <summary>Gets the names by which the code refers to the types of the source and the token.</summary>
    public required ThreadingNames Types { get; init; }

    /// <summary>
    /// Whether the language version has <c>using</c> declarations. If not, a <c>using</c> statement is written, which adds a level of
    /// nesting.
    /// </summary>
    public required bool HasUsingDeclarations { get; init; }
}
