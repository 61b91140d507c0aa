using LeakAnalyzer.Volume.Tests.Generation;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace LeakAnalyzer.Volume.Tests.RealCode;

/// <summary>Inserts a leak (<see cref="Seed"/>) into a method of a real file, and the members that the leak uses beside the method.</summary>
internal sealed class Plant
{
    private static readonly Seed[] s_owned = [.. Seed.All.Where(seed => seed.Scopes == OwnerScopes.All)];
    private static readonly Seed[] s_others = [.. Seed.All.Where(seed => seed.Scopes == ScopeKind.All)];

    private readonly Seed _seed;
    private readonly BaseMethodDeclarationSyntax _method;
    private readonly StatementSyntax _place;
    private readonly SourceText _text;
    private readonly Dictionary<string, string> _names;

    private Plant(Seed seed, BaseMethodDeclarationSyntax method, StatementSyntax place, SourceText text)
    {
        _seed = seed;
        _method = method;
        _place = place;
        _text = text;
        _names = Names();
    }

    /// <summary>Gets a file that declares what the inserted statements use.</summary>
    public static string Given { get; } =
        $$"""
        global using System; global using System.Collections.Generic; global using System.Threading; global using System.Threading.Channels; global using System.Threading.Tasks;

        internal static class Planted
        {
            public static ChannelReader<int> Reader { get; } = Channel.CreateUnbounded<int>().Reader;
            public static SemaphoreSlim Gate { get; } = new SemaphoreSlim(0);
            public static TaskCompletionSource<int> Promise { get; } = new TaskCompletionSource<int>();
            public static CancellationToken Token => default(CancellationToken);
            public static bool Flag => Environment.TickCount > 0;
            public static object Work(params object?[] values) => values;
        }

        {{string.Join("\n\n", Seed.All.Select(seed => seed.Elsewhere).Where(elsewhere => elsewhere.Length > 0).Distinct())}}
        """;

    /// <summary>Inserts a leak into a file. Returns null if no position was found.</summary>
    public static SourceText? In(SyntaxNode root, Random random)
    {
        SourceText text = root.SyntaxTree.GetText();
        BaseMethodDeclarationSyntax[] methods =
            [.. root.DescendantNodes().OfType<BaseMethodDeclarationSyntax>().Where(method => method is { Body.Statements.Count: > 0, Parent: ClassDeclarationSyntax } && IsAlone(method, text))];
        for (int attempt = 0; attempt < 20 && methods.Length > 0; attempt++)
        {
            BaseMethodDeclarationSyntax method = methods[random.Next(methods.Length)];
            Seed[] seeds = IsOwner(method) && random.Next(3) == 0 ? s_owned : s_others;
            Seed seed = seeds[random.Next(seeds.Length)];
            StatementSyntax[] places =
            [
                .. method.Body!.DescendantNodes(node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)).OfType<StatementSyntax>()
                    .Where(statement => statement.Parent is BlockSyntax && statement is not LocalFunctionStatementSyntax && Margin(statement.SpanStart, text) is not null),
            ];
            if (places.Length > 0 && Takes(method, seed))
            {
                return new Plant(seed, method, places[random.Next(places.Length)], text).Text();
            }
        }

