using LeakAnalyzer.Facts.Catalogue;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakAnalyzer.Tests.Conventions;

/// <summary>Checks a rule of ARCHITECTURE.md: only the catalogue, and the folder that resolves types, may contain names of framework members.</summary>
internal static class ApiNames
{
    private static readonly string[] s_knowingRooms = ["Facts/", "Symbols/"];

    /// <summary>The namespaces whose types and members must not be named.</summary>
    private static readonly string[] s_spaces =
    [
        "System.Threading", "System.Threading.Tasks", "System.Threading.Tasks.Sources", "System.Threading.Tasks.Dataflow", "System.Threading.Channels",
        "System.IO", "System.IO.Pipelines", "System.IO.Pipes", "System.Net.Sockets", "System.Net.WebSockets", "System.Runtime.CompilerServices",
        "Microsoft.Extensions.Hosting",
    ];

    /// <summary>The namespaces whose types must not be named. Their members may be, because they have common names such as <c>Add</c>.</summary>
    private static readonly string[] s_spacesOfTypes = ["System", "System.Collections", "System.Collections.Generic", "System.Collections.Concurrent"];

    private static readonly string[] s_searches = ["StartsWith", "EndsWith", "Contains", "IndexOf"];

    private static readonly Lazy<HashSet<string>> s_names = new(ReadNames);

    /// <summary>Finds the framework names in source files, which are given by their paths in the project's folder.</summary>
    public static IEnumerable<(string File, string Name)> FoundIn(IReadOnlyDictionary<string, string> files) =>
        from file in files
        where !s_knowingRooms.Any(room => file.Key.StartsWith(room, StringComparison.Ordinal))
        from node in CSharpSyntaxTree.ParseText(file.Value, new CSharpParseOptions(LanguageVersion.Preview)).GetRoot().DescendantNodes()
        let name = NameIn(node)
        where name is not null
        select (file.Key, name);

    private static string? NameIn(SyntaxNode node) => node switch
    {
        LiteralExpressionSyntax literal when literal.IsKind(SyntaxKind.StringLiteralExpression) && literal.Token.ValueText is { Length: > 1 } text =>
            s_names.Value.Contains(text) || IsSearchedFor(literal) && s_names.Value.Any(name => name.Contains(text, StringComparison.Ordinal)) ? text : null,
        InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.Text: "nameof" }, ArgumentList.Arguments: [{ Expression: var operand }] } =>
            LastOf(operand) is var text && s_names.Value.Contains(text) ? text : null,
        _ => null,
    };

    private static bool IsSearchedFor(LiteralExpressionSyntax literal) =>
        literal.Parent is ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: var method } } }
        && s_searches.Contains(method);

    private static string LastOf(ExpressionSyntax operand) => operand switch
    {
        MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
        SimpleNameSyntax name => name.Identifier.ValueText,
        _ => operand.ToString(),
    };

    private static HashSet<string> ReadNames()
    {
        var compilation = CSharpCompilation.Create("names", references: TestReferences.Hosting.Assemblies);
        HashSet<string> names = [.. ApiCatalogue.Types.SelectMany(type => type.Members.Keys).Select(member => member.Split('(')[0])];
        foreach (string space in s_spaces.Concat(s_spacesOfTypes))
        {
            names.UnionWith(space.Split('.'));
            foreach (INamedTypeSymbol type in SpaceOf(compilation, space).GetTypeMembers().Where(type => type.DeclaredAccessibility == Accessibility.Public))
            {
                names.Add(type.Name);
                if (s_spaces.Contains(space))
                {
                    names.UnionWith(type.GetMembers().Where(member => member.DeclaredAccessibility == Accessibility.Public).SelectMany(NamesOf));
                }
            }
        }

        names.ExceptWith([".ctor", ".cctor", "value"]); // The name 'value' is also a keyword in setters.
        return names;
    }

    private static IEnumerable<string> NamesOf(ISymbol member) =>
        member is IMethodSymbol { Parameters: var parameters } ? [member.Name, .. parameters.Select(parameter => parameter.Name)] : [member.Name];

    private static INamespaceSymbol SpaceOf(Compilation compilation, string name) =>
        name.Split('.').Aggregate(compilation.GlobalNamespace, (outer, part) => outer.GetNamespaceMembers().Single(inner => inner.Name == part));
}
