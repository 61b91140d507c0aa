using CsCheck;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace LeakAnalyzer.Volume.Tests.Generation;

/// <summary>What a program is about: numbers that choose from lists; zero is always the plainest.</summary>
/// <param name="Seed">What leaks.</param>
/// <param name="Scope">The function that it is in.</param>
/// <param name="Place">Where in the function.</param>
/// <param name="Rest">What follows.</param>
/// <param name="Token">Whether the function is given a token, and how.</param>
/// <param name="IsAsync">Whether it is async, where it needn't be.</param>
/// <param name="Others">How many more such statements it has.</param>
/// <param name="Copies">Where there are more such types: in the file, in another, in another project.</param>
internal sealed record Matter(int Seed, int Scope, int Place, int Rest, int Token, bool IsAsync, int Others, int Copies);

/// <summary>What a program is compiled with.</summary>
/// <param name="Language">The version of the language.</param>
/// <param name="IsNewFramework">Whether the framework is .NET 8.</param>
/// <param name="Nullable">Whether nullable is on.</param>
/// <param name="Usings">How it imports its namespaces.</param>
/// <param name="Namespace">In what namespace it is.</param>
/// <param name="HasDocumentation">Whether its documentation is checked.</param>
internal sealed record Setting(LanguageVersion Language, bool IsNewFramework, NullableContextOptions Nullable, int Usings, int Namespace, bool HasDocumentation);

/// <summary>What a program looks like.</summary>
/// <param name="LineBreak">What ends its lines.</param>
/// <param name="Unit">What it is indented by.</param>
/// <param name="Braces">Where its braces stand, and how many lines are joined.</param>
/// <param name="Comments">How many of a hundred places between tokens have a comment.</param>
/// <param name="Directives">How many directives it has.</param>
/// <param name="Ending">How the file begins and ends.</param>
internal sealed record Look(string LineBreak, string Unit, int Braces, int Comments, int Directives, int Ending);

/// <summary>A program that leaks, in numbers.</summary>
/// <param name="Matter">What it is about.</param>
/// <param name="Setting">What it is compiled with.</param>
/// <param name="Look">What it looks like.</param>
/// <param name="Clash">The user's own names in it.</param>
/// <param name="Names">Chooses other names; zero chooses none.</param>
/// <param name="Places">Chooses where comments and directives stand.</param>
internal sealed record Variation(Matter Matter, Setting Setting, Look Look, int Clash, int Names, int Places)
{
    private static readonly Gen<Matter> s_matters = Gen.Select(
        Gen.Int[0, Generation.Seed.All.Length - 1],
        Gen.Int[0, 1000],
        Gen.Frequency((1, Gen.Const(0)), (3, Gen.Int[0, Surroundings.Places.Length - 1])),
        Gen.Int[0, 5],
        Gen.Frequency((4, Gen.Const(0)), (3, Gen.Int[1, 3])),
        Gen.Bool,
        Gen.Frequency((6, Gen.Const(0)), (2, Gen.Const(1)), (1, Gen.Const(2))),
        Gen.Frequency((6, Gen.Const(0)), (1, Gen.Const(1)), (1, Gen.Const(2)), (1, Gen.Const(3))),
        (seed, scope, place, rest, token, isAsync, others, copies) => new Matter(seed, scope, place, rest, token, isAsync, others, copies));

    private static readonly Gen<Setting> s_settings = Gen.Select(
        Gen.OneOf(
            LanguageVersion.CSharp12, LanguageVersion.CSharp7_3, LanguageVersion.CSharp8, LanguageVersion.CSharp9, LanguageVersion.CSharp10,
            LanguageVersion.CSharp11, NewLanguage.CSharp13, NewLanguage.CSharp14),
        Gen.Frequency((3, Gen.Const(true)), (1, Gen.Const(false))),
        Gen.OneOf(NullableContextOptions.Disable, NullableContextOptions.Enable, NullableContextOptions.Warnings),
        Gen.Frequency((2, Gen.Const(0)), (3, Gen.Int[0, 4])),
        Gen.Int[0, 2],
        Gen.Frequency((3, Gen.Const(false)), (1, Gen.Const(true))),
        (language, isNew, nullable, usings, space, documentation) => new Setting(language, isNew, nullable, usings, space, documentation));

    private static readonly Gen<Look> s_looks = Gen.Select(
        Gen.Frequency((3, Gen.Const("\n")), (2, Gen.Const("\r\n")), (1, Gen.Const("\r"))),
        Gen.OneOf("    ", "\t", "  ", "", "   "),
        Gen.Frequency((3, Gen.Const(0)), (2, Gen.Int[1, 5])),
        Gen.Frequency((4, Gen.Const(0)), (2, Gen.Const(3)), (1, Gen.Const(20)), (1, Gen.Const(100))),
        Gen.Frequency((4, Gen.Const(0)), (2, Gen.Int[1, 3])),
        Gen.Int[0, 3],
        (lineBreak, unit, braces, comments, directives, ending) => new Look(lineBreak, unit, braces, comments, directives, ending));

    /// <summary>All variations.</summary>
    public static Gen<Variation> Any { get; } = Gen.Select(
        s_matters,
        s_settings,
        s_looks,
        Gen.Frequency((2, Gen.Const(0)), (2, Gen.Int[0, Generation.Clash.All.Length - 1])),
        Gen.Frequency((2, Gen.Const(0)), (2, Gen.Int[0, 1_000_000])),
        Gen.Int[0, 1_000_000],
        (matter, setting, look, clash, names, places) => new Variation(matter, setting, look, clash, names, places));
}
