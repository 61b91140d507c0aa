using LeakAnalyzer.Summaries;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Tasks;

/// <summary>
/// Finds loops that end when a <c>CancellationTokenSource</c> is disposed, because they read the source's token, which then throws.
/// </summary>
internal static class SourceReads
{
    /// <summary>
    /// Whether the iterations of a loop read the <c>Token</c> of the <c>CancellationTokenSource</c> in a variable, and no <c>catch</c> in the loop
    /// catches the exception that this read throws once the source is disposed. The loop may be in a method to which the source is passed.
    /// </summary>
    public static bool InLoop(SyntaxNode loop, ISymbol keeper, LeakModel model) =>
        Read(loop, keeper, model) || keeper is ILocalSymbol && SourceParametersAround(loop, model).Any(parameter => Read(loop, parameter, model));

    private static bool Read(SyntaxNode loop, ISymbol keeper, LeakModel model)
    {
        foreach (IdentifierNameSyntax use in model.Uses.In(loop, keeper))
        {
            if (model.OperationAt(SyntaxQueries.Qualified(use)) is { } source
                && source.Outermost().Parent is IPropertyReferenceOperation { Type: var type } token
                && model.Symbols.IsCancellationToken(type)
                && !IsCaughtIn(loop, token))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Gets the parameters of type <c>CancellationTokenSource</c> of the method that contains a loop.</summary>
    private static IEnumerable<IParameterSymbol> SourceParametersAround(SyntaxNode loop, LeakModel model) =>
        loop.FirstAncestorOrSelf<MethodDeclarationSyntax>() is { } method && model.SemanticModelOf(method.SyntaxTree)?.GetDeclaredSymbol(method) is IMethodSymbol { Parameters: var parameters }
            ? parameters.Where(parameter => model.Symbols.IsCancellationTokenSource(parameter.Type))
            : [];

    private static bool IsCaughtIn(SyntaxNode loop, IOperation operation)
    {
        IOperation? around = operation;
        while (around is not null && around.Syntax != loop)
        {
            around = around.Parent;
        }

        return around is null || LoopExceptions.IsCaughtWithin(around, operation);
    }
}
