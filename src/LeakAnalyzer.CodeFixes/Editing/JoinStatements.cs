using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.CodeFixes.Editing;

/// <summary>
/// Writes the statements that await a task after its cancellation. They swallow the cancellation, and throw the exception of a task that fails.
/// </summary>
/// <remarks>No other code observes the task, so its exception would be lost without these statements.</remarks>
internal static class JoinStatements
{
    private const string Tasks = "System.Threading.Tasks";
    private const string Options = "ConfigureAwaitOptions";

    /// <summary>
    /// Gets the lines of the statements. The variable <paramref name="task"/> must have the type <see cref="Task"/>, because <see cref="Task{TResult}"/>
    /// doesn't support <c>SuppressThrowing</c>.
    /// </summary>
    public static IReadOnlyList<string> Of(string task, SyntaxNode function, int position, SemanticModel model, DocumentLayout layout, bool bracesOnOwnLines)
    {
        bool leavesContext = AwaitHabit.LeavesContext(function);
        string await = $"{layout.IndentationUnit}await {task}{(leavesContext ? ".ConfigureAwait(false)" : "")};";
        if (model.Compilation.GetTypeByMetadataName($"{Tasks}.{Options}") is null)
        {
            string handler = $"catch ({TypeName(nameof(System), nameof(OperationCanceledException), position, model)})";
            return bracesOnOwnLines
                ? ["try", "{", await, "}", handler, "{", "}"]
                : ["try {", await, $"}} {handler} {{", "}"];
        }

        // ConfigureAwait(SuppressThrowing) alone doesn't resume on the captured context; this also needs the option ContinueOnCapturedContext.
        string options = TypeName(Tasks, Options, position, model);
        string context = leavesContext ? "" : $"{options}.ContinueOnCapturedContext | ";
        string quietly = $"await {task}.ConfigureAwait({context}{options}.SuppressThrowing);";
        string condition = $"if ({task}.IsFaulted)";
        return bracesOnOwnLines
            ? [quietly, condition, "{", await, "}"]
            : [quietly, condition + " {", await, "}"];
    }

    /// <summary>Gets the simple name of a type if it means that type at a position, otherwise the qualified name.</summary>
    public static string TypeName(string space, string name, int position, SemanticModel model) =>
        model.LookupSymbols(position, name: name) is { IsEmpty: false } meanings
        && meanings.All(meaning => meaning is INamedTypeSymbol type && type.ContainingNamespace.ToDisplayString() == space)
            ? name
            : $"global::{space}.{name}";
}
