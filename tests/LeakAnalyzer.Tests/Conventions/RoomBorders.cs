using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakAnalyzer.Tests.Conventions;

/// <summary>
/// Checks a rule of ARCHITECTURE.md: a folder of the analyzer (a room) may use only the folders above it in that document's table. Files that are in no folder
/// may use all.
/// </summary>
internal static class RoomBorders
{
    private const string Root = "LeakAnalyzer";
    private const string Fixes = "LeakAnalyzer.CodeFixes";

    /// <summary>A file with types that .NET Standard 2.0 lacks, in namespaces of the framework.</summary>
    private const string Polyfills = "Polyfills.cs";

    /// <summary>The rooms in the order of the table.</summary>
    public static readonly string[] Rooms = ["Symbols", "Options", "Flow", "Facts", "Facts.Catalogue", "Tracking", "Summaries", "Tasks", "Races", "Rules", "Reporting"];

    /// <summary>Finds breaches of the rule in source files, which are given by their paths. Gets a line for each.</summary>
    public static IEnumerable<string> Violations(IReadOnlyDictionary<string, string> files) => Check(files, RoomOf, (from, to) =>
        Rooms.Contains(to) && (from is null || Array.IndexOf(Rooms, to) <= Array.IndexOf(Rooms, from)));

    /// <summary>Finds source files of the code fixes, given by their paths, whose namespace doesn't match their folder.</summary>
    public static IEnumerable<string> ViolationsOfFixes(IReadOnlyDictionary<string, string> files)
    {
        foreach ((string path, string text) in files)
        {
            string home = RoomOf(path) is { } folder ? $"{Fixes}.{folder}" : Fixes;
            foreach (string violation in Strangers(path, Parse(text), home))
            {
                yield return violation;
            }
        }
    }

    private static IEnumerable<string> Check(
        IReadOnlyDictionary<string, string> files, Func<string, string?> roomOf, Func<string?, string, bool> isAllowed)
    {
        ILookup<string, string> types = TypesByRoom(files);
        foreach ((string path, string text) in files)
        {
            string? room = roomOf(path);
            if (room is not null && !Rooms.Contains(room))
            {
                yield return $"{path}: '{room}' is no room of the house";
                continue;
            }

            CompilationUnitSyntax unit = Parse(text);
            string home = room is null ? Root : $"{Root}.{room}";
            foreach (string violation in Strangers(path, unit, home))
            {
                yield return violation;
            }

            foreach (string used in References(unit, types))
            {
                if (!isAllowed(room, used))
                {
                    yield return $"{path}: {room} imports from {used}, which is to its right";
                }
            }
        }
    }

    private static IEnumerable<string> Strangers(string path, CompilationUnitSyntax unit, string home) =>
        from declaration in unit.DescendantNodes().OfType<BaseNamespaceDeclarationSyntax>()
        let name = declaration.Name.ToString()
        where name != home && path != Polyfills
        select $"{path}: namespace {name} instead of {home}";

    private static string? RoomOf(string path) => path.Contains('/') ? path[..path.LastIndexOf('/')].Replace('/', '.') : null;

    private static IEnumerable<string> References(CompilationUnitSyntax unit, ILookup<string, string> types)
    {
        var rooms = new SortedSet<string>(StringComparer.Ordinal);
        foreach (SyntaxNode node in unit.DescendantNodes())
        {
            if (node.FirstAncestorOrSelf<BaseNamespaceDeclarationSyntax>() is { } declaration && declaration.Name.FullSpan.Contains(node.FullSpan))
            {
                continue;
            }

            string[] parts = node is QualifiedNameSyntax or MemberAccessExpressionSyntax
                ? [.. node.DescendantTokens().Where(token => !token.IsKind(SyntaxKind.DotToken)).Select(token => token.ValueText)]
                : [];
            if (parts is ["global", "::", ..])
            {
                parts = parts[2..];
            }

            if (parts is [Root, var outer, var inner, ..] && Rooms.Contains($"{outer}.{inner}"))
            {
                rooms.Add($"{outer}.{inner}");
            }

            if (parts is [Root, var room, ..] && (Rooms.Contains(room) || room == "CodeFixes"))
            {
                rooms.Add(room);
            }
            else if (parts is [var first, var second, ..] && Rooms.Contains(first) && types[first].Contains(second))
            {
                rooms.Add(first);
            }
        }

        return rooms;
    }

    private static ILookup<string, string> TypesByRoom(IReadOnlyDictionary<string, string> files) =>
        (from file in files
         let room = RoomOf(file.Key)
         where room is not null
         from type in Parse(file.Value).DescendantNodes().OfType<BaseTypeDeclarationSyntax>()
         select (room, type.Identifier.ValueText)).ToLookup(pair => pair.room, pair => pair.ValueText);

    private static CompilationUnitSyntax Parse(string text) =>
        (CompilationUnitSyntax)CSharpSyntaxTree.ParseText(text, new CSharpParseOptions(LanguageVersion.Preview)).GetRoot();
}
