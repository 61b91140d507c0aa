using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.CodeFixes.Editing;

/// <summary>Writes the call that cancels a <c>CancellationTokenSource</c>.</summary>
internal static class CancelCall
{
    private const string CancelAsync = nameof(CancelAsync);

    /// <summary>
    /// Gets the expression that cancels a source: <c>await source.CancelAsync()</c> if the function can await and the framework has that method, otherwise
    /// <c>source.Cancel()</c>.
    /// </summary>
    public static string Of(string source, SyntaxNode function, bool canAwait, SemanticModel model)
    {
        bool hasCancelAsync = model.Compilation.GetTypeByMetadataName(typeof(CancellationTokenSource).FullName)?.GetMembers(CancelAsync).IsEmpty == false;
        if (!canAwait || !hasCancelAsync)
        {
            return $"{source}.Cancel()";
        }

        return $"await {source}.{CancelAsync}()" + (AwaitHabit.LeavesContext(function) ? ".ConfigureAwait(false)" : "");
    }
}
