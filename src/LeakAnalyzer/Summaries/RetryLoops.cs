using System.Collections.Immutable;
using LeakAnalyzer.Facts;
using LeakAnalyzer.Symbols;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Summaries;

/// <summary>Finds retry loops, which sleep and try again until an attempt succeeds. If none ever does, such a loop never ends.</summary>
internal static class RetryLoops
{
    /// <summary>Creates a <see cref="Wait"/> for a retry loop, which may keep a started task from ending as a wait does; null for other loops.</summary>
    public static Wait? Read(ILoopOperation loop, LeakModel model, Work work, WaitFactory factory)
    {
        IOperation? condition = loop switch
        {
            IWhileLoopOperation { Condition: { } tested } => tested,
            IForLoopOperation { Condition: null } => null,
            _ => loop,
        };
        if (condition == loop || !AsksForSuccess(condition, isNegated: false, model) || !IsPolling(loop, model) || !EndsOnSuccess(loop, condition, model))
        {
            return null;
        }

        TokenOrigin token = TokenOrigin.Nothing;
        var slots = ImmutableArray.CreateBuilder<TokenSlot>();
        Read(loop, model, work, factory, ref token, slots);
        var exceptions = new LoopExceptions(model, loop.Syntax);
        exceptions.Read(loop);
        return new Wait(
            WaitsFor.Nothing, loop.Syntax, EndlessLoops.NameOf(loop.Syntax), Object: null, token, ImmutableArray.Create(work.Syntax), token.IsEmpty ? slots.ToImmutable() : ImmutableArray<TokenSlot>.Empty)
        {
            Loop = new LoopExits(exceptions.MayThrow, exceptions.Members, exceptions.ClosableMembers) { EndsOnSuccess = true },
        };
    }

