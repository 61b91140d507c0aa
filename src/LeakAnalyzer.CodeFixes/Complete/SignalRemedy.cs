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

/// <summary>Finds where a fix completes a signal (a channel or <c>TaskCompletionSource</c>) that some path doesn't complete.</summary>
internal static class SignalRemedy
{
    /// <summary>
    /// Gets the fix for a signal that a task waits for and some path doesn't complete; <see cref="Remedy.None"/> if it isn't certain where to complete it.
    /// </summary>
    public static Remedy For(OpenSignal signal, LeakModel model)
    {
        (StartedTask task, Wait wait, ILocalSymbol local, ExpressionSyntax creation, SignalLife life) = signal;

        // In these cases the completion must not make the task throw: its exception would end the process, or would be thrown on by the function that awaits
        // the task.
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

    /// <summary>Whether the completion of the signal makes one of the task's waits throw, as <c>ReadAsync</c> of a channel does.</summary>
    private static bool EndThrows(StartedTask task, ILocalSymbol local, LeakModel model) => task.Waits.Any(governed =>
        IsOn(local, governed, task, model)
        && (model.Symbols.IsPromise(local.Type) || governed.Wait.Name.Substring(governed.Wait.Name.LastIndexOf('.') + 1) is "ReadAsync" or "WriteAsync"));

    private static bool IsOn(ILocalSymbol local, GovernedWait governed, StartedTask task, LeakModel model) =>
        ScopeSignals.Of(governed.Wait, task.Scope, model) is var (waited, _) && KnownSymbols.Same(waited, local);

    /// <summary>
    /// Finds the code of the function that may complete the signal or write to it; null if such code is outside the <c>try</c>. After the <c>finally</c>, a
    /// write would lose its item, and a second <c>Complete</c> would throw.
    /// </summary>
    private static List<SyntaxNode>? ActsIn(SignalRegion region, StartedTask task, Wait wait, SignalLife life, LeakModel model)
    {
        var acts = new List<SyntaxNode>();

        // Because of 'isRepeated: false', a use that writes one item counts too, even if the task waits in a loop.
        foreach (EndingUse use in ObjectUses.ThatMayEnd(wait.Object!, Interest.InWait(wait.For, isRepeated: false), model))
        {
            ActPlace place = ActPlaces.Of(use.Use, wait.Object!, wait, task.Scope, model);
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

    /// <summary>Finds the <c>catch</c> that catches all exceptions of the last code that completes or writes to the signal; null if there is none.</summary>
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

/// <summary>The kind of signal that a fix completes.</summary>
internal enum CompletionForm
{
    /// <summary>A channel. The fix completes the channel's writer.</summary>
    Channel,

    /// <summary>A promise (a <c>TaskCompletionSource</c>). The fix cancels it, which has no effect if it is already set.</summary>
    Promise,
}

/// <summary>Where and how a fix completes a channel or promise.</summary>
/// <param name="Form">The kind of signal.</param>
/// <param name="Statements">The span of the statements that the fix puts into a <c>try</c> whose <c>finally</c> completes the signal.</param>
/// <param name="Handler">The span of a <c>catch</c> whose exception the fix passes on to the waiting task; null if there is none.</param>
/// <param name="EndsScope">Whether the statements are in the outermost block of the function that starts the task.</param>
/// <param name="Signal">The name of the local that holds the signal.</param>
internal readonly record struct CompletionPlace(CompletionForm Form, TextSpan Statements, TextSpan? Handler, bool EndsScope, string Signal);
