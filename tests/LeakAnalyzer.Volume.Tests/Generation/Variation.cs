using CsCheck;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace LeakAnalyzer.Volume.Tests.Generation;

/// <summary>The content of a program, as numbers that choose from lists. Zero always chooses the simplest element.</summary>
/// <param name="Seed">The statements that leak.</param>
/// <param name="Scope">The function that contains them.</param>
/// <param name="Place">The place in the function.</param>
/// <param name="Rest">The work after the statements.</param>
/// <param name="Token">Whether the function is passed a token, and how.</param>
/// <param name="IsAsync">Whether the function is async although it needn't be.</param>
/// <param name="Others">The number of further leaks in the function.</param>
/// <param name="Copies">Where there are copies of the type: in the file, in another file, or in another project.</param>
internal sealed record Matter(int Seed, int Scope, int Place, int Rest, int Token, bool IsAsync, int Others, int Copies);

/// <summary>The settings with which a program is compiled.</summary>
/// <param name="Language">The language version.</param>
/// <param name="IsNewFramework">Whether the framework is .NET 8.</param>
/// <param name="Nullable">Whether nullable is on.</param>
/// <param name="Usings">How the program imports its namespaces.</param>
/// <param name="Namespace">The namespace of the program.</param>
/// <param name="HasDocumentation">Whether its documentation is checked.</param>
internal sealed record Setting(LanguageVersion Language, bool IsNewFramework, NullableContextOptions Nullable, int Usings, int Namespace, bool HasDocumentation);

/// <summary>The layout of a program.</summary>
/// <param name="LineBreak">The line break.</param>
/// <param name="Unit">The unit of indentation.</param>
/// <param name="Braces">Where the braces are, and how many lines are joined.</param>
/// <param name="Comments">How many of a hundred places between tokens have a comment.</param>
/// <param name="Directives">The number of directives.</param>
/// <param name="Ending">How the file begins and ends.</param>
internal sealed record Look(string LineBreak, string Unit, int Braces, int Comments, int Directives, int Ending);

/// <summary>A program that leaks, as numbers.</summary>
/// <param name="Matter">The content.</param>
/// <param name="Setting">The settings.</param>
/// <param name="Look">The layout.</param>
/// <param name="Clash">The user's own names in the program.</param>
/// <param name="Names">Chooses other names; zero chooses none.</param>
/// <param name="Places">Chooses the places of comments and directives.</param>
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

    /// <summary>Generates all variations.</summary>
    public static Gen<Variation> Any { get; } = Gen.Select(
        s_matters,
        s_settings,
        s_looks,
        Gen.Frequency((2, Gen.Const(0)), (2, Gen.Int[0, Generation.Clash.All.Length - 1])),
        Gen.Frequency((2, Gen.Const(0)), (2, Gen.Int[0, 1_000_000])),
        Gen.Int[0, 1_000_000],
        (matter, setting, look, clash, names, places) => new Variation(matter, setting, look, clash, names, places));
}
