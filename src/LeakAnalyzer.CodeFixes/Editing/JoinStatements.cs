using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.CodeFixes.Editing;

/// <summary>
/// Writes the statements by which a function awaits a task after it has cancelled the task. These statements swallow the cancellation, and throw the
/// exception of a task that fails.
/// </summary>
/// <remarks>
/// No other code observes the task, so its exception would be lost without these statements. If they run while another exception leaves the function,
/// the task's exception replaces that exception, like an exception thrown by <c>Dispose</c>.
/// </remarks>
internal static class JoinStatements
{
    private const string Tasks = "System.Threading.Tasks";
    private const string Options = "ConfigureAwaitOptions";

    /// <summary>
    /// Gets the lines of the statements that join a task. The outermost lines have no indentation. <paramref name="task"/> is the name of a variable of
    /// type <see cref="Task"/>, not <see cref="Task{TResult}"/>, which doesn't support <c>SuppressThrowing</c>. The names of types are written as they
    /// must be at <paramref name="position"/>.
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

    /// <summary>
    /// Gets the shortest name by which code at a position can refer to a type of a namespace: the simple name, or the qualified name if the simple
    /// name has no meaning or another meaning there.
    /// </summary>
    public static string TypeName(string space, string name, int position, SemanticModel model) =>
        model.LookupSymbols(position, name: name) is { IsEmpty: false } meanings
        && meanings.All(meaning => meaning is INamedTypeSymbol type && type.ContainingNamespace.ToDisplayString() == space)
            ? name
            : $"global::{space}.{name}";
}
