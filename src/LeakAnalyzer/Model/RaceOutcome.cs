using System.Collections.Immutable;
using LeakAnalyzer.Catalog;
using LeakAnalyzer.Flow;
using LeakAnalyzer.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Model;

/// <summary>Follows a raced operation behind its race: whether each path joins it, cancels it, or races it again.</summary>
internal sealed class RaceOutcome
{
    private readonly RacedOperation _raced;
    private readonly Scope _scope;
    private readonly LeakModel _model;
    private readonly Lives _flow;

    private RaceOutcome(RacedOperation raced, Scope scope, LeakModel model)
    {
        _raced = raced;
        _scope = scope;
        _model = model;
        _flow = new Lives(raced, model.Symbols);
    }

    /// <summary>Whether some path behind the race abandons the operation while it may be pending. Unknown is no.</summary>
    public static bool AnyPathAbandons(RacedOperation raced, Scope scope, LeakModel model) => new RaceOutcome(raced, scope, model).AnyPathAbandons();

    private bool AnyPathAbandons()
    {
        if (_raced.Race.Kind != RaceKind.FirstOf && !IsWaitedForAtOnce(_raced.Race.Call.Syntax)
            || !ReadToken()
            || IsEndedWithItsObject()
            || _raced.Local is { } local && !ReadUses(local))
        {
            return false;
        }

        RaceLife atExit = _scope.StateAtExit(RaceLife.NotRaced, RaceLife.Settled, _flow) ?? RaceLife.Settled;
        return atExit == RaceLife.Lost || atExit == RaceLife.Pending && !IsRacedAgain();
    }

    /// <summary>Reads what can cancel the operation: an act of the scope becomes part of the flow.</summary>
    /// <returns>False where something else ends it, or may.</returns>
    private bool ReadToken()
    {
        foreach (Canceller canceller in _raced.Token.Cancellers)
        {
            switch (canceller.Kind)
            {
                case CancellerKind.Giver or CancellerKind.GiverOfSource when _raced.Wait is not null && !OnlyTokenEndsRace(canceller):
                    break;

                case CancellerKind.Holder when canceller.Symbol is ILocalSymbol source && _scope.Declares(source) && ObjectResolver.HoldsOnlyNew(source):
                    foreach (ObjectUse use in ObjectUses.ThatMayEnd(WaitedObject.Of(source, ""), Resource.CancellationTokenSource, isRepeated: true))
                    {
                        bool isInScope = SyntaxQueries.EnclosingFunction(use.Act) == _scope.Function;
                        switch (use.Effect)
                        {
                            case UseEffect.Disposes:
                                break;
                            case UseEffect.Ends when isInScope:
                                _flow.Settling.Add(use.Act);
                                break;
                            default:
                                return false;
                        }
                    }

                    break;

                case CancellerKind.NobodyOnPurpose when _model.Options.For(_raced.Call.Syntax.SyntaxTree).ReportExplicitNone:
                    break;

                default:
                    return false;
            }
        }

        return true;
    }

    /// <summary>Whether what the operation waits on is ended by the scope on each path, or by the type.</summary>
    private bool IsEndedWithItsObject()
    {
        if (_raced.Wait is not { Object: { } waited } wait)
        {
            return false;
        }

        var governance = new Governance(_model, _model.Options.For(_raced.Call.Syntax.SyntaxTree), _scope, _raced.Race.Call.Syntax);
        return governance.OfObject(waited, wait with { Functions = ImmutableArray<SyntaxNode>.Empty }) is Governor.Scope or Governor.Type or Governor.Bound;
    }

    /// <summary>Whether the race gives up only when the operation's own token is cancelled, which ends the operation too.</summary>
    private bool OnlyTokenEndsRace(Canceller canceller)
    {
        if (_raced.Race.Kind == RaceKind.GivesUpAfterTime)
        {
            return false;
        }

        var factory = new WaitFactory(_model, _model.Options.For(_raced.Call.Syntax.SyntaxTree), _scope.Function);
        if (_raced.Race.Kind == RaceKind.GivesUpByToken)
        {
            return Contains(factory.TokenOf(_raced.Race.Call), canceller);
        }

        foreach (IOperation operand in _raced.Race.Operands)
        {
            IOperation task = Race.Strip(operand, _model.Symbols);
            if (task is IInvocationOperation other && other.Syntax == _raced.Call.Syntax
                || task is ILocalReferenceOperation { Local: var local } && KnownSymbols.Same(local, _raced.Local))
            {
                continue;
            }

            bool isInfiniteDelay = task is IInvocationOperation { TargetMethod.Name: "Delay", Arguments: [var time, ..] } && Operations.IsInfiniteTime(time.Value, _model.Symbols);
            if (!isInfiniteDelay || !Contains(factory.TokenOf((IInvocationOperation)task), canceller))
            {
                return false;
            }
        }

        return true;
    }

