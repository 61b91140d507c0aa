using System.Collections.Immutable;
using Microsoft.CodeAnalysis.CSharp;

namespace LeakAnalyzer.Volume.Tests.Generation;

/// <summary>
/// A few statements that leak. They know a <c>reader</c>, a <c>gate</c>, a <c>flag</c> and, mostly, a <c>cancellationToken</c>, and
/// may call <c>Work</c>.
/// </summary>
/// <param name="Statements">The statements.</param>
internal sealed record Seed(string Statements)
{
    /// <summary>All seeds.</summary>
    public static ImmutableArray<Seed> All { get; } =
        [.. TaskSeeds.All, .. ThreadSeeds.All, .. SourceSeeds.All, .. RaceSeeds.All, .. HandleSeeds.All, .. SignalSeeds.All, .. OwnerSeeds.All];

    /// <summary>Members of the type that the statements need.</summary>
    public string Members { get; init; } = "";

    /// <summary>A type that they need, in a file of its own; none where it is empty.</summary>
    public string Elsewhere { get; init; } = "";

    /// <summary>The functions that they can be put into, where not into each that takes them.</summary>
    public ImmutableArray<ScopeKind> Scopes { get; init; } = ScopeKind.All;

    /// <summary>Whether the statements await.</summary>
    public bool Awaits { get; init; }

    /// <summary>Whether the statements name the token.</summary>
    public bool NeedsToken { get; init; }

    /// <summary>Whether they need more than .NET Standard 2.0.</summary>
    public bool NeedsNewFramework { get; init; }

    /// <summary>The version of the language that they need.</summary>
    public LanguageVersion Since { get; init; } = LanguageVersion.CSharp7_3;

    /// <summary>Whether they are one expression, which can be a whole body.</summary>
    public bool IsExpression { get; init; }
}
