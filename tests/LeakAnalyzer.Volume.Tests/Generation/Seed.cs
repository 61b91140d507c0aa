using System.Collections.Immutable;
using Microsoft.CodeAnalysis.CSharp;

namespace LeakAnalyzer.Volume.Tests.Generation;

/// <summary>
/// A leak: a few statements. They can use the variables <c>reader</c>, <c>gate</c>, <c>flag</c> and <c>cancellationToken</c>, and the method
/// <c>Work</c>, which generated code declares.
/// </summary>
/// <param name="Statements">The statements.</param>
internal sealed record Seed(string Statements)
{
    public static ImmutableArray<Seed> All { get; } =
        [.. TaskSeeds.All, .. ThreadSeeds.All, .. SourceSeeds.All, .. RaceSeeds.All, .. HandleSeeds.All, .. SignalSeeds.All, .. OwnerSeeds.All];

    /// <summary>Gets members that the statements use, for the type around them.</summary>
    public string Members { get; init; } = "";

    /// <summary>Gets a type that the statements use, for a separate file; empty if there is none.</summary>
    public string Elsewhere { get; init; } = "";

    /// <summary>Gets the functions that can contain the statements. A function must also accept them with <see cref="ScopeKind.Takes"/>.</summary>
    public ImmutableArray<ScopeKind> Scopes { get; init; } = ScopeKind.All;

    /// <summary>Whether the statements contain <c>await</c>, so that the function must be async.</summary>
    public bool Awaits { get; init; }

    /// <summary>Whether the statements use the variable <c>cancellationToken</c>.</summary>
    public bool NeedsToken { get; init; }

    /// <summary>Whether the statements can't be compiled for .NET Standard 2.0.</summary>
    public bool NeedsNewFramework { get; init; }

    /// <summary>Gets the oldest language version that can compile the statements.</summary>
    public LanguageVersion Since { get; init; } = LanguageVersion.CSharp7_3;

    /// <summary>Whether the statements are a single expression, so that they can be an expression body.</summary>
    public bool IsExpression { get; init; }
}
