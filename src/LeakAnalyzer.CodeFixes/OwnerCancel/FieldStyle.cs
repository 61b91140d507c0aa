using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakAnalyzer.CodeFixes.OwnerCancel;

/// <summary>The style in which a type, or else its file, writes private instance fields.</summary>
internal sealed class FieldStyle
{
    private readonly string _prefix;
    private readonly bool _isPascal;

    private FieldStyle(string prefix, bool isPascal, bool writesPrivate, bool isQualified, bool omitsType)
    {
        _prefix = prefix;
        _isPascal = isPascal;
        WritesPrivate = writesPrivate;
        IsQualified = isQualified;
        OmitsType = omitsType;
    }

    /// <summary>Whether fields have the modifier <c>private</c>.</summary>
    public bool WritesPrivate { get; }

    /// <summary>Whether uses of fields begin with <c>this.</c>.</summary>
    public bool IsQualified { get; }

    /// <summary>Whether field initializers use <c>new()</c> without the type.</summary>
    public bool OmitsType { get; }

    public static FieldStyle Of(TypeDeclarationSyntax type)
    {
        List<FieldDeclarationSyntax> fields = [.. FieldsOf(type)];
        if (fields.Count == 0)
        {
            fields = [.. type.SyntaxTree.GetRoot().DescendantNodes().OfType<TypeDeclarationSyntax>().SelectMany(FieldsOf)];
        }

        string[] names = [.. fields.SelectMany(field => field.Declaration.Variables).Select(variable => variable.Identifier.ValueText)];
        string prefix = names.GroupBy(PrefixOf).OrderByDescending(same => same.Count()).FirstOrDefault()?.Key ?? "_";
        return new FieldStyle(
            prefix,
            isPascal: prefix.Length == 0 && names.Count(name => char.IsUpper(name[0])) * 2 > names.Length,
            writesPrivate: fields.Count == 0 || fields.Exists(field => field.Modifiers.Any(SyntaxKind.PrivateKeyword)),
            isQualified: IsUsuallyQualified(type, [.. names], prefix.Length > 0),
            omitsType: fields.Exists(field => field.Declaration.Variables.Any(variable => variable.Initializer?.Value is ImplicitObjectCreationExpressionSyntax)));
    }

    /// <summary>Whether a declaration of a type contains private instance fields.</summary>
    public static bool HasFields(TypeDeclarationSyntax part) => FieldsOf(part).Any();

    /// <summary>Gets the name of a field in this style. The given name is in camel case, without a prefix.</summary>
    public string NameOf(string camelCase) => _prefix + (_isPascal ? char.ToUpperInvariant(camelCase[0]) + camelCase.Substring(1) : camelCase);

    private static IEnumerable<FieldDeclarationSyntax> FieldsOf(TypeDeclarationSyntax type) =>
        from field in type.Members.OfType<FieldDeclarationSyntax>()
        where !field.Modifiers.Any(modifier => modifier.Kind()
            is SyntaxKind.StaticKeyword or SyntaxKind.ConstKeyword or SyntaxKind.PublicKeyword or SyntaxKind.InternalKeyword or SyntaxKind.ProtectedKeyword)
        select field;

    private static string PrefixOf(string name) =>
        name.StartsWith("m_", StringComparison.Ordinal) ? "m_" : name.StartsWith("_", StringComparison.Ordinal) ? "_" : "";

    private static bool IsUsuallyQualified(TypeDeclarationSyntax type, HashSet<string> fields, bool havePrefix)
    {
        int qualified = 0;
        int bare = 0;
        foreach (IdentifierNameSyntax use in type.DescendantNodes().OfType<IdentifierNameSyntax>().Where(use => fields.Contains(use.Identifier.ValueText)))
        {
            if (use.Parent is not MemberAccessExpressionSyntax access || access.Name != use)
            {
                bare++;
            }
            else if (access.Expression is ThisExpressionSyntax)
            {
                qualified++;
            }
        }

        // Without a prefix, a name without 'this.' may be that of a parameter, so a tie counts as qualified.
        return qualified > bare || qualified > 0 && qualified == bare && !havePrefix;
    }
}
