using LeakAnalyzer.Summaries;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Tasks;

/// <summary>
/// Finds loops that end when a <c>CancellationTokenSource</c> is disposed, because they read the source's <c>Token</c>, which then throws.
/// </summary>
internal static class SourceReads
{
    /// <summary>
    /// Whether a loop reads the <c>Token</c> of the source in a variable and doesn't catch the exception. The loop may be in a method that gets the
    /// source as an argument.
    /// </summary>
    public static bool InLoop(SyntaxNode loop, ISymbol keeper, LeakModel model) =>
        KeptSources.NamesOf(keeper, model).Any(name => Read(loop, name, model)) || keeper is ILocalSymbol && SourceParametersAround(loop, model).Any(parameter => Read(loop, parameter, model));

    private static bool Read(SyntaxNode loop, ISymbol keeper, LeakModel model)
    {
        foreach (SimpleNameSyntax use in model.Uses.In(loop, keeper))
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
