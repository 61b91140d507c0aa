using LeakAnalyzer.CodeFixes.Editing;
using LeakAnalyzer.Facts;
using LeakAnalyzer.Races;
using LeakAnalyzer.Summaries;
using LeakAnalyzer.Tasks;
using LeakAnalyzer.Tracking;
using LeakAnalyzer.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.CodeFixes.Reports;

/// <summary>
/// Tells whether a function returns a task that may still be running. If so, its caller may still need what the function has started, and a source that is
/// cancelled when the function exits would be cancelled too early.
/// </summary>
internal static class HandedOutTask
{
    /// <summary>Whether a function that isn't async may return a task, or an async sequence, that isn't completed yet.</summary>
    public static bool MayReturnRunningTask(Scope scope, LeakModel model)
    {
        if (scope.Symbol is not { IsAsync: false, ReturnType: var type } || !model.Symbols.IsTask(type) && !model.Symbols.IsAsyncEnumerable(type))
        {
            return false;
        }

        foreach (ExpressionSyntax value in scope.Function.DescendantNodes().OfType<ExpressionSyntax>())
        {
            if (SyntaxUses.IsReturned(value)
                && SyntaxQueries.EnclosingFunction(value) == scope.Function
                && !(model.OperationAt(value) is { } operation && IsCompleted(operation, model.Symbols)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsCompleted(IOperation value, KnownSymbols symbols) => value.Unwrap() switch
    {
        IDefaultValueOperation or ILiteralOperation => true,
        IPropertyReferenceOperation { Property: { Name: "CompletedTask", ContainingType: var type } } => symbols.IsTask(type),
        IInvocationOperation { TargetMethod: { Name: "FromResult" or "FromException" or "FromCanceled", ContainingType: var type } } => symbols.IsTask(type),
        IObjectCreationOperation { Type: var type, Arguments: [] or [{ Parameter.Name: "result" }] } => symbols.IsTask(type),
        IConditionalOperation { WhenTrue: var one, WhenFalse: { } other } => IsCompleted(one, symbols) && IsCompleted(other, symbols),
        _ => false,
    };
}