    private static bool Contains(TokenOrigin? origin, Canceller canceller) =>
        origin is not null && origin.Cancellers.Any(other => other.Equals(canceller));

    /// <summary>Sorts the uses of the local that holds the task into what the flow asks for.</summary>
    /// <returns>False where one of them may join it and can't be followed.</returns>
    private bool ReadUses(ILocalSymbol local)
    {
        if (VariableValues.Of(local) is not { } values)
        {
            return false;
        }

        _flow.Replacing.UnionWith(values.Where(value => value.Parent is not AssignmentExpressionSyntax assignment || assignment.IsKind(SyntaxKind.SimpleAssignmentExpression)));
        foreach (IdentifierNameSyntax use in SyntaxQueries.Uses(local.Name, _scope.Function))
        {
            if (SyntaxQueries.EnclosingFunction(use) != _scope.Function)
            {
                return false;
            }

            if (IsAssigned(use) || RaceFinder.RaceAround(use) is not null || IsLookedAt(use))
            {
                continue;
            }

            if (!IsJoin(use))
            {
                return false;
            }

            _flow.Settling.Add(use);
        }

        return true;
    }

    private static bool IsAssigned(IdentifierNameSyntax use) =>
        SyntaxQueries.WithoutParentheses(use).Parent is AssignmentExpressionSyntax assignment && assignment.Left.Span.Contains(use.Span);

    private static bool IsLookedAt(IdentifierNameSyntax use)
    {
        SyntaxNode node = SyntaxQueries.WithoutParentheses(use);
        return node.Parent switch
        {
            BinaryExpressionSyntax comparison => comparison.Kind() is SyntaxKind.EqualsExpression or SyntaxKind.NotEqualsExpression,
            IsPatternExpressionSyntax => true,
            MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ContinueWith", Parent: InvocationExpressionSyntax { Parent: ExpressionStatementSyntax } } => true,
            MemberAccessExpressionSyntax access when access.Expression == node =>
                access.Name.Identifier.ValueText is "IsCompleted" or "IsCompletedSuccessfully" or "IsFaulted" or "IsCanceled" or "Status" or "Exception" or "Id",
            _ => false,
        };
    }

