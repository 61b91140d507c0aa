using System.Collections.Immutable;
using LeakAnalyzer.CodeFixes.Reports;
using LeakAnalyzer.Facts;
using LeakAnalyzer.Races;
using LeakAnalyzer.Summaries;
using LeakAnalyzer.Tasks;
using LeakAnalyzer.Tracking;
using LeakAnalyzer.Rules;
using LeakAnalyzer.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace LeakAnalyzer.CodeFixes.Complete;

/// <summary>Finds where a channel or promise that some path leaves uncompleted is to be completed, so that each path passes there.</summary>
internal static class SignalRemedy
{
    /// <summary>The remedy for a signal that a task waits on; none where no place is sure.</summary>
    public static Remedy For(OpenSignal signal, LeakModel model)
    {
        (StartedTask task, Wait wait, ILocalSymbol local, ExpressionSyntax creation, SignalLife life) = signal;

        // If the completed wait throws, the exception ends the process, or the scope at its join.
        bool mustEndQuietly = task.Start.FaultFate == FaultFate.CrashesProcess || life == SignalLife.Stuck;
        if (local.Name.Length == 0
            || mustEndQuietly && EndThrows(task, local, model)
            || OtherWaits.AreReported(task, governed => IsOn(local, governed, task, model))
            || SignalRegion.Find(task, local, creation, life, model) is not { } region
            || ActsIn(region, task, wait, life, model) is not { } acts)
        {
            return Remedy.None;
        }

        CatchClauseSyntax? handler = wait.For == WaitsFor.Room || task.Start.FaultFate == FaultFate.CrashesProcess
            ? null
            : HandlerOf(acts, region, model);
        return Remedy.None with
        {
            Fixes = ImmutableArray.Create(FixKind.Complete),
            Completion = new CompletionPlace(
                model.Symbols.IsPromise(local.Type) ? CompletionForm.Promise : CompletionForm.Channel,
                region.Span,
                handler?.Span,
                region.IsOutermostOf(task.Scope.Function),
                local.Name),
        };
    }

    /// <summary>Whether one of a task's waits on a signal throws where that comes to its end: a single read or write, or a cancelled promise.</summary>
    private static bool EndThrows(StartedTask task, ILocalSymbol local, LeakModel model) => task.Waits.Any(governed =>
        IsOn(local, governed, task, model)
        && (model.Symbols.IsPromise(local.Type) || governed.Wait.Name.Substring(governed.Wait.Name.LastIndexOf('.') + 1) is "ReadAsync" or "WriteAsync"));

    private static bool IsOn(ILocalSymbol local, GovernedWait governed, StartedTask task, LeakModel model) =>
        ScopeSignals.Of(governed.Wait, task.Scope, model) is var (waited, _) && KnownSymbols.Same(waited, local);

    /// <summary>
    /// What the scope does to its signal; null where it, or somebody else, may go on to use the signal after the region, which leaves it
    /// completed: items would be lost, and a second <c>Complete</c> throws.
    /// </summary>
    private static List<SyntaxNode>? ActsIn(SignalRegion region, StartedTask task, Wait wait, SignalLife life, LeakModel model)
    {
        var acts = new List<SyntaxNode>();

        // Writing an item counts too, though it doesn't end the wait.
        foreach (EndingUse use in ObjectUses.ThatMayEnd(wait.Object!, Interest.InWait(wait.For, isRepeated: false), model))
        {
            ActPlace place = ActPlaces.Of(use.Use, wait, task.Scope, model);
            if (place == ActPlace.InTheScope && region.SpanWithCreation.Contains(use.Act.Span))
            {
                acts.Add(use.Act);
            }
            else if (place != ActPlace.AfterTheWait || life == SignalLife.Stuck)
            {
                return null;
            }
        }

        return acts;
    }

    /// <summary>The <c>catch</c> of all exceptions of what the scope does to its signal, after which it does nothing more to it; null where there is none.</summary>
    private static CatchClauseSyntax? HandlerOf(List<SyntaxNode> acts, SignalRegion region, LeakModel model)
    {
        foreach (TryStatementSyntax statement in region.Statements.OfType<TryStatementSyntax>())
        {
            TextSpan covered = statement.Block.Span;
            if (acts.Exists(act => covered.Contains(act.Span)) && acts.TrueForAll(act => covered.Contains(act.Span) || act.Span.End <= statement.SpanStart))
            {
                return statement.Catches.FirstOrDefault(handler =>
                    handler is { Filter: null, Declaration: { Identifier.ValueText.Length: > 0, Type: var type } }
                    && model.SemanticModelOf(type.SyntaxTree)?.GetTypeInfo(type).Type is { Name: nameof(Exception), ContainingNamespace: { Name: nameof(System), ContainingNamespace.IsGlobalNamespace: true } });
            }
        }

        return null;
    }
}

/// <summary>What has to be completed.</summary>
internal enum CompletionForm
{
    /// <summary>A channel: its writer is completed.</summary>
    Channel,

    /// <summary>A <c>TaskCompletionSource</c>: it is cancelled, unless it is set.</summary>
    Promise,
}

/// <summary>Where a channel or promise that some path leaves uncompleted is to be completed.</summary>
/// <param name="Form">What it is.</param>
/// <param name="Statements">The statements of one block that a <c>finally</c> goes around, from the first to the last.</param>
/// <param name="Handler">The <c>catch</c> in them whose exception is handed on; null where none is.</param>
/// <param name="EndsScope">Whether that block is the scope's outermost.</param>
/// <param name="Signal">The name of the local that holds it.</param>
internal readonly record struct CompletionPlace(CompletionForm Form, TextSpan Statements, TextSpan? Handler, bool EndsScope, string Signal);
