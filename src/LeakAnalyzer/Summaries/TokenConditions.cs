using LeakAnalyzer.Facts;
using LeakAnalyzer.Symbols;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Summaries;

/// <summary>A token, or a <c>CancellationTokenSource</c>, that a condition asks whether it is cancelled.</summary>
/// <param name="Token">The token or source.</param>
/// <param name="IsReplaceable">Whether another token can be written in its place.</param>
/// <param name="IsElsewhere">Whether it is read in another function, which the condition calls.</param>
internal readonly record struct AskedToken(IOperation Token, bool IsReplaceable = true, bool IsElsewhere = false);

/// <summary>
/// Tells which conditions have a value only after a token has been cancelled, however they ask for it: <c>!token.IsCancellationRequested</c> is false
/// only then, and so is <c>token is { IsCancellationRequested: false }</c>.
/// </summary>
internal static class TokenConditions
{
    private const int MostSteps = 4;

    /// <summary>Finds the tokens of which one must be cancelled before a condition has a given value; none if it may have that value for another reason.</summary>
    public static List<AskedToken> Of(IOperation condition, bool outcome, LeakModel model)
    {
        var asked = new List<AskedToken>();
        return Tells(condition, outcome, asked, MostSteps, model) ? asked : [];
    }

    /// <summary>
    /// Gets the branch around a statement in a loop that runs only after a token has been cancelled, as in <c>if (token.IsCancellationRequested) break;</c>;
    /// null if there is none.
    /// </summary>
    public static IOperation? GuardAround(IOperation statement, IOperation loop, LeakModel model, List<AskedToken>? tokens = null)
    {
        for (IOperation current = statement; current != loop && current.Parent is { } parent; current = parent)
        {
            List<AskedToken> asked = parent switch
            {
                IConditionalOperation { Condition: var condition } choice when current != condition => Of(condition, outcome: current == choice.WhenTrue, model),
                ICatchClauseOperation { Filter: { } filter } when current != filter => Of(filter, outcome: true, model),
                _ => [],
            };
            if (asked.Count > 0)
            {
                tokens?.AddRange(asked);
                return current;
            }
        }

        return null;
    }

    /// <summary>Gets the token of a call such as <c>token.WaitHandle.WaitOne(time)</c>; null for other operations.</summary>
    public static IOperation? TokenWaitedOn(IOperation call, LeakModel model) =>
        call is IInvocationOperation { Instance: { } handle, Type.SpecialType: SpecialType.System_Boolean } wait && model.Calls.Of(wait) is { Wait.For: WaitsFor.Signal }
            ? TokenBehind(handle, model)
            : null;

    /// <summary>Gets <c>token</c> from <c>token.WaitHandle</c>; null for other expressions.</summary>
    public static IOperation? TokenBehind(IOperation handle, LeakModel model) =>
        handle.Unwrap() is IPropertyReferenceOperation { Instance: { } token } read && model.Symbols.IsCancellationToken(read.Property.ContainingType) ? token : null;

