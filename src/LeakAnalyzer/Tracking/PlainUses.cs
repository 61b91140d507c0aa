using System.Collections.Immutable;
using LeakAnalyzer.Facts;
using LeakAnalyzer.Facts.Catalogue;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakAnalyzer.Tracking;

/// <summary>
/// Tells without binding what a use does to an object, if it calls or reads a member that the catalogue lists, such as <c>source.Cancel()</c>, or
/// compares the object with null.
/// </summary>
internal static class PlainUses
{
    /// <summary>Gets what a use of an object does to the object; null if only binding can tell.</summary>
    /// <param name="value">The expression that evaluates to the object.</param>
    /// <param name="type">The type of the expression.</param>
    /// <param name="code">The compilation's code.</param>
    /// <param name="act">The call of the listed member; <paramref name="value"/> itself if no such call is there.</param>
    public static Effect? Of(ExpressionSyntax value, ITypeSymbol? type, CodeModel code, out SyntaxNode act)
    {
        act = value;
        switch (value.Parent)
        {
            case BinaryExpressionSyntax compared when compared.IsKind(SyntaxKind.EqualsExpression) || compared.IsKind(SyntaxKind.NotEqualsExpression):
                return SyntaxQueries.IsNull(compared.Left) || SyntaxQueries.IsNull(compared.Right) ? Effect.None : null;
            case IsPatternExpressionSyntax { Pattern: ConstantPatternSyntax { Expression: var one } }:
                return SyntaxQueries.IsNull(one) ? Effect.None : null;
            case IsPatternExpressionSyntax { Pattern: UnaryPatternSyntax { Pattern: ConstantPatternSyntax { Expression: var other } } }:
                return SyntaxQueries.IsNull(other) ? Effect.None : null;
            case MemberAccessExpressionSyntax { Name: IdentifierNameSyntax member } access when access.Expression == value:
                return OfMember(member, access, type, code, ref act);
            case ConditionalAccessExpressionSyntax access when access.Expression == value:
                MemberBindingExpressionSyntax? binding = (access.WhenNotNull is InvocationExpressionSyntax { Expression: var called } ? called : access.WhenNotNull) as MemberBindingExpressionSyntax;
                return binding is { Name: IdentifierNameSyntax bound } ? OfMember(bound, binding, type, code, ref act) : null;
            default:
                return null;
        }
    }

    private static Effect? OfMember(SimpleNameSyntax name, ExpressionSyntax access, ITypeSymbol? type, CodeModel code, ref SyntaxNode act)
    {
        ApiCatalogue catalogue = code.Catalogue;
        if (type is null || !ApiCatalogue.HasMember(name.Identifier.ValueText) || catalogue.Find(type) is null || Containers.IsContainer(type, code))
        {
            return null; // a member of a collection may return its elements, and these have to be followed too
        }

        ImmutableArray<ISymbol> members = MembersOf(type, name.Identifier.ValueText);
        if (access.Parent is InvocationExpressionSyntax { ArgumentList.Arguments.Count: var count } call && call.Expression == access)
        {
            act = call;
            return OfCall(members, count, type, catalogue);
        }

        return members is [IPropertySymbol property] && catalogue.Find(property, type) is { } facts
            && (facts.Result != ResultKind.Part || catalogue.Find(property.Type) is { CanEndNothing: true, AnyEffect: Effect.None })
            && !SyntaxQueries.IsWritten(name, out _)
                ? Effect.None
                : null;
    }

    /// <summary>Gets the effect of a call on its receiver; null if the overloads with as many parameters have different facts, or none.</summary>
    private static Effect? OfCall(ImmutableArray<ISymbol> members, int arguments, ITypeSymbol? type, ApiCatalogue catalogue)
    {
        MemberFacts? all = null;
        foreach (ISymbol member in members)
        {
            if (member is not IMethodSymbol method)
            {
                return null;
            }

            if (method.Parameters.Length != arguments)
            {
                continue;
            }

            if (catalogue.Find(method, type) is not { Result: not (ResultKind.Part or ResultKind.Same or ResultKind.TaskOf) } facts || all is not null && all != facts)
            {
                return null;
            }

            all = facts;
        }

        return all is null ? null : all.OnReceiver ?? Effect.None;
    }

    private static ImmutableArray<ISymbol> MembersOf(ITypeSymbol? type, string name)
    {
        for (; type is not null; type = type.BaseType)
        {
            if (type.GetMembers(name) is { IsEmpty: false } members)
            {
                return members;
            }
        }

        return ImmutableArray<ISymbol>.Empty;
    }
}
