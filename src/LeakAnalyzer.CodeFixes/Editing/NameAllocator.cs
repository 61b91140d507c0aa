using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakAnalyzer.CodeFixes.Editing;

/// <summary>Chooses names for new locals and parameters that clash neither with existing names nor with each other.</summary>
internal sealed class NameAllocator(SemanticModel model)
{
    private readonly Dictionary<SyntaxNode, HashSet<string>> _namesOfMembers = [];

    /// <summary>
    /// Chooses names that are free in the member around a node. If one of the wished names is taken, the same number is put after each of them.
    /// </summary>
    public string[] Allocate(SyntaxNode place, params string[] wishes)
    {
        HashSet<string> taken = NamesAround(place);
        for (int number = 1; ; number++)
        {
            string[] names = number == 1 ? wishes : [.. wishes.Select(wish => wish + number)];
            if (names.All(name => !taken.Contains(name) && model.LookupSymbols(place.SpanStart, name: name).IsEmpty))
            {
                taken.UnionWith(names);
                return names;
            }
        }
    }

    /// <summary>
    /// Chooses a name for a new parameter of a function. A static local function can't use the variables around it, so only the names in it count.
    /// </summary>
    public string AllocateParameter(SyntaxNode function, string wish)
    {
        if (function is not LocalFunctionStatementSyntax { Modifiers: var modifiers } || !modifiers.Any(SyntaxKind.StaticKeyword))
        {
            return Allocate(function, wish)[0];
        }

        return FirstFree(wish, new HashSet<string>(Identifiers.In(function)).Contains);
    }

    /// <summary>Gets the wished name or, if it is taken, the first of <c>name2</c>, <c>name3</c> and so on that is free.</summary>
    public static string FirstFree(string wish, Func<string, bool> isTaken)
    {
        string name = wish;
        for (int number = 2; isTaken(name); number++)
        {
            name = wish + number;
        }

        return name;
    }

    /// <summary>Gets a name as it must be written in code: with an <c>@</c> before it if the name is a keyword.</summary>
    public static string Escape(string name) =>
        SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None || SyntaxFacts.GetContextualKeywordKind(name) == SyntaxKind.AwaitKeyword
            ? "@" + name
            : name;

    /// <summary>Gets all names in the member around a node, because a new name must not hide one that a nested function uses.</summary>
    private HashSet<string> NamesAround(SyntaxNode place)
    {
        SyntaxNode member = MemberAround(place);
        if (!_namesOfMembers.TryGetValue(member, out HashSet<string>? names))
        {
            names = [.. Identifiers.In(member)];
            if (SyntaxQueries.IsExtensionBlock(member.Parent) && ((TypeDeclarationSyntax)member.Parent!).ParameterList is { } receiver)
            {
                names.UnionWith(Identifiers.In(receiver));
            }

            _namesOfMembers.Add(member, names);
        }

        return names;
    }

    private static SyntaxNode MemberAround(SyntaxNode place) =>
        place.AncestorsAndSelf().FirstOrDefault(node => node is MemberDeclarationSyntax and not GlobalStatementSyntax)
        ?? place.SyntaxTree.GetRoot();
}

/// <summary>Finds the identifiers in a piece of code.</summary>
internal static class Identifiers
{
    /// <summary>Gets all identifiers in a node, in declarations and in uses, except the names of named arguments.</summary>
    public static IEnumerable<string> In(SyntaxNode node) =>
        node.DescendantTokens()
            .Where(token => token.IsKind(SyntaxKind.IdentifierToken) && token.Parent?.Parent is not NameColonSyntax)
            .Select(token => token.ValueText);

    /// <summary>Whether at least one of the given names occurs in a piece of code.</summary>
    public static bool Mentions(SyntaxNode node, HashSet<string> names) => names.Count > 0 && In(node).Any(names.Contains);
}
