using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace LeakAnalyzer.Volume.Tests.Generation;

/// <summary>The code of a program with leaks, generated from a <see cref="Variation"/>.</summary>
internal sealed partial class GeneratedCode
{
    private const string Parameters = "ChannelReader<int> reader, SemaphoreSlim gate, bool flag";
    private const string Work = "internal static object Work(params object[] values) => values;";
    private const string Declarations = "var reader = Given.Reader;\nvar gate = Given.Gate;\nvar flag = Given.Flag;";

    private static readonly string[] s_namespaces =
    [
        "System", "System.Collections.Generic", "System.Threading", "System.Threading.Channels", "System.Threading.Tasks",
    ];

    private readonly Variation _variation;
    private readonly Seed _seed;
    private readonly ScopeKind _scope;
    private readonly bool _isAsync;
    private readonly Random _random;

    public GeneratedCode(Variation variation)
    {
        _variation = variation;
        _seed = Seed.All[variation.Matter.Seed];
        ImmutableArray<ScopeKind> scopes = [.. _seed.Scopes.Where(scope => scope.Takes(_seed))];
        _scope = scopes[variation.Matter.Scope % scopes.Length];
        _isAsync = _scope.MayBeAsync && (_scope.MustBeAsync || _seed.Awaits || variation.Matter.IsAsync);
        _random = new Random(variation.Places);
        Language = new[] { variation.Setting.Language, _seed.Since, _scope.Since }.Max();
        IsNewFramework = variation.Setting.IsNewFramework || _seed.NeedsNewFramework || _scope.NeedsNewFramework;
        Nullable = Language < LanguageVersion.CSharp8 ? NullableContextOptions.Disable : variation.Setting.Nullable;
        Documents = [.. Texts()];
    }

    public LanguageVersion Language { get; }

    /// <summary>Whether the code is compiled for .NET 8, not for .NET Standard 2.0.</summary>
    public bool IsNewFramework { get; }

    public NullableContextOptions Nullable { get; }

    public OutputKind Output => _scope.IsProgram ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary;

    public DocumentationMode Documentation => _variation.Setting.HasDocumentation ? DocumentationMode.Diagnose : DocumentationMode.Parse;

    public bool HasGlobalUsings => _variation.Setting.Usings == 2 && Language >= LanguageVersion.CSharp10;

    /// <summary>Gets the text of the file with the global <c>using</c> directives.</summary>
    public static string GlobalUsings { get; } = string.Concat(s_namespaces.Select(name => $"global using {name};\n"));

    /// <summary>Gets the files, and whether they belong to the second project.</summary>
    public ImmutableArray<(string Text, bool IsOfSecond)> Documents { get; }

    /// <summary>Whether there is a second project that references the first one.</summary>
    public bool HasTwoProjects => _variation.Matter.Copies == 3 && !_scope.IsProgram;

    public bool HasByteOrderMark => _variation.Look.Ending == 2;

    private IEnumerable<(string Text, bool IsOfSecond)> Texts()
    {
        string[] names = _variation.Matter.Copies == 1 && !_scope.IsProgram ? ["Subject", "SecondSubject"] : ["Subject"];
        yield return (Text(Of(names, Type()), isFirst: true), false);
        if (_scope.OtherPart.Length > 0)
        {
            yield return (Text(Of(names, _scope.OtherPart)), false);
        }

        if (_variation.Matter.Copies > 1 && !_scope.IsProgram)
        {
            yield return (Text(Of(["OtherSubject"], Type())), HasTwoProjects);
            if (_scope.OtherPart.Length > 0)
            {
                yield return (Text(Of(["OtherSubject"], _scope.OtherPart)), HasTwoProjects);
            }
        }

        foreach (string elsewhere in Seeds().Select(seed => seed.Elsewhere).Where(elsewhere => elsewhere.Length > 0).Distinct())
        {
            yield return (Text([elsewhere]), false);
        }
    }

    private static IEnumerable<string> Of(string[] names, string type) => names.Select(name => OtherWord().Replace(SubjectWord().Replace(type, name), "$0" + name));

    private string Text(IEnumerable<string> all, bool isFirst = false)
    {
        string types = string.Join("\n\n", all);
        types = _variation.Setting.Usings switch { 3 => LongNames.InAll(types), 4 => LongNames.InThreading(types), _ => types };

        var code = new CodeText(Framed(types, isFirst));
        Look look = _variation.Look;
        if (_variation.Names > 0)
        {
            code.Rename(Naming.Choose(new Random(_variation.Names)));
        }

        if (look.Braces is 1 or 3)
        {
            code.MoveBracesUp();
        }

        if (look.Braces > 1)
        {
            code.JoinLines(_random, look.Braces switch { 2 or 3 => 1, 4 => 5, _ => 10 });
        }

        code.Indent(look.Unit);
        if (look.Comments > 0)
        {
            code.Comment(_random, look.Comments);
        }

        for (int i = 0; i < look.Directives; i++)
        {
            code.AddDirectives(_random);
        }

        string text = code.ToString();
        text = look.Ending switch { 1 => text.TrimEnd('\n'), 3 => text + "\n", _ => text };
        return text.Replace("\n", look.LineBreak, StringComparison.Ordinal);
    }

