using LeakAnalyzer.CodeFixes.Editing;
using LeakAnalyzer.Facts;
using LeakAnalyzer.Races;
using LeakAnalyzer.Summaries;
using LeakAnalyzer.Tasks;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis.Text;

namespace LeakAnalyzer.CodeFixes.LinkToScope;

/// <summary>One source that a scope gains: everything that had to be asked of the semantic model, so that writing it is only text.</summary>
internal sealed record LinkPlan
{
    /// <summary>The scope's function.</summary>
    public required TextSpan Scope { get; init; }

    /// <summary>The block that the source lives in; null for the scope's outermost.</summary>
    public required TextSpan? Block { get; init; }

    /// <summary>Whether the scope is a top-level program.</summary>
    public required bool IsProgram { get; init; }

    /// <summary>What goes into the <c>try</c>; null where the body is an expression.</summary>
    public required WrapRegion? Region { get; init; }

    /// <summary>Whether the body, an expression, is the function's result.</summary>
    public required bool ReturnsBody { get; init; }

    /// <summary>The places that get the token.</summary>
    public required IReadOnlyList<TokenSlot> Slots { get; init; }

    /// <summary>The local that holds the source.</summary>
    public required string SourceName { get; init; }

    /// <summary>The local that holds its token: what detached work captures, because a source's <c>Token</c> throws once it is disposed.</summary>
    public required string TokenName { get; init; }

    /// <summary>The expression that makes the source.</summary>
    public required string Creation { get; init; }

    /// <summary>The expression that cancels it.</summary>
    public required string Cancellation { get; init; }

    /// <summary>How the tasks are awaited after the cancellation; null where they aren't.</summary>
    public required JoinPlan? Join { get; init; }

    /// <summary>How the types are written.</summary>
    public required ThreadingNames Types { get; init; }

    /// <summary>Whether the language has <c>using</c> declarations; else a <c>using</c> statement nests once more.</summary>
    public required bool HasUsingDeclarations { get; init; }
}