        return null;
    }

    private static bool Takes(BaseMethodDeclarationSyntax method, Seed seed) =>
        (!seed.Awaits || method.Modifiers.Any(SyntaxKind.AsyncKeyword)) && (!seed.NeedsToken || TokenOf(method) is not null);

    /// <summary>Whether a method can contain the leaks of a disposable object.</summary>
    private static bool IsOwner(BaseMethodDeclarationSyntax method) =>
        !method.Modifiers.Any(SyntaxKind.StaticKeyword)
        && !method.Modifiers.Any(SyntaxKind.AsyncKeyword)
        && ((ClassDeclarationSyntax)method.Parent!).BaseList?.Types.Any(type => type.ToString() is "IDisposable" or "IAsyncDisposable" or "IHostedService") == true;

    /// <summary>Whether a method begins at the start of a line.</summary>
    private static bool IsAlone(BaseMethodDeclarationSyntax method, SourceText text) =>
        text.Lines.GetLineFromPosition(method.FullSpan.Start).Start == method.FullSpan.Start && Margin(method.SpanStart, text) is not null && !method.GetLeadingTrivia().Any(trivia => trivia.IsDirective);

    /// <summary>Gets the indentation before a position; null if there is other text.</summary>
    private static string? Margin(int position, SourceText text)
    {
        string before = text.ToString(TextSpan.FromBounds(text.Lines.GetLineFromPosition(position).Start, position));
        return string.IsNullOrWhiteSpace(before) ? before : null;
    }

    private static string? TokenOf(BaseMethodDeclarationSyntax method) =>
        method.ParameterList.Parameters.FirstOrDefault(parameter => parameter is { Type: IdentifierNameSyntax { Identifier.ValueText: "CancellationToken" }, Modifiers.Count: 0 })?.Identifier.Text;

    private SourceText Text()
    {
        string statements = string.Concat(Declarations().Select(declaration => declaration + "\n")) + _seed.Statements;
        string members = string.Join("\n\n", new[] { _seed.Scopes == OwnerScopes.All ? "private Task _loop = Task.CompletedTask;" : "", _seed.Members }.Where(member => member.Length > 0));
        string margin = Margin(_place.SpanStart, _text)!;
        var changes = new List<TextChange>();
        if (members.Length > 0)
        {
            changes.Add(new TextChange(new TextSpan(_method.FullSpan.Start, 0), Laid(members, Margin(_method.SpanStart, _text)!) + LineBreak));
        }

        changes.Add(new TextChange(new TextSpan(_place.SpanStart - margin.Length, 0), Laid(statements, margin)));
        return _text.WithChanges(changes);
    }

    private IEnumerable<string> Declarations()
    {
        HashSet<string> used = [.. SyntaxFactory.ParseTokens(_seed.Statements).Select(token => token.Text)];
        return new[] { ("reader", "Reader"), ("gate", "Gate"), ("flag", "Flag") }.Where(local => used.Contains(local.Item1)).Select(local => $"var {local.Item1} = Planted.{local.Item2};");
    }

    private string Laid(string code, string margin)
    {
        var text = new CodeText(code + "\n");
        text.Rename(_names);
        return string.Concat(text.ToString().TrimEnd('\n').Split('\n').Select(line => (line.Length == 0 ? "" : margin + line) + LineBreak));
    }

    private string LineBreak => _text.Lines[0] is { } line ? _text.ToString(TextSpan.FromBounds(line.End, line.EndIncludingLineBreak)) : "\n";

    /// <summary>Gets the names that replace those of the leak: the method's own token, and new names where the file already has the same ones.</summary>
    private Dictionary<string, string> Names()
    {
        HashSet<string> known = [.. _place.SyntaxTree.GetRoot().DescendantTokens().Where(token => token.IsKind(SyntaxKind.IdentifierToken)).Select(token => token.Text)];
        var names = new Dictionary<string, string> { ["Given"] = "Planted", ["Work"] = "Planted.Work" };
        if (TokenOf(_method) is { } token)
        {
            names["cancellationToken"] = token;
        }

        CompilationUnitSyntax seed = SyntaxFactory.ParseCompilationUnit($"class C {{ Task _loop;\n{_seed.Members}\nasync void M(int reader, int gate, int flag)\n{{\n{_seed.Statements}\n}} }}");
        foreach (string name in seed.DescendantNodes().Select(NameOf).OfType<string>().Where(known.Contains).Distinct())
        {
            names[name] = $"planted{char.ToUpperInvariant(name.TrimStart('_')[0])}{name.TrimStart('_')[1..]}";
        }

        return names;
    }

    private static string? NameOf(SyntaxNode node) => node switch
    {
        VariableDeclaratorSyntax variable => variable.Identifier.Text,
        SingleVariableDesignationSyntax variable => variable.Identifier.Text,
        ParameterSyntax parameter => parameter.Identifier.Text,
        MethodDeclarationSyntax method => method.Identifier.Text,
        LocalFunctionStatementSyntax function => function.Identifier.Text,
        CatchDeclarationSyntax handler => handler.Identifier.Text,
        ForEachStatementSyntax loop => loop.Identifier.Text,
        BaseTypeDeclarationSyntax type => type.Identifier.Text,
        _ => null,
    };
}
