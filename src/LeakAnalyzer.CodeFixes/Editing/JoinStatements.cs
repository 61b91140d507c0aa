using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.CodeFixes.Editing;

/// <summary>Writes the statements that wait for a task which has been cancelled: they swallow that it is cancelled, and throw what it fails with.</summary>
/// <remarks>
/// Nobody else looks at the task, so a fault that isn't thrown here is lost. Where an exception is on its way already, the fault takes its
/// place, as the exception of a <c>Dispose</c> does.
/// </remarks>
internal static class JoinStatements
{
    private const string Tasks = "System.Threading.Tasks";
    private const string Options = "ConfigureAwaitOptions";

    /// <summary>The lines of the join, the outermost without indentation.</summary>
    /// <param name="task">A variable of type <see cref="Task"/>: an await of a <see cref="Task{TResult}"/> can't be told not to throw.</param>
    /// <param name="function">The function that waits.</param>
    /// <param name="position">Where in it.</param>
    /// <param name="model">The model of its document.</param>
    /// <param name="layout">The layout of its document.</param>
    /// <param name="bracesOnOwnLines">Whether an opening brace stands on a line of its own.</param>
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

        // ConfigureAwait(SuppressThrowing) alone doesn't return to the context: that is an option of its own.
        string options = TypeName(Tasks, Options, position, model);
        string context = leavesContext ? "" : $"{options}.ContinueOnCapturedContext | ";
        string quietly = $"await {task}.ConfigureAwait({context}{options}.SuppressThrowing);";
        string condition = $"if ({task}.IsFaulted)";
        return bracesOnOwnLines
            ? [quietly, condition, "{", await, "}"]
            : [quietly, condition + " {", await, "}"];
    }

    /// <summary>The shortest name by which code at a position can name a type.</summary>
    public static string TypeName(string space, string name, int position, SemanticModel model) =>
        model.LookupSymbols(position, name: name) is { IsEmpty: false } meanings
        && meanings.All(meaning => meaning is INamedTypeSymbol type && type.ContainingNamespace.ToDisplayString() == space)
            ? name
            : $"global::{space}.{name}";
}
