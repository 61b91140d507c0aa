using LeakAnalyzer.CodeFixes.Editing;
using LeakAnalyzer.Facts;
using LeakAnalyzer.Races;
using LeakAnalyzer.Summaries;
using LeakAnalyzer.Tasks;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis.Text;

namespace LeakAnalyzer.CodeFixes.LinkToScope;

/// <summary>
/// A <c>CancellationTokenSource</c> that a fix adds to a function. The plan contains everything that depends on the semantic model, so that text edits alone
/// can write the source.
/// </summary>
internal sealed record LinkPlan
{
    /// <summary>Gets the span of the function to which the source is added.</summary>
    public required TextSpan Scope { get; init; }

    /// <summary>Gets the span of the block in which the source is declared; null for the function's outermost block.</summary>
    public required TextSpan? Block { get; init; }

    /// <summary>Whether the function is a top-level program.</summary>
    public required bool IsProgram { get; init; }

    /// <summary>Gets the statements that go into the <c>try</c>; null if the body of the function is an expression.</summary>
    public required WrapRegion? Region { get; init; }

    /// <summary>Whether the body of the function is an expression whose value the function returns.</summary>
    public required bool ReturnsBody { get; init; }

    /// <summary>Gets the arguments and other places in the code where the token of the source is written.</summary>
    public required IReadOnlyList<TokenSlot> Slots { get; init; }

    /// <summary>Gets the name of the local that holds the source.</summary>
    public required string SourceName { get; init; }

    /// <summary>
    /// Gets the name of the local that holds the token of the source. The tasks use this local, because <c>source.Token</c> throws after the source has been
    /// disposed.
    /// </summary>
    public required string TokenName { get; init; }

    /// <summary>Gets the expression that creates the source.</summary>
    public required string Creation { get; init; }

    /// <summary>Gets the expression that cancels the source.</summary>
    public required string Cancellation { get; init; }

    /// <summary>Gets the code that awaits the tasks after the cancellation; null if they aren't awaited.</summary>
    public required JoinPlan? Join { get; init; }

    /// <summary>Gets the names of the types of the source and the token, as the code can use them.</summary>
    public required ThreadingNames Types { get; init; }

    /// <summary>Whether the language version has <c>using</c> declarations. If not, a <c>using</c> statement is written.</summary>
    public required bool HasUsingDeclarations { get; init; }
}
