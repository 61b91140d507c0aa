using CsCheck;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace LeakAnalyzer.Volume.Tests.Generation;

/// <summary>The content of a generated program. Each of the first four numbers is an index into a list that begins with the simplest.</summary>
/// <param name="Seed">The leak.</param>
/// <param name="Scope">The function that contains the leak.</param>
/// <param name="Place">The position of the leak in the function.</param>
/// <param name="Rest">The code after the leak.</param>
/// <param name="Token">The function's token parameter: 0 a usual one, 1 none unless it is needed, 2 an optional one, 3 an <c>in</c> parameter.</param>
/// <param name="IsAsync">Whether the function is async even if it needn't be.</param>
/// <param name="Others">The number of other leaks in the function.</param>
/// <param name="Copies">Copies of the type: 0 none, 1 in the same file, 2 in another file, 3 in another project.</param>
internal sealed record Matter(int Seed, int Scope, int Place, int Rest, int Token, bool IsAsync, int Others, int Copies);

/// <summary>The compiler settings of a generated program, its namespace and its <c>using</c> directives.</summary>
/// <param name="Language">The minimum language version.</param>
/// <param name="IsNewFramework">Whether it is compiled for .NET 8, not for .NET Standard 2.0.</param>
/// <param name="Nullable">The nullable context.</param>
/// <param name="Usings">The form of the <c>using</c> directives, such as global ones.</param>
/// <param name="Namespace">The form of the namespace; 0 for none.</param>
/// <param name="HasDocumentation">Whether the compiler checks the documentation comments.</param>
internal sealed record Setting(LanguageVersion Language, bool IsNewFramework, NullableContextOptions Nullable, int Usings, int Namespace, bool HasDocumentation);

/// <summary>The layout of a generated program.</summary>
/// <param name="LineBreak">The line break.</param>
/// <param name="Unit">The text that indents a line by one level.</param>
/// <param name="Braces">The positions of the braces, and how many lines are joined.</param>
/// <param name="Comments">Of a hundred positions between tokens, the number that have a comment.</param>
/// <param name="Directives">How often preprocessor directives are inserted.</param>
/// <param name="Ending">How a file begins (with a byte order mark or not) and ends.</param>
internal sealed record Look(string LineBreak, string Unit, int Braces, int Comments, int Directives, int Ending);

/// <summary>The description of a generated program, from which <see cref="GeneratedCode"/> creates the code.</summary>
/// <param name="Matter">The content.</param>
/// <param name="Setting">The compiler settings.</param>
/// <param name="Look">The layout.</param>
/// <param name="Clash">The index in <see cref="Generation.Clash.All"/> of the names that may disturb a fix.</param>
/// <param name="Names">The random seed for new names of variables and members; zero for the usual names.</param>
/// <param name="Places">The random seed for joined lines, comments and directives.</param>
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

    public static Gen<Variation> Any { get; } = Gen.Select(
        s_matters,
        s_settings,
        s_looks,
        Gen.Frequency((2, Gen.Const(0)), (2, Gen.Int[0, Generation.Clash.All.Length - 1])),
        Gen.Frequency((2, Gen.Const(0)), (2, Gen.Int[0, 1_000_000])),
        Gen.Int[0, 1_000_000],
        (matter, setting, look, clash, names, places) => new Variation(matter, setting, look, clash, names, places));
}
