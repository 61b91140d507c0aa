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

/// <summary>One <c>using</c> that a scope gains: everything that had to be asked of the semantic model.</summary>
/// <param name="Handle">What is to be disposed.</param>
/// <param name="Scope">The function that it stands in.</param>
/// <param name="Name">The name of the local that comes to hold it; none where one does already, or none needs to.</param>
/// <param name="Keyword">What declares it: <c>using</c> or <c>await using</c>.</param>
/// <param name="ReturnsBody">Whether the function's body, if it is an expression, is its result.</param>
/// <param name="HasUsingDeclarations">Whether the language has <c>using</c> declarations; else a <c>using</c> statement nests the rest of the block.</param>
internal sealed record DisposalPlan(HandlePlace Handle, TextSpan Scope, string Name, string Keyword, bool ReturnsBody, bool HasUsingDeclarations)
{
    /// <summary>The plan for a report; null where nothing can be disposed.</summary>
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

    /// <summary>The type whose default scheduler runs what disposes it, as it is named there.</summary>
    public string Scheduler { get; private init; } = "";
}
