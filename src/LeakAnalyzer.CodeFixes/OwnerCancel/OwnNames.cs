using LeakAnalyzer.Facts;
using LeakAnalyzer.Races;
using LeakAnalyzer.Summaries;
using LeakAnalyzer.Tasks;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakAnalyzer.CodeFixes.OwnerCancel;

/// <summary>
/// Finds the members of <c>this</c> that some code uses. Only names are compared: another symbol of the same name can prevent a fix, but never cause a wrong
/// one.
/// </summary>
internal sealed class OwnNames(INamedTypeSymbol type)
{
    /// <summary>Gets the field, property or primary constructor parameter with the given name, or null if there is none.</summary>
    public ISymbol? Holder(string name)
    {
        foreach (ISymbol member in MembersOf(name))
        {
            if (member is IFieldSymbol or IPropertySymbol)
            {
                return member;
            }
        }

        return type.InstanceConstructors
            .Where(constructor => constructor.DeclaringSyntaxReferences is [var reference] && reference.GetSyntax() is TypeDeclarationSyntax)
            .SelectMany(constructor => constructor.Parameters)
            .FirstOrDefault(parameter => parameter.Name == name);
    }

    public IEnumerable<SyntaxNode> MethodsOf(string name) => DeclarationsOf(name).OfType<MethodDeclarationSyntax>();

    /// <summary>Whether a name can refer to a member of <c>this</c>.</summary>
    public static bool IsOfObjectAtHand(SimpleNameSyntax use) => use.Parent switch
    {
        MemberAccessExpressionSyntax access => access.Name != use || access.Expression is ThisExpressionSyntax or BaseExpressionSyntax,
        MemberBindingExpressionSyntax => false,
        _ => true,
    };

    /// <summary>Whether some code calls an extension method on <c>this</c>.</summary>
    public bool HandsObjectToExtension(SyntaxNode code) => code.DescendantNodes().OfType<MemberAccessExpressionSyntax>().Any(access =>
        access is { Expression: ThisExpressionSyntax, Parent: InvocationExpressionSyntax } && !MembersOf(access.Name.Identifier.ValueText).Any());

    /// <summary>
    /// Gets the names that some code uses, and those in the properties and locals that it uses. If <paramref name="throughCalls"/> is true, the names in called
    /// functions are included.
    /// </summary>
    public HashSet<string> NamesUsedBy(IEnumerable<SyntaxNode> code, bool throughCalls)
    {
        SyntaxNode[] roots = [.. code];
        return Touched(roots.SelectMany(NamesIn), [.. roots.Select(SyntaxQueries.EnclosingMember).Distinct()], throughCalls);
    }

    /// <summary>Gets the given names, which are used in a member, and those in the functions, properties and locals that they mean.</summary>
    public HashSet<string> NamesUsedBy(IEnumerable<string> names, SyntaxNode member) => Touched(names, [member], throughCalls: true);

    private HashSet<string> Touched(IEnumerable<string> names, IReadOnlyList<SyntaxNode> around, bool throughCalls)
    {
        var touched = new HashSet<string>();
        var pending = new Stack<string>(names);
        while (pending.Count > 0)
        {
            string name = pending.Pop();
            if (!touched.Add(name))
            {
                continue;
            }

            foreach (SyntaxNode meant in DeclarationsOf(name).Concat(around.SelectMany(member => MeantIn(member, name))))
            {
                foreach (string inner in throughCalls || meant is not (MethodDeclarationSyntax or LocalFunctionStatementSyntax) ? NamesIn(meant) : [])
                {
                    pending.Push(inner);
                }
            }
        }

        return touched;
    }

    private static IEnumerable<string> NamesIn(SyntaxNode code) =>
        code.DescendantTokens().Where(token => token.IsKind(SyntaxKind.IdentifierToken)).Select(token => token.ValueText);

    /// <summary>Gets what a name stands for in a member: a local function, the initial value of a variable, and what the variable is assigned to.</summary>
    private static IEnumerable<SyntaxNode> MeantIn(SyntaxNode member, string name)
    {
        foreach (SyntaxNode node in member.DescendantNodes())
        {
            switch (node)
            {
                case VariableDeclaratorSyntax { Initializer.Value: { } value } variable when variable.Identifier.ValueText == name:
                    yield return value;
                    break;
                case LocalFunctionStatementSyntax function when function.Identifier.ValueText == name:
                    yield return function;
                    break;
                case AssignmentExpressionSyntax given when (given.Right is BinaryExpressionSyntax { Left: var orElse } ? orElse : given.Right) is IdentifierNameSyntax value && value.Identifier.ValueText == name:
                    yield return given.Left;
                    break;
            }
        }
    }

    private IEnumerable<SyntaxNode> DeclarationsOf(string name) =>
        from member in MembersOf(name)
        where member is IMethodSymbol or IPropertySymbol
        from reference in member.DeclaringSyntaxReferences
        select reference.GetSyntax();

    private IEnumerable<ISymbol> MembersOf(string name)
    {
        for (INamedTypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            foreach (ISymbol member in current.GetMembers(name))
            {
                yield return member;
            }
        }
    }
}
