using LeakAnalyzer.Facts;
using LeakAnalyzer.Flow;
using LeakAnalyzer.Summaries;
using LeakAnalyzer.Symbols;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Tasks;

/// <summary>
/// A bounded channel in a member. Its readers may stop early without completing the writer, so that a task that writes to the full channel waits for
/// ever.
/// </summary>
/// <param name="Signal">The member that holds the channel.</param>
/// <param name="Reader">The first of the functions that read the channel.</param>
/// <param name="Task">The task that writes to the channel.</param>
/// <param name="Wait">The task's wait for room in the channel.</param>
internal sealed partial record FieldChannel(SignalMember Signal, IMethodSymbol Reader, StartedTask Task, Wait Wait)
{
    private const int MostCallers = 4;
    private const int MostReaders = 3;

    /// <summary>Gets the channel in a member if each of its readers may stop early, and a task that the type starts writes to it; null otherwise.</summary>
    public static FieldChannel? Of(SignalMember signal, LeakModel model)
    {
        if (SignalMember.TypeOf(signal.Member) is not { } type || model.Symbols.IsPromise(type) || !ChannelCreation.IsBounded(signal.Creation, model) || ChannelCreation.NeverMakesWritersWait(signal.Creation, model))
        {
            return null;
        }

        var ends = new HashSet<SyntaxNode>();
        var readers = new HashSet<SyntaxNode>();
        var reads = new List<SyntaxNode>();
        var writes = new List<SyntaxNode>();
        foreach (ObjectUse use in signal.Uses(model))
        {
            Effect may = use.Effects.May;
            if ((may & (Effect.Escapes | Effect.Returned)) != 0)
            {
                return null;
            }

            if ((may & Effect.Ends) != 0)
            {
                ends.Add(use.Act);
            }
            else if ((may & Effect.TakesOne) != 0)
            {
                reads.Add(use.Act);
                readers.Add(SyntaxQueries.EnclosingFunction(use.Act));
            }
            else if ((may & Effect.GivesOne) != 0)
            {
                writes.Add(use.Act);
            }
        }

        if (readers.Count == 0 || readers.Count > MostReaders)
        {
            return null;
        }

        IMethodSymbol? first = null;
        foreach (SyntaxNode reader in readers)
        {
            if (model.SemanticModelOf(reader.SyntaxTree)?.GetDeclaredSymbol(reader) is not IMethodSymbol { MethodKind: MethodKind.Ordinary or MethodKind.LocalFunction } method
                || method.OverriddenMethod is not null && KnownSymbols.Is(method.ContainingType, model.Symbols.BackgroundService))
            {
                return null;
            }

            first ??= method;
        }

        foreach (SyntaxNode write in writes)
        {
            if (TaskThatRuns(SyntaxQueries.EnclosingFunction(write), signal.Member, model, MostCallers) is var (task, wait)
                && !IsEndedElsewhere(wait, readers, ends, model)
                && readers.All(reader => MayLeave(reader, reads, ends, wait, model)))
            {
                return new FieldChannel(signal, first!, task, wait);
            }
        }

        return null;
    }

