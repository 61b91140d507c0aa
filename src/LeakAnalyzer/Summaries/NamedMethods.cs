using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakAnalyzer.Summaries;

/// <summary>A method as its text alone tells of it.</summary>
internal sealed class NamedMethod
{
    private readonly int _mostArguments;
    private readonly Lazy<BodyNames> _names;
    private volatile object? _distance;

    /// <summary>Makes a method of which the body isn't read yet.</summary>
    /// <param name="syntax">Its declaration.</param>
    /// <param name="aliases">The names that the compilation gives to types by <c>using</c>.</param>
    /// <param name="readNames">Reads its body.</param>
    public NamedMethod(MethodDeclarationSyntax syntax, HashSet<string> aliases, Func<MethodDeclarationSyntax, BodyNames> readNames)
    {
        SeparatedSyntaxList<ParameterSyntax> parameters = syntax.ParameterList.Parameters;
        _mostArguments = parameters.Count > 0 && parameters[parameters.Count - 1].Modifiers.Any(SyntaxKind.ParamsKeyword) ? int.MaxValue : parameters.Count;
        _names = new(() => readNames(syntax));
        Blocks = !syntax.Modifiers.Any(SyntaxKind.AsyncKeyword) && !MayBeTask(syntax.ReturnType, aliases);
    }

    /// <summary>Whether it gives back no task, so that its caller waits for it where it calls it.</summary>
    public bool Blocks { get; }

    /// <summary>The names in its body.</summary>
    public BodyNames Names => _names.Value;

    /// <summary>The least number of blocking calls between it and a wait; null as long as nobody has asked.</summary>
    public int? Distance
    {
        get => (int?)_distance;
        set => _distance = value;
    }

    /// <summary>Whether a call with a number of arguments may call it.</summary>
    public bool Takes(int arguments) => arguments <= _mostArguments;

    private static bool MayBeTask(TypeSyntax type, HashSet<string> aliases) => type switch
    {
        NullableTypeSyntax { ElementType: var element } => MayBeTask(element, aliases),
        QualifiedNameSyntax { Right: var right } => MayBeTask(right, aliases),
        AliasQualifiedNameSyntax { Name: var name } => MayBeTask(name, aliases),
        SimpleNameSyntax { Identifier.ValueText: var name } => name.EndsWith(nameof(Task), StringComparison.Ordinal) || aliases.Contains(name),
        _ => false,
    };
}

/// <summary>The methods of a compilation by their names.</summary>
internal sealed class NamedMethods
{
    private static readonly ConditionalWeakTable<SyntaxTree, SyntaxNode[]> s_declarations = new();

    private readonly Dictionary<string, List<NamedMethod>> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<SyntaxNode, NamedMethod> _byDeclaration = [];
    private readonly HashSet<string> _constants = new(StringComparer.Ordinal);

    /// <summary>Collects the methods of a compilation; none of their bodies is read.</summary>
    public NamedMethods(LeakModel model)
    {
        SyntaxNode[][] files = [.. model.Symbols.Compilation.SyntaxTrees.Select(tree => s_declarations.GetValue(tree, DeclarationsIn))];
        HashSet<string> aliases = new(
            files.SelectMany(file => file.OfType<UsingDirectiveSyntax>()).Select(alias => alias.Alias!.Name.Identifier.ValueText), StringComparer.Ordinal);
        foreach (SyntaxNode[] file in files)
        {
            foreach (SyntaxNode member in file)
            {
                switch (member)
                {
                    case MethodDeclarationSyntax declaration:
                        Add(declaration, new NamedMethod(declaration, aliases, syntax => BodyNames.Of(syntax, this, model)));
                        break;
                    case FieldDeclarationSyntax field:
                        _constants.UnionWith(field.Declaration.Variables.Select(constant => constant.Identifier.ValueText));
                        break;
                }
            }
        }
    }

    /// <summary>Whether a constant has a name.</summary>
    public bool IsConstant(string name) => _constants.Contains(name);

    /// <summary>The method of a declaration; null where it isn't the compilation's.</summary>
    public NamedMethod? Find(MethodDeclarationSyntax declaration) => _byDeclaration.TryGetValue(declaration, out NamedMethod? method) ? method : null;

    /// <summary>Adds the methods that a name may mean.</summary>
    /// <param name="name">The name.</param>
    /// <param name="arguments">The number of arguments that it is called with; 0 where that isn't known.</param>
    /// <param name="methods">Where they are added.</param>
    public void Find(string name, int arguments, HashSet<NamedMethod> methods)
    {
        foreach (NamedMethod method in _byName.TryGetValue(name, out List<NamedMethod>? named) ? named : [])
        {
            if (method.Takes(arguments))
            {
                methods.Add(method);
            }
        }
    }

    /// <summary>The methods, constants and aliases of types that a file declares, kept while the file isn't changed.</summary>
    private static SyntaxNode[] DeclarationsIn(SyntaxTree tree) =>
    [
        .. from node in tree.GetRoot().DescendantNodes(static node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax or TypeDeclarationSyntax)
           where node is MethodDeclarationSyntax or UsingDirectiveSyntax { Alias: not null } || node is FieldDeclarationSyntax field && field.Modifiers.Any(SyntaxKind.ConstKeyword)
           select node,
    ];

    private void Add(MethodDeclarationSyntax declaration, NamedMethod method)
    {
        _byDeclaration.Add(declaration, method);
        string name = declaration.Identifier.ValueText;
        if (!_byName.TryGetValue(name, out List<NamedMethod>? named))
        {
            _byName.Add(name, named = []);
        }

        named.Add(method);
    }
}
