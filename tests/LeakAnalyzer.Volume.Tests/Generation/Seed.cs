using System.Collections.Immutable;
using Microsoft.CodeAnalysis.CSharp;

namespace LeakAnalyzer.Volume.Tests.Generation;

/// <summary>A leak: a few statements, with what they need around them.</summary>
/// <param name="Statements">The statements.</param>
internal sealed record Seed(string Statements)
{
    public static ImmutableArray<Seed> All { get; } =
        [.. TaskSeeds.All, .. ThreadSeeds.All, .. SourceSeeds.All, .. RaceSeeds.All, .. HandleSeeds.All, .. SignalSeeds.All, .. OwnerSeeds.All];

    /// <summary>Gets members that the statements use, for the type around them.</summary>
    public string Members { get; init; } = "";

    /// <summary>Gets a type that the statements use, in another file; empty if there is none.</summary>
    public string Elsewhere { get; init; } = "";

    /// <summary>Gets the functions that can contain the statements, if <see cref="ScopeKind.Takes"/> agrees.</summary>
    public ImmutableArray<ScopeKind> Scopes { get; init; } = ScopeKind.All;

    /// <summary>Whether the statements contain <c>await</c>.</summary>
    public bool Awaits { get; init; }

    public bool NeedsToken { get; init; }

    /// <summary>Whether the statements can't be compiled for .NET Standard 2.0.</summary>
    public bool NeedsNewFramework { get; init; }

    /// <summary>Gets the oldest language version that can compile the statements.</summary>
    public LanguageVersion Since { get; init; } = LanguageVersion.CSharp7_3;

    /// <summary>Whether the statements are a single expression.</summary>
    public bool IsExpression { get; init; }
}