    /// <summary>Finds the task that runs a function which writes to the channel, and the task's wait for room; null if there is none.</summary>
    private static (StartedTask Task, Wait Wait)? TaskThatRuns(SyntaxNode function, ISymbol channel, LeakModel model, int steps)
    {
        if (steps == 0)
        {
            return null;
        }

        if (function is AnonymousFunctionExpressionSyntax)
        {
            return TaskAt(function, channel, model);
        }

        if (model.SemanticModelOf(function.SyntaxTree)?.GetDeclaredSymbol(function) is not IMethodSymbol method || !VisibleWorld.IsOfTypeOnly(method))
        {
            return null;
        }

        foreach (SimpleNameSyntax use in model.Uses.Of(method))
        {
            if ((TaskAt(use, channel, model) ?? TaskThatRuns(SyntaxQueries.EnclosingFunction(use), channel, model, steps - 1)) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    /// <summary>Finds the task that the statement around a node drops or puts into a member, and its wait for room; null if there is none.</summary>
    private static (StartedTask Task, Wait Wait)? TaskAt(SyntaxNode node, ISymbol channel, LeakModel model)
    {
        SyntaxNode? around = node.FirstAncestorOrSelf<SyntaxNode>(outer => outer is ExpressionStatementSyntax or ArrowExpressionClauseSyntax { Parent: not AnonymousFunctionExpressionSyntax });
        IOperation? found = around is ArrowExpressionClauseSyntax { Expression: var body } ? model.OperationAt(body) : around is null ? null : model.OperationAt(around);
        while (found is not null and not IExpressionStatementOperation)
        {
            found = found.Parent;
        }

        if (found is not IExpressionStatementOperation operation)
        {
            return null;
        }

        IOperation? started = DroppedTasks.OfStatement(operation, model)
            ?? (operation.Operation is IAssignmentOperation { Target: IMemberReferenceOperation { Type: var type }, Value: var kept } && model.Symbols.IsTask(type) ? kept : null);
        if (started is null || model.SemanticModelOf(node.SyntaxTree)?.GetEnclosingSymbol(operation.Syntax.SpanStart) is not { } containing)
        {
            return null;
        }

        IOperation root = operation;
        while (root.Parent is { } parent)
        {
            root = parent;
        }

        while (containing is IMethodSymbol { MethodKind: MethodKind.AnonymousFunction or MethodKind.LocalFunction })
        {
            containing = containing.ContainingSymbol;
        }

        foreach (StartedTask task in ScopeTasks.Of(started, () => Scope.Of(operation, containing, () => GraphOf(root), model), model))
        {
            foreach (GovernedWait governed in task.Waits.AddRange(task.Retries))
            {
                if (governed.Wait is { For: WaitsFor.Room, IsInLoop: true, Object: { Names.IsEmpty: false, Root: var root_ } } wait && KnownSymbols.Same(root_, channel)
                    && MayLackEndingToken(governed))
                {
                    return (task, wait);
                }
            }
        }

        return null;
    }

    /// <summary>Whether the wait has no token, or one that may stay uncancelled.</summary>
    private static bool MayLackEndingToken(GovernedWait governed) => governed.ByToken switch
    {
        Governor.Nothing or Governor.ScopeOnSomePaths or Governor.Caller or Governor.TypesGiver => true,
        Governor.Type => governed.Wait.Token.Cancellers.Any(canceller => canceller.Kind == CancellerKind.Holder),
        _ => false,
    };

    private static ControlFlowGraph GraphOf(IOperation root) => root switch
    {
        IMethodBodyOperation method => ControlFlowGraph.Create(method),
        IConstructorBodyOperation constructor => ControlFlowGraph.Create(constructor),
        _ => ControlFlowGraph.Create((IBlockOperation)root),
    };

    /// <summary>
    /// Whether code other than the readers and the writing task ends the channel, or code other than the readers cancels the writer's token.
    /// </summary>
    private static bool IsEndedElsewhere(Wait wait, HashSet<SyntaxNode> readers, HashSet<SyntaxNode> ends, LeakModel model)
    {
        foreach (SyntaxNode end in ends)
        {
            SyntaxNode function = SyntaxQueries.EnclosingFunction(end);
            if (!readers.Contains(function) && !wait.Functions.Contains(function))
            {
                return true;
            }
        }

        foreach (Canceller canceller in wait.Token.Cancellers)
        {
            if (canceller is { Kind: CancellerKind.Holder, Symbol: { } source }
                && model.UsesOf(WaitedObject.Of(source)).Exists(use => (use.Effects.May & Effect.Ends) != 0 && !readers.Contains(SyntaxQueries.EnclosingFunction(use.Act))))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Adds the calls by which a reader cancels the writer's token.</summary>
    /// <returns>False if the token's source is passed to code that can't be followed.</returns>
    private static bool AddCancels(Wait wait, SyntaxNode reader, HashSet<SyntaxNode> ends, LeakModel model)
    {
        foreach (Canceller canceller in wait.Token.Cancellers)
        {
            if (canceller is not { Kind: CancellerKind.Holder, Symbol: { } source })
            {
                continue;
            }

            foreach (ObjectUse use in model.UsesOf(WaitedObject.Of(source)))
            {
                if ((use.Effects.May & Effect.Escapes) != 0)
                {
                    return false;
                }

                if ((use.Effects.May & Effect.Ends) != 0 && SyntaxQueries.EnclosingFunction(use.Act) == reader)
                {
                    ends.Add(use.Act);
                }
            }
        }

        return true;
    }

    /// <summary>Whether some path leaves the reading loop before the channel's end, and then ends neither the channel nor the writer's wait.</summary>
    private static bool MayLeave(SyntaxNode reader, List<SyntaxNode> reads, HashSet<SyntaxNode> ends, Wait wait, LeakModel model)
    {
        if (!AddCancels(wait, reader, ends, model))
        {
            return false;
        }

        foreach (SyntaxNode read in reads)
        {
            if (SyntaxQueries.EnclosingFunction(read) != reader)
            {
                continue;
            }

            StatementSyntax? loop = read.Parent?.FirstAncestorOrSelf<CommonForEachStatementSyntax>() is { } each && each.Expression.Span.Contains(read.Span) ? each : SyntaxQueries.LoopAround(read);
            if (loop is not null && model.OperationAt(read) is { } operation && model.Bodies.GraphOf(reader, operation) is { } graph)
            {
                var flow = new Leaving(loop, reads, ends, model);
                if (ExitState<Left>.Of(graph, new FlowPoint(graph.Blocks[0], 0), Left.Before, flow) is { } atExit && (atExit & Left.Open) != 0)
                {
                    return true;
                }
            }
        }

        return false;
    }
}
