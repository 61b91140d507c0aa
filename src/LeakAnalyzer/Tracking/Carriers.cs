using LeakAnalyzer.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Tracking;

/// <summary>
/// Finds objects that hold a value because they were created with it, as by <c>new Request(promise)</c> or <c>new Request { Done = promise }</c>.
/// </summary>
internal static class Carriers
{
    /// <summary>
    /// Gets the object creation to which a value is passed, and the member of the new object that then holds the value; null if there is none, or if the
    /// constructor does more with its parameter than store it.
    /// </summary>
    /// <param name="use">The parent operation of the value.</param>
    /// <param name="value">The operation that evaluates to the value.</param>
    /// <param name="code">The compilation's code.</param>
    public static (IOperation Creation, ISymbol Member)? FilledBy(IOperation use, IOperation value, CodeModel code)
    {
        switch (use)
        {
            case IArgumentOperation { Parameter: { } parameter, Parent: IObjectCreationOperation creation }:
                return MemberFor(parameter.OriginalDefinition, code) is { } filled ? (creation, filled) : null;
            case ISimpleAssignmentOperation
            {
                Target: IMemberReferenceOperation { Instance: IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ImplicitReceiver }, Member: var member },
                Parent: IObjectOrCollectionInitializerOperation { Parent: IObjectCreationOperation creation },
            } assignment when assignment.Value == value && !member.DeclaringSyntaxReferences.IsEmpty:
                return (creation, member.OriginalDefinition);
            default:
                return null;
        }
    }

    private static ISymbol? MemberFor(IParameterSymbol parameter, CodeModel code)
    {
        if (parameter.DeclaringSyntaxReferences is not [var declaration])
        {
            return null;
        }

        foreach (ISymbol member in parameter.ContainingType.GetMembers(parameter.Name))
        {
            if (member is IPropertySymbol { DeclaringSyntaxReferences: [var reference] } && reference.Span == declaration.Span)
            {
                return member; // the property that the compiler declares for a parameter of a record
            }
        }

        return code.Uses.Of(parameter) is [var use]
            && SyntaxQueries.WithParentheses(use).Parent is AssignmentExpressionSyntax { Left: var target } assignment
            && assignment.Right.Span.Contains(use.Span)
            && code.OperationAt(target) is IMemberReferenceOperation { Member: IFieldSymbol or IPropertySymbol } stored
            && ObjectResolver.IsOwn(stored)
            && KnownSymbols.Same(stored.Member.ContainingType.OriginalDefinition, parameter.ContainingType)
                ? stored.Member.OriginalDefinition
                : null;
    }
}