    /// <summary>Whether a loop with the given condition may continue until a success, as in <c>while (!_isReady)</c>.</summary>
    private static bool AsksForSuccess(IOperation? condition, bool isNegated, LeakModel model)
    {
        switch (condition?.Unwrap())
        {
            case null or { ConstantValue: { HasValue: true, Value: true } }:
                return true;
            case IUnaryOperation { OperatorKind: UnaryOperatorKind.Not, Operand: var operand }:
                return AsksForSuccess(operand, !isNegated, model);
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.ConditionalOr, LeftOperand: var left, RightOperand: var right }:
                return AsksForSuccess(left, isNegated, model) && AsksForSuccess(right, isNegated, model);
            case IPropertyReferenceOperation asked when LoopShapes.AsksToken(asked, model):
                return true;
            case IFieldReferenceOperation or IPropertyReferenceOperation { Instance: null or IInstanceReferenceOperation } or ILocalReferenceOperation:
                return true;
            case IAwaitOperation { Operation: var task } when task.WithoutWrappers(model) is IInvocationOperation call:
                return isNegated || model.Calls.Of(call) is { Wait.For: WaitsFor.Tick };
            case IInvocationOperation:
                return isNegated;
            case IIsPatternOperation { Pattern: IConstantPatternOperation { Value.ConstantValue: { HasValue: true, Value: null } } }:
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals, RightOperand.ConstantValue: { HasValue: true, Value: null } }:
                return !isNegated;
            default:
                return false;
        }
    }

    /// <summary>Whether a loop contains a sleep of a finite time.</summary>
    private static bool IsPolling(ILoopOperation loop, LeakModel model)
    {
        foreach (IOperation operation in loop.OwnOperations())
        {
            if (operation is IInvocationOperation call && model.Calls.Of(call) is { Wait.For: WaitsFor.Nothing or WaitsFor.Tick } or { Blocks: true, Wait: null, Joins: Operand.None } && !Operations.IsInfiniteSleep(call, model))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a loop can be left, and only after a success.</summary>
    private static bool EndsOnSuccess(ILoopOperation loop, IOperation? condition, LeakModel model)
    {
        bool any = condition is not null && condition.Unwrap() is not { ConstantValue.HasValue: true } && !IsTokenOnly(condition, model);
        foreach (IOperation operation in loop.OwnOperations())
        {
            switch (operation)
            {
                case IThrowOperation when !LoopExceptions.IsCaughtWithin(loop, operation):
                case IReturnOperation { Kind: OperationKind.YieldReturn or OperationKind.YieldBreak } or IEndOperation:
                case IBranchOperation { BranchKind: BranchKind.GoTo }:
                    return false;

                case IReturnOperation:
                case IBranchOperation { BranchKind: BranchKind.Break, Target: var exit } when KnownSymbols.Same(exit, loop.ExitLabel):
                    any = true;
                    if (!IsSuccess(operation, loop))
                    {
                        return false;
                    }

                    break;
            }
        }

        return any;
    }

    private static bool IsTokenOnly(IOperation condition, LeakModel model) => condition.Unwrap() switch
    {
        IUnaryOperation { Operand: var operand } => IsTokenOnly(operand, model),
        IBinaryOperation { LeftOperand: var left, RightOperand: var right } => IsTokenOnly(left, model) && IsTokenOnly(right, model),
        IPropertyReferenceOperation asked => LoopShapes.AsksToken(asked, model),
        IAwaitOperation { Operation: var task } => task.WithoutWrappers(model) is IInvocationOperation call && model.Calls.Of(call) is { Wait.For: WaitsFor.Tick },
        { ConstantValue.HasValue: true } => true,
        _ => false,
    };

    /// <summary>Whether a <c>return</c> or <c>break</c> is taken only after a success, as in <c>if (TryConnect()) break;</c>.</summary>
    private static bool IsSuccess(IOperation exit, ILoopOperation loop)
    {
        bool isChosen = false;
        for (IOperation current = exit; current != loop && current.Parent is { } parent; current = parent)
        {
            switch (parent)
            {
                case ICatchClauseOperation:
                    return false;
                case IConditionalOperation choice when current != choice.Condition:
                    isChosen = true;
                    if (Counts(choice.Condition))
                    {
                        return false;
                    }

                    break;
                case ISwitchOperation { Value: var value } when current != value:
                    isChosen = true;
                    break;
                case ITryOperation attempt:
                    isChosen |= attempt.Body == current && !attempt.Catches.IsEmpty;
                    break;
            }
        }

        return isChosen;
    }

    /// <summary>Whether a condition increments a counter, or compares numbers or times.</summary>
    private static bool Counts(IOperation condition)
    {
        foreach (IOperation operation in condition.DescendantsAndSelf())
        {
            switch (operation)
            {
                case IIncrementOrDecrementOperation or ICompoundAssignmentOperation:
                case IBinaryOperation { OperatorKind: BinaryOperatorKind.LessThan or BinaryOperatorKind.LessThanOrEqual or BinaryOperatorKind.GreaterThan or BinaryOperatorKind.GreaterThanOrEqual }:
                case IBinaryOperation { LeftOperand.Type.SpecialType: >= SpecialType.System_SByte and <= SpecialType.System_Double }:
                case IRelationalPatternOperation:
                    return true;
            }
        }

        return false;
    }

    /// <summary>Reads the tokens that the iterations of a loop use, and the slots (places for a token) of its sleeps.</summary>
    private static void Read(ILoopOperation loop, LeakModel model, Work work, WaitFactory factory, ref TokenOrigin token, ImmutableArray<TokenSlot>.Builder slots)
    {
        var tokens = new TokenResolver(model, model.Options.For(work.Syntax.SyntaxTree));
        foreach (IOperation operation in loop.OwnOperations())
        {
            switch (operation)
            {
                case IInvocationOperation call when model.Calls.Of(call) is { Wait.For: WaitsFor.Nothing or WaitsFor.Tick }:
                    token = token.Or(factory.TokenOf(call) ?? TokenOrigin.Nothing);
                    if (factory.SlotOf(call) is { } slot && !LoopExceptions.IsCaughtWithin(loop, call))
                    {
                        slots.Add(slot);
                    }

                    break;
                case IDefaultValueOperation or IArgumentOperation or IConversionOperation or IParenthesizedOperation:
                    break;
                case { Type: { } type } when model.Symbols.IsCancellationToken(type):
                    token = token.Or(tokens.Resolve(operation));
                    break;
                case { Type: { } type } when model.Symbols.IsCancellationTokenSource(type):
                    token = token.Or(tokens.ResolveSource(operation));
                    break;
            }
        }
    }
}
