using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakAnalyzer.Tests.Conventions;

/// <summary>
/// Checks the rule of ARCHITECTURE.md that a room imports only from rooms above it in the table of rooms. A room is a folder of the analyzer and the
/// namespace of the same name. Files in no room connect the rooms and may use all of them.
/// </summary>
internal static class RoomBorders
{
    private const string Root = "LeakAnalyzer";
    private const string Fixes = "LeakAnalyzer.CodeFixes";

    /// <summary>The file of the types that the compiler looks for in namespaces of the framework.</summary>
    private const string Polyfills = "Polyfills.cs";

    /// <summary>
    /// The rooms in the order of the table. The fixes, a project of their own, come after all rooms: they may use each room, and no room can use
    /// them.
    /// </summary>
    public static readonly string[] Rooms = ["Symbols", "Options", "Flow", "Facts", "Facts.Catalogue", "Tracking", "Summaries", "Tasks", "Races", "Rules", "Reporting"];

    /// <summary>Gets one line for each room that a file must not use, each wrong namespace, and each file in a folder that is no room.</summary>
    /// <param name="files">The sources by their path in the project's folder, with <c>/</c>.</param>
    public static IEnumerable<string> Violations(IReadOnlyDictionary<string, string> files) => Check(files, RoomOf, (from, to) =>
        Rooms.Contains(to) && (from is null || Array.IndexOf(Rooms, to) <= Array.IndexOf(Rooms, from)));

    /// <summary>Gets one line for each source of the fixes whose namespace isn't that of its folder.</summary>
    /// <param name="files">The sources of the fixes.</param>
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

    /// <summary>Gets the rooms that a file uses: in a <c>using</c>, by a full name, or by a name relative to the root namespace.</summary>
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
