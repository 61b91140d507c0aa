using LeakAnalyzer.CodeFixes.Editing;
using LeakAnalyzer.CodeFixes.Reports;
using LeakAnalyzer.Facts;
using LeakAnalyzer.Races;
using LeakAnalyzer.Summaries;
using LeakAnalyzer.Tasks;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace LeakAnalyzer.CodeFixes.Dispose;

/// <summary>
/// One <c>using</c> that a fix adds to a function, or one continuation that it adds to a task. The plan contains everything that depends on the semantic model.
/// </summary>
/// <param name="Handle">Where the code creates the linked source or registration that is disposed.</param>
/// <param name="Scope">The span of the function that contains the handle.</param>
/// <param name="Name">The name of the new local that holds the handle; empty if none is needed.</param>
/// <param name="Keyword">The keyword of the declaration: <c>using</c> or <c>await using</c>.</param>
/// <param name="ReturnsBody">Whether the function has an expression body and returns its value.</param>
/// <param name="HasUsingDeclarations">Whether the language version has <c>using</c> declarations. If not, a <c>using</c> statement is written.</param>
internal sealed record DisposalPlan(HandlePlace Handle, TextSpan Scope, string Name, string Keyword, bool ReturnsBody, bool HasUsingDeclarations)
{
    /// <summary>Gets the plan for a report, or null if the fix for the report disposes nothing.</summary>
    public static DisposalPlan? Of(LeakReport report, FixKind kind, SyntaxNode root, NameAllocator names, SemanticModel model)
    {
        if (report.Remedy.Handle is not { } handle || ScopeSyntax.Of(report.Finding.Scope.Function) is not { } scope)
        {
            return null;
        }

        SyntaxNode place = handle.Node;
        bool hasUsingDeclarations = ((CSharpParseOptions)root.SyntaxTree.Options).LanguageVersion >= LanguageVersion.CSharp8;
        bool awaits = handle.CanAwait
            && hasUsingDeclarations
            && !AwaitHabit.LeavesContext(scope.Function)
            && !place.Ancestors().TakeWhile(node => node != scope.Function).Any(node => node is LockStatementSyntax or UnsafeStatementSyntax);
        bool needsName = handle.Form is HandleForm.Call or HandleForm.UntilTask || handle.Form == HandleForm.Statement && hasUsingDeclarations && place.Parent is not SwitchSectionSyntax;
        return new DisposalPlan(
            handle,
            report.Scope,
            !needsName ? "" : names.Allocate(place, kind == FixKind.DisposeSource ? "linkedCts" : "registration")[0],
            awaits ? "await using" : "using",
            scope.Expression is not null && ScopeSyntax.ReturnsBody(scope.Function, model),
            hasUsingDeclarations)
        {
            Scheduler = handle.Form == HandleForm.UntilTask && model.LookupNamespacesAndTypes(place.SpanStart, name: "TaskScheduler").IsEmpty ? "System.Threading.Tasks.TaskScheduler" : "TaskScheduler",
        };
    }

    /// <summary>Gets the name by which the added continuation refers to <c>TaskScheduler</c>.</summary>
    public string Scheduler { get; private init; } = "";
}
