using System.Collections.Immutable;
using Microsoft.CodeAnalysis.CSharp;

namespace LeakAnalyzer.Volume.Tests.Generation;

/// <summary>
/// A few statements that leak. They use the variables <c>reader</c>, <c>gate</c>, <c>flag</c> and usually <c>cancellationToken</c>, and may call
/// <c>Work</c>.
/// </summary>
/// <param name="Statements">The statements.</param>
internal sealed record Seed(string Statements)
{
    /// <summary>All seeds.</summary>
    public static ImmutableArray<Seed> All { get; } =
        [.. TaskSeeds.All, .. ThreadSeeds.All, .. SourceSeeds.All, .. RaceSeeds.All, .. HandleSeeds.All, .. SignalSeeds.All, .. OwnerSeeds.All];

    /// <summary>Gets the members of the type that the statements need.</summary>
    public string Members { get; init; } = "";

    /// <summary>Gets a type that the statements need, in a file of its own; empty if there is none.</summary>
    public string Elsewhere { get; init; } = "";

    /// <summary>Gets the functions into which the statements can be put; by default all functions that take them.</summary>
    public ImmutableArray<ScopeKind> Scopes { get; init; } = ScopeKind.All;

    /// <summary>Whether the statements await.</summary>
    public bool Awaits { get; init; }

    /// <summary>Whether the statements use the token.</summary>
    public bool NeedsToken { get; init; }

    /// <summary>Whether the statements need more than .NET Standard 2.0.</summary>
    public bool NeedsNewFramework { get; init; }

    /// <summary>Gets the language version that the statements need.</summary>
    public LanguageVersion Since { get; init; } = LanguageVersion.CSharp7_3;

    /// <summary>Whether the statements are a single expression, which can be the whole body of a function.</summary>
    public bool IsExpression { get; init; }
}
