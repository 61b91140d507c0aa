using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakAnalyzer.Volume.Tests.Rewriting;

/// <summary>Finds out how a member uses its locals and parameters.</summary>
internal static class Variables
{
    /// <summary>Whether a local or parameter of a member is never assigned again.</summary>
    public static bool HasOneValue(ISymbol variable, SyntaxNode member, SemanticModel model) =>
        variable is ILocalSymbol { RefKind: RefKind.None } or IParameterSymbol { RefKind: RefKind.None }
        && variable.DeclaringSyntaxReferences is [var declaration] && member.FullSpan.Contains(declaration.Span)
        && member.DescendantNodes().OfType<IdentifierNameSyntax>().Where(name => name.Identifier.ValueText == variable.Name && IsWritten(name))
            .All(name => !SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(name).Symbol, variable));

    private static bool IsWritten(IdentifierNameSyntax name) => name.Parent switch
    {
        AssignmentExpressionSyntax assignment => assignment.Left == name,
        ArgumentSyntax { Parent: TupleExpressionSyntax tuple } => tuple.FirstAncestorOrSelf<AssignmentExpressionSyntax>()?.Left.Contains(name) == true,
        ArgumentSyntax argument => !argument.RefKindKeyword.IsKind(SyntaxKind.None),
        PrefixUnaryExpressionSyntax or PostfixUnaryExpressionSyntax { RawKind: not (int)SyntaxKind.SuppressNullableWarningExpression } => true,
        RefExpressionSyntax => true,
        _ => false,
    };
}
