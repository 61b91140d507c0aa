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
/// Finds the members of <c>this</c> that some code uses. Names are compared, not symbols: if another symbol has the same name, the worst result is
/// that a right fix isn't offered.
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

    /// <summary>Gets the declarations of the methods with the given name in the type and its base types.</summary>
    public IEnumerable<SyntaxNode> MethodsOf(string name) => DeclarationsOf(name).OfType<MethodDeclarationSyntax>();

    /// <summary>Whether a name can refer to a member of <c>this</c>, and isn't the name of a member of a different object.</summary>
    public static bool IsOfObjectAtHand(SimpleNameSyntax use) => use.Parent switch
    {
        MemberAccessExpressionSyntax access => access.Name != use || access.Expression is ThisExpressionSyntax or BaseExpressionSyntax,
        MemberBindingExpressionSyntax => false,
        _ => true,
    };

    /// <summary>Whether some code calls an extension method on <c>this</c>, so that other code receives the object itself.</summary>
    public bool HandsObjectToExtension(SyntaxNode code) => code.DescendantNodes().OfType<MemberAccessExpressionSyntax>().Any(access =>
        access is { Expression: ThisExpressionSyntax, Parent: InvocationExpressionSyntax } && !MembersOf(access.Name.Identifier.ValueText).Any());

    /// <summary>
    /// Gets the names that some code uses, directly or through the properties and locals to which it refers. If calls are followed, the names used in
    /// the called methods and local functions are included.
    /// </summary>
    public HashSet<string> NamesUsedBy(IEnumerable<SyntaxNode> code, bool throughCalls)
    {
        SyntaxNode[] roots = [.. code];
        return Touched(roots.SelectMany(NamesIn), [.. roots.Select(SyntaxQueries.EnclosingMember).Distinct()], throughCalls);
    }

    /// <summary>
    /// Gets the given names, which are used in a member, and all names in the code for which they stand: the bodies of methods, and the values of
    /// properties and locals. The names found there are followed in the same way.
    /// </summary>
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

    /// <summary>
    /// Gets the code that a name stands for in a member. For a variable with this name, that is its initial value, and the variables, fields and
    /// properties to which the variable is assigned. For a local function, it is the function.
    /// </summary>
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
