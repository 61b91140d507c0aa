using LeakAnalyzer.Summaries;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakAnalyzer.Tasks;

/// <summary>Tells which types are carriers: their objects hold a promise (a <c>TaskCompletionSource</c>), as a pending request or a tuple may.</summary>
internal static class PromiseCarriers
{
    /// <summary>
    /// Gets the only member of a type that holds a promise. Null also if the type creates a delegate, because a callback may then set the promise.
    /// </summary>
    public static ISymbol? PromiseOf(ITypeSymbol? type, LeakModel model)
    {
        if (type is not INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Struct } named)
        {
            return null;
        }

        if (named.IsTupleType)
        {
            return Only(named.TupleElements, model);
        }

        var members = new List<ISymbol>();
        for (INamedTypeSymbol? current = named.OriginalDefinition; current is { DeclaringSyntaxReferences.IsEmpty: false }; current = current.BaseType?.OriginalDefinition)
        {
            members.AddRange(current.GetMembers().Where(member => member is IFieldSymbol { IsStatic: false, IsImplicitlyDeclared: false } or IPropertySymbol { IsStatic: false }));
        }

        return Only(members, model) is { } promise && !HasCallbacks(promise.ContainingType) ? promise : null;
    }

    /// <summary>Whether a member returns the task of the promise that its object holds, as in <c>request.Task</c>.</summary>
    /// <param name="member">The member of the object that is read.</param>
    /// <param name="promise">The member that holds the promise.</param>
    /// <param name="model">The compilation's model.</param>
    public static bool IsTask(ISymbol member, ISymbol promise, LeakModel model) =>
        member.OriginalDefinition is IPropertySymbol property
        && model.Symbols.IsTask(property.Type)
        && VariableValues.GivenBy(property) is { } given
        && given is MemberAccessExpressionSyntax { Expression: var holder }
        && (holder is MemberAccessExpressionSyntax { Name: var name } ? name : holder) is IdentifierNameSyntax { Identifier.ValueText: var text }
        && text == promise.Name;

    private static ISymbol? Only(IEnumerable<ISymbol> members, LeakModel model)
    {
        ISymbol? only = null;
        foreach (ISymbol member in members)
        {
            if (model.Symbols.IsPromise(SignalMember.TypeOf(member)))
            {
                if (only is not null)
                {
                    return null;
                }

                only = member;
            }
        }

        return only;
    }

    private static bool HasCallbacks(INamedTypeSymbol type)
    {
        foreach (SyntaxReference reference in type.DeclaringSyntaxReferences)
        {
            foreach (SyntaxNode node in reference.GetSyntax().DescendantNodes())
            {
                if (node is AnonymousFunctionExpressionSyntax
                    || node is ArgumentSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: var name } } && type.GetMembers(name).Any(member => member is IMethodSymbol))
                {
                    return true;
                }
            }
        }

        return false;
    }
}
