using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakAnalyzer.Summaries;

/// <summary>The types of a compilation and their base types, told apart only by their simple names, without binding.</summary>
internal sealed class NamedTypes
{
    private readonly Dictionary<string, HashSet<string>> _bases = new(StringComparer.Ordinal);
    private readonly HashSet<string> _static = new(StringComparer.Ordinal);

    /// <summary>Collects the base types and static usings from the declarations of each file.</summary>
    public NamedTypes(SyntaxNode[][] files)
    {
        foreach (SyntaxNode[] file in files)
        {
            foreach (SyntaxNode member in file)
            {
                switch (member)
                {
                    case TypeDeclarationSyntax { BaseList.Types: var types } type:
                        HashSet<string> bases = BasesOf(type.Identifier.ValueText);
                        foreach (BaseTypeSyntax inherited in types)
                        {
                            bases.Add(NameOf(inherited.Type));
                        }

                        break;
                    case UsingDirectiveSyntax { StaticKeyword.RawKind: not 0, Name: { } name }:
                        _static.Add(NameOf(name));
                        break;
                    case UsingDirectiveSyntax { Alias.Name.Identifier.ValueText: var alias, Name: { } aliased }:
                        BasesOf(alias).Add(NameOf(aliased));
                        break;
                }
            }
        }
    }

    /// <summary>
    /// Whether a method's type and another type are related by name: the same, base and derived, nested, or imported by a static using.
    /// </summary>
    public bool AreRelated(MethodDeclarationSyntax method, TypeDeclarationSyntax type)
    {
        if (method.Parent is not TypeDeclarationSyntax { Identifier.ValueText: var declaring } || declaring.Length == 0 || _static.Contains(declaring))
        {
            return true;
        }

        for (SyntaxNode? around = type; around is TypeDeclarationSyntax { Identifier.ValueText: var name }; around = around.Parent)
        {
            if (Inherits(name, declaring, []) || Inherits(declaring, name, []))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether the two names are the same, or a type with the first name may derive from a type with the second name.</summary>
    private bool Inherits(string derived, string from, HashSet<string> seen)
    {
        if (derived == from)
        {
            return true;
        }

        if (seen.Add(derived) && _bases.TryGetValue(derived, out HashSet<string>? bases))
        {
            foreach (string inherited in bases)
            {
                if (Inherits(inherited, from, seen))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private HashSet<string> BasesOf(string name)
    {
        if (!_bases.TryGetValue(name, out HashSet<string>? bases))
        {
            _bases.Add(name, bases = new HashSet<string>(StringComparer.Ordinal));
        }

        return bases;
    }

    private static string NameOf(TypeSyntax type) => type switch
    {
        QualifiedNameSyntax { Right.Identifier.ValueText: var name } => name,
        AliasQualifiedNameSyntax { Name.Identifier.ValueText: var name } => name,
        SimpleNameSyntax { Identifier.ValueText: var name } => name,
        _ => "",
    };
}