    private static bool IsJoin(IdentifierNameSyntax use)
    {
        SyntaxNode node = SyntaxQueries.WithoutParentheses(use);
        return SyntaxQueries.IsAwaited(use)
            || node.Parent is ReturnStatementSyntax or ArrowExpressionClauseSyntax
            || node.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Wait" or "Result" or "GetAwaiter" } access && access.Expression == node
            || node.Parent is ArgumentSyntax
            {
                Parent.Parent: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "WhenAll" or "WaitAll" } },
            };
    }

    private static bool IsWaitedForAtOnce(SyntaxNode race) =>
        SyntaxQueries.IsAwaited(race)
        || race.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "GetAwaiter" or "Wait" or "Result" };

    /// <summary>Whether the pending task is kept for the next turn: its local lives outside the loop that holds the race.</summary>
    private bool IsRacedAgain()
    {
        if (_raced.Local is not { DeclaringSyntaxReferences: [var declaration, ..] })
        {
            return false;
        }

        SyntaxNode race = _raced.Race.Call.Syntax;
        return SyntaxQueries.IsInLoop(race) && !SyntaxQueries.ShareLoop(race, declaration.GetSyntax());
    }

    private sealed class Lives : IFlowStates<RaceLife>
    {
        private readonly SyntaxNode _race;
        private readonly ILocalSymbol? _local;
        private readonly ILocalSymbol? _onlyOther;
        private readonly bool _givesUp;

        public Lives(RacedOperation raced, KnownSymbols symbols)
        {
            _onlyOther = OnlyOther(raced, symbols);
            _race = raced.Race.Call.Syntax;
            _local = raced.Local;
            _givesUp = raced.Race.Kind != RaceKind.FirstOf;
        }

        /// <summary>Joins of the task, and cancels of its source.</summary>
        public HashSet<SyntaxNode> Settling { get; } = [];

        /// <summary>The values that the local is given, whatever it holds then.</summary>
        public HashSet<SyntaxNode> Replacing { get; } = [];

        public RaceLife Merge(RaceLife one, RaceLife other) => RaceLives.Merge(one, other);

        /// <summary>A wait that gives up has its result where it doesn't throw.</summary>
        public RaceLife After(IOperation operation, RaceLife state)
        {
            if (operation.Syntax == _race)
            {
                return state == RaceLife.Lost ? state : _givesUp ? RaceLife.Settled : RaceLife.Pending;
            }

            return AfterOthers(operation, state);
        }

        public RaceLife AfterThrow(IOperation operation, RaceLife state)
        {
            if (operation.Syntax == _race)
            {
                return state == RaceLife.Lost ? state : _givesUp ? RaceLife.Pending : state;
            }

            return AfterOthers(operation, state);
        }

        public bool MayThrow(IOperation operation) => Throwing.MayThrow(operation);

        /// <summary>A wait gives up by one kind of exception; any other comes from the operation, which has completed then.</summary>
        public RaceLife PastHandler(ITypeSymbol exceptionType, RaceLife state) =>
            _givesUp && exceptionType.Name is nameof(TimeoutException) or nameof(OperationCanceledException) or nameof(TaskCanceledException)
                ? RaceLives.AfterSettling(state)
                : state;

        public RaceLife Along(BasicBlock block, ControlFlowBranch branch, RaceLife state) =>
            (_local ?? _onlyOther) is not null && state == RaceLife.Pending && HasCompletedOn(block, branch) ? RaceLife.Settled : state;

        private RaceLife AfterOthers(IOperation operation, RaceLife state) =>
            Replacing.Contains(operation.Syntax) ? RaceLives.AfterReplacing(state)
            : Settling.Contains(operation.Syntax) ? RaceLives.AfterSettling(state)
            : state;

        /// <summary>Whether a branch is taken only where the local's task is the winner, is completed, or isn't there.</summary>
        private bool HasCompletedOn(BasicBlock block, ControlFlowBranch branch)
        {
            if (BranchFacts.Outcome(block, branch) is not { } isTrue || block.BranchValue is not { } value)
            {
                return false;
            }

            if (_local is not null && BranchFacts.SayIsNull(value, isTrue, _local))
            {
                return true;
            }

            IOperation condition = value.Unwrap();
            while (condition is IUnaryOperation { OperatorKind: UnaryOperatorKind.Not, Operand: var operand })
            {
                condition = operand.Unwrap();
                isTrue = !isTrue;
            }

            return condition switch
            {
                IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals } comparison => IsWinner(comparison, isTrue),
                IBinaryOperation { OperatorKind: BinaryOperatorKind.NotEquals } comparison => IsWinner(comparison, !isTrue),
                IPropertyReferenceOperation { Property.Name: "IsCompleted" or "IsCompletedSuccessfully", Instance: { } task } => isTrue && Is(task, _local),
                _ => false,
            };
        }

        /// <summary>Whether a comparison with the winner says that the operation has won: it is the winner, or of two the other one isn't.</summary>
        private bool IsWinner(IBinaryOperation comparison, bool areEqual) => areEqual
            ? Is(comparison.LeftOperand, _local) || Is(comparison.RightOperand, _local)
            : Is(comparison.LeftOperand, _onlyOther) || Is(comparison.RightOperand, _onlyOther);

        private static bool Is(IOperation operation, ILocalSymbol? local) =>
            operation.Unwrap() is ILocalReferenceOperation { Local: var other } && KnownSymbols.Same(other, local);

        /// <summary>The local that holds the other of two operands; null where there are more, or it has no name.</summary>
        private static ILocalSymbol? OnlyOther(RacedOperation raced, KnownSymbols symbols)
        {
            if (raced.Race.Operands is not [var first, var second])
            {
                return null;
            }

            ILocalSymbol? one = (Race.Strip(first, symbols) as ILocalReferenceOperation)?.Local;
            ILocalSymbol? other = (Race.Strip(second, symbols) as ILocalReferenceOperation)?.Local;
            return one is null || KnownSymbols.Same(one, raced.Local) ? other : one;
        }
    }
}