    private string Framed(string types, bool isFirst)
    {
        Setting setting = _variation.Setting;
        IEnumerable<string> imported = HasGlobalUsings || setting.Usings == 3 ? [] : s_namespaces;
        string usings = string.Concat(imported.Where(name => setting.Usings != 4 || name != "System.Threading").Select(name => $"using {name};\n"));
        string clash = isFirst && Generation.Clash.All[_variation.Clash].Types is { Length: > 0 } more ? $"\n\n{more}" : "";
        if (_scope.IsProgram || setting.Namespace == 0)
        {
            return $"{usings}\n{types}{clash}\n";
        }

        return setting.Namespace == 1 && Language >= LanguageVersion.CSharp10 ? $"{usings}\nnamespace Sample;\n\n{types}{clash}\n"
            : setting.Usings == 1 ? $"namespace Sample\n{{\n{Lines.Indented(usings, 1)}\n{Lines.Indented(types + clash, 1)}\n}}\n"
            : $"{usings}\nnamespace Sample\n{{\n{Lines.Indented(types + clash, 1)}\n}}\n";
    }

    private string Type()
    {
        Clash clash = Generation.Clash.All[_variation.Clash];
        IEnumerable<string> members = [Work, .. Seeds().Select(seed => seed.Members).Distinct(), clash.Members];
        string code = Lines.Fill(_scope.Template, "members", string.Join("\n\n", members.Where(member => member.Length > 0).Select(member => _scope.IsProgram ? Access().Replace(member, "") : member)));
        code = Lines.Fill(code, "body", Body(clash));
        return code
            .Replace("«expression»", Seeds().First().Statements.TrimEnd(';'), StringComparison.Ordinal)
            .Replace("«parameters»", HasToken ? $"{Parameters}, {TokenParameter}" : Parameters, StringComparison.Ordinal)
            .Replace("«result»", _isAsync ? "async Task" : "void", StringComparison.Ordinal);
    }

    private bool HasToken => _scope.NeedsTokenInReach || _scope.HasOwnParameters || Seeds().Any(seed => seed.NeedsToken) || _variation.Matter.Token != 1;

    private string TokenParameter => _variation.Matter.Token == 2 ? "CancellationToken cancellationToken = default(CancellationToken)"
        : _variation.Matter.Token == 3 && !_isAsync ? "in CancellationToken cancellationToken"
        : "CancellationToken cancellationToken";

    /// <summary>Gets the leaks that the function contains.</summary>
    private IEnumerable<Seed> Seeds()
    {
        Seed[] others = [.. Seed.All.Where(seed =>
            seed.Scopes.Contains(_scope) && _scope.Takes(seed) && (!seed.Awaits || _isAsync) && seed.Since <= Language && (!seed.NeedsNewFramework || IsNewFramework))];
        return [_seed, .. Enumerable.Range(1, _variation.Matter.Others).Select(number => others[(_variation.Matter.Seed + number * 7) % others.Length])];
    }

    private string Body(Clash clash)
    {
        string start = string.Join('\n', Seeds().Select((seed, number) => number == 0 ? seed.Statements : $"{{\n{Lines.Indented(seed.Statements, 1)}\n}}"));
        ImmutableArray<string> rests = _isAsync ? Surroundings.AwaitingRests : Surroundings.Rests;
        string place = _scope.OnlyStarts ? Surroundings.Starts[_variation.Matter.Place % Surroundings.Starts.Length] : Surroundings.Places[_variation.Matter.Place];
        string body = Lines.Fill(Lines.Fill(place, "start", start), "rest", rests[_variation.Matter.Rest % rests.Length]);
        string declarations = _scope.HasParameters || _scope.HasOwnParameters ? "" : HasToken ? $"{Declarations}\nvar cancellationToken = Given.Token;" : Declarations;
        return string.Join('\n', new[] { declarations, clash.Before, body, clash.Behind }.Where(part => part.Length > 0));
    }

    [GeneratedRegex(@"\bSubject\b")]
    private static partial Regex SubjectWord();

    [GeneratedRegex(@"\b(Base|IScope)\b")]
    private static partial Regex OtherWord();

    /// <summary>Matches an access modifier, which a local function of a top-level program can't have.</summary>
    [GeneratedRegex("^(private|internal) ", RegexOptions.Multiline)]
    private static partial Regex Access();
}