    /// <summary>Whether a condition has a value only after a cancellation. A value that it never has counts too, but then no token is added.</summary>
    private static bool Tells(IOperation condition, bool outcome, List<AskedToken> asked, int steps, LeakModel model)
    {
        if (steps == 0)
        {
            return false;
        }

        condition = condition.Unwrap();
        switch (condition)
        {
            case { ConstantValue: { HasValue: true, Value: bool value } }:
                return value != outcome;

            case IUnaryOperation { OperatorKind: UnaryOperatorKind.Not, Operand: var operand }:
                return Tells(operand, !outcome, asked, steps, model);

            case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.And, LeftOperand: var left, RightOperand: var right }:
                return outcome ? AnyTells(left, right, outcome, asked, steps, model) : AllTell(left, right, outcome, asked, steps, model);

            case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalOr or BinaryOperatorKind.Or, LeftOperand: var left, RightOperand: var right }:
                return outcome ? AllTell(left, right, outcome, asked, steps, model) : AnyTells(left, right, outcome, asked, steps, model);

            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals, LeftOperand: var left, RightOperand: var right } comparison:
                bool isEqual = comparison.OperatorKind == BinaryOperatorKind.Equals == outcome;
                return Constant(right) is { } ofRight ? Is(left, ofRight, isEqual, asked, steps, model)
                    : Constant(left) is { } ofLeft && Is(right, ofLeft, isEqual, asked, steps, model);

            case IIsPatternOperation { Value: var value, Pattern: var pattern }:
                return Matches(value, pattern, outcome, asked, steps, model);

            case ICoalesceOperation { Value: var value, WhenNull: var otherwise }:
                return AllTell(value, otherwise, outcome, asked, steps, model);

            case IConditionalAccessOperation { Operation: var token, WhenNotNull: IPropertyReferenceOperation property }:
                return outcome && LoopShapes.AsksToken(property, model) && Add(new AskedToken(token, IsReplaceable: false), asked);

            case IPropertyReferenceOperation { Instance: { } token } property when LoopShapes.AsksToken(property, model):
                return outcome && Add(new AskedToken(token), asked);

            case IPropertyReferenceOperation { Property: { IsVirtual: false, IsOverride: false, IsAbstract: false } property } own when ObjectResolver.IsOwn(own):
                return VariableValues.GivenBy(property) is { } getter
                    && model.OperationAt(getter) is { } given
                    && TellsElsewhere(given, outcome, call: null, asked, steps, model);

            case ILocalReferenceOperation { Local: var local }:
                return TellsEachValue(local, outcome, asked, steps, model);

            case IInvocationOperation call when TokenWaitedOn(call, model) is { } waited:
                return outcome && Add(new AskedToken(waited, IsReplaceable: false), asked);

            case IInvocationOperation call when model.Calls.Of(call) is null && SelfCalls.IsOnSameObject(call):
                return ForwardedCall.ValueOf(call, model) is { } returned && TellsElsewhere(returned, outcome, call, asked, steps, model);

            default:
                return false;
        }
    }

    private static bool Add(AskedToken token, List<AskedToken> asked)
    {
        asked.Add(token);
        return true;
    }

    private static bool AllTell(IOperation one, IOperation other, bool outcome, List<AskedToken> asked, int steps, LeakModel model) =>
        Tells(one, outcome, asked, steps, model) && Tells(other, outcome, asked, steps, model);

    private static bool AnyTells(IOperation one, IOperation other, bool outcome, List<AskedToken> asked, int steps, LeakModel model)
    {
        int before = asked.Count;
        if (Tells(one, outcome, asked, steps, model))
        {
            return true;
        }

        asked.RemoveRange(before, asked.Count - before);
        return Tells(other, outcome, asked, steps, model);
    }

    /// <summary>Whether a condition equals a constant, or differs from it, only after a cancellation. Null differs from each constant.</summary>
    private static bool Is(IOperation condition, bool constant, bool isEqual, List<AskedToken> asked, int steps, LeakModel model) =>
        isEqual ? Tells(condition, constant, asked, steps, model)
        : condition.Unwrap().Type?.SpecialType == SpecialType.System_Boolean && Tells(condition, !constant, asked, steps, model);

    private static bool? Constant(IOperation value) => value.Unwrap().ConstantValue is { HasValue: true, Value: bool told } ? told : null;

    /// <summary>Whether a value matches a pattern, or doesn't match it, only after a cancellation.</summary>
    private static bool Matches(IOperation value, IPatternOperation pattern, bool outcome, List<AskedToken> asked, int steps, LeakModel model)
    {
        switch (pattern)
        {
            case IConstantPatternOperation { Value: var constant } when Constant(constant) is { } told:
                return Is(value, told, outcome, asked, steps, model);

            case INegatedPatternOperation { Pattern: var negated }:
                return Matches(value, negated, !outcome, asked, steps, model);

            // A value that may be null doesn't match either.
            case IRecursivePatternOperation { DeconstructionSubpatterns.IsEmpty: true, PropertySubpatterns: [{ Member: IPropertyReferenceOperation property, Pattern: var part }] }
                when LoopShapes.AsksToken(property, model) && (outcome || model.Symbols.IsCancellationToken(value.Unwrap().Type)):
                return StateIn(part) is { } state && state == outcome && Add(new AskedToken(value.Unwrap()), asked);

            default:
                return false;
        }
    }

    /// <summary>Gets the only truth value that a pattern matches, such as false for <c>not true</c>; null for other patterns.</summary>
    private static bool? StateIn(IPatternOperation pattern) => pattern switch
    {
        IConstantPatternOperation { Value: var constant } => Constant(constant),
        INegatedPatternOperation { Pattern: var negated } => !StateIn(negated),
        _ => null,
    };

    private static bool TellsEachValue(ILocalSymbol local, bool outcome, List<AskedToken> asked, int steps, LeakModel model)
    {
        int before = asked.Count;
        foreach (ExpressionSyntax value in model.Values.Of(local) ?? [])
        {
            if (model.OperationAt(value) is not { } given || !Tells(given, outcome, asked, steps - 1, model))
            {
                return false;
            }
        }

        return asked.Count > before;
    }

    /// <summary>
    /// Whether what a property or method returns has a value only after a cancellation. Tokens that it gets as parameters are those that the call passes.
    /// </summary>
    private static bool TellsElsewhere(IOperation returned, bool outcome, IInvocationOperation? call, List<AskedToken> asked, int steps, LeakModel model)
    {
        var inside = new List<AskedToken>();
        if (!Tells(returned, outcome, inside, steps - 1, model) || inside.Count == 0)
        {
            return false;
        }

        foreach (AskedToken token in inside)
        {
            IOperation root = token.Token.Unwrap();
            while (root is IPropertyReferenceOperation { Instance: { } source } part && model.Symbols.IsCancellationTokenSource(part.Property.ContainingType))
            {
                root = source.Unwrap();
            }

            if (root is not IParameterReferenceOperation { Parameter: var parameter })
            {
                if (root is not IMemberReferenceOperation)
                {
                    return false;
                }

                asked.Add(new AskedToken(token.Token, IsReplaceable: false, IsElsewhere: true));
                continue;
            }

            if (call?.ArgumentAt(parameter.Ordinal) is not { ArgumentKind: ArgumentKind.Explicit, Value: var argument })
            {
                return false;
            }

            asked.Add(new AskedToken(argument, IsReplaceable: token.IsReplaceable && model.Symbols.IsCancellationToken(argument.Unwrap().Type)));
        }

        return true;
    }
}
