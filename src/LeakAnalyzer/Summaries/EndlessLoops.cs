using System.Collections.Immutable;
using LeakAnalyzer.Facts;
using LeakAnalyzer.Symbols;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Summaries;

/// <summary>
/// Finds loops without a way out, such as <c>while (true)</c> without <c>break</c>, and what else may end them: a token, a timer or an exception.
/// </summary>
internal sealed class EndlessLoops
{
    private readonly LeakModel _model;
    private readonly WaitFactory _factory;
    private readonly TokenResolver _tokens;
    private readonly ImmutableArray<TokenSlot>.Builder _slots = ImmutableArray.CreateBuilder<TokenSlot>();
    private readonly ImmutableArray<TokenSlot>.Builder _givenSlots = ImmutableArray.CreateBuilder<TokenSlot>();
    private TokenOrigin _token = TokenOrigin.Nothing;

    /// <summary>What can cancel the tokens that are passed to the sleeps in the loop.</summary>
    private TokenOrigin _sleepToken = TokenOrigin.Nothing;
    private WaitedObject? _timer;
    private bool _isAfterReached = true;
    private bool _isSwallowed;

    private EndlessLoops(LeakModel model, Work work, WaitFactory factory)
    {
        _model = model;
        _factory = factory;
        _tokens = new TokenResolver(model, model.Options.For(work.Syntax.SyntaxTree));
    }

    /// <summary>
    /// Creates a <see cref="Wait"/> for an endless loop, which keeps a started task from ending as a wait does; null if the loop ends by itself.
    /// </summary>
    /// <param name="loop">The loop.</param>
    /// <param name="model">The compilation's model.</param>
    /// <param name="work">The function that contains the loop.</param>
    /// <param name="factory">Creates the waits of that function.</param>
    /// <param name="mayLeave">Whether a loop that tests a token or awaits a timer counts even if it has a way out such as <c>break</c>.</param>
    public static Wait? Read(ILoopOperation loop, LeakModel model, Work work, WaitFactory factory, bool mayLeave = false) => loop switch
    {
        IWhileLoopOperation { Condition: { } condition } when loop.Syntax is WhileStatementSyntax or DoStatementSyntax =>
            new EndlessLoops(model, work, factory).Read(loop, condition, work, mayLeave),
        IForLoopOperation { Condition: var condition } => new EndlessLoops(model, work, factory).Read(loop, condition, work, mayLeave),
        _ => null,
    };

    /// <summary>Creates a <see cref="Wait"/> for a function that calls or starts itself again on every path, like an endless loop.</summary>
    /// <param name="again">The call by which the function calls itself or starts itself again, and the methods through which it does so.</param>
    /// <param name="model">The compilation's model.</param>
    /// <param name="work">The function that calls or starts itself.</param>
    /// <param name="factory">Creates the function's waits.</param>
    public static Wait OfSelfCall(SelfCall again, LeakModel model, Work work, WaitFactory factory)
    {
        var reader = new EndlessLoops(model, work, factory);
        IOperation[] bodies = [work.Body, .. again.Through.Select(between => between.Body)];
        foreach (IOperation body in bodies)
        {
            reader.ReadIterations(body);
        }

        return reader.Create(again.Site, WaitFactory.NameOf(again.Site), work.Syntax, bodies, work) with
        {
            Slots = ImmutableArray<TokenSlot>.Empty,
            Round = again.Through.Select(between => between.Syntax).Prepend(work.Syntax).ToImmutableArray(),
        };
    }

    private Wait? Read(ILoopOperation loop, IOperation? condition, Work work, bool mayLeave)
    {
        if (!HoldsForEver(condition, loop) || LeavesByItself(loop) && !(mayLeave && _isAfterReached))
        {
            return null;
        }

        ReadIterations(loop);
        return Create(loop.Syntax, NameOf(loop.Syntax), loop.Syntax, [loop.Body], work);
    }

    private Wait Create(SyntaxNode site, string name, SyntaxNode loop, IOperation[] bodies, Work work)
    {
        var exceptions = new LoopExceptions(_model, loop);
        foreach (IOperation body in bodies)
        {
            exceptions.Read(body);
        }

        return new Wait(
            _timer is null ? WaitsFor.Nothing : WaitsFor.Tick,
            site,
            name,
            _timer,
            _token.IsEmpty ? _sleepToken : _token,
            ImmutableArray.Create(work.Syntax),
            SlotsIn(work))
        {
            IsSwallowed = _isSwallowed && !_isAfterReached,
            Loop = new LoopExits(exceptions.MayThrow, exceptions.Members, exceptions.ClosableMembers) { OnlyHandlersThrow = exceptions.OnlyHandlersThrow },
        };
    }

    /// <summary>Gets the slots (places for a token) at which a token can end the loop; none if the function would then lack a <c>return</c>.</summary>
    private ImmutableArray<TokenSlot> SlotsIn(Work work)
    {
        bool hasToken = !_token.IsEmpty;
        if (_isAfterReached || hasToken && !_isSwallowed)
        {
            return (hasToken ? _givenSlots : _slots).ToImmutable();
        }

        return !NeedsNoResult(work, _model) ? ImmutableArray<TokenSlot>.Empty
            : hasToken ? _givenSlots.Concat(_slots.Where(slot => slot.Kind == TokenSlotKind.LoopCondition)).ToImmutableArray()
            : _slots.ToImmutable();
    }

    /// <summary>Whether a function may end without a <c>return</c>. A lambda for <c>Task.Run</c> may, because that also takes an <c>Action</c>.</summary>
    public static bool NeedsNoResult(Work work, LeakModel model) =>
        work.Symbol.ReturnsVoid
        || work.Symbol is { IsAsync: true, ReturnType: INamedTypeSymbol { Arity: 0 } }
        || work.Syntax is AnonymousFunctionExpressionSyntax
        {
            AsyncKeyword.RawKind: 0,
            Parent: ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call },
        } && model.OperationAt(call) is IInvocationOperation started && model.Calls.Of(started) is { Starts: true };

    /// <summary>Whether a loop's condition stays true until a token is cancelled or a timer is disposed.</summary>
    private bool HoldsForEver(IOperation? condition, ILoopOperation loop)
    {
        switch (condition?.Unwrap())
        {
            case null:
                _isAfterReached = false;
                _slots.Add(new TokenSlot(loop.Syntax, TokenSlotKind.LoopCondition));
                return true;

            case { ConstantValue: { HasValue: true, Value: true } } constant:
                _isAfterReached = false;
                _slots.Add(new TokenSlot(constant.Syntax, TokenSlotKind.LoopCondition));
                return true;

            case { } test when AskedWhetherNot(test) is { } asked && TokensAskedBy(asked) is { Count: > 0 } tokens:
                foreach (IOperation token in tokens)
                {
                    _slots.Add(new TokenSlot(token.Syntax, TokenSlotKind.ReplaceArgument));
                }

                return true;

            case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd, LeftOperand: var left, RightOperand: var right }:
                return HoldsForEver(left, loop) && HoldsForEver(right, loop);

            case IAwaitOperation { Operation: var awaited } when TickOf(awaited) is ({ } call, { } timer):
                _timer = new ObjectResolver(_model).Resolve(timer);
                AddSlot(call);
                return true;

            default:
                return false;
        }
    }

    /// <summary>Whether an iteration may leave the loop, for example by <c>break</c>, <c>return</c> or an exception that the loop doesn't catch.</summary>
    private static bool LeavesByItself(ILoopOperation loop)
    {
        foreach (IOperation operation in loop.OwnOperations())
        {
            switch (operation)
            {
                case IReturnOperation or IEndOperation:
                case IThrowOperation when !LoopExceptions.IsCaughtWithin(loop, operation):
                case IBranchOperation { BranchKind: BranchKind.Break, Target: var exit } when KnownSymbols.Same(exit, loop.ExitLabel):
                case IBranchOperation { BranchKind: BranchKind.GoTo, Target: var label } when !IsWithin(loop, label):
                    return true;
            }
        }

        return false;
    }

    private static bool IsWithin(ILoopOperation loop, ILabelSymbol label) =>
        label.DeclaringSyntaxReferences is [var declaration] && loop.Syntax.Span.Contains(declaration.Span);

    /// <summary>Records which tokens the iterations use, and where a token is passed, or could be passed, to their sleeps.</summary>
    private void ReadIterations(IOperation loop)
    {
        foreach (IOperation operation in loop.OwnOperations())
        {
            switch (operation)
            {
                case IInvocationOperation call when IsSleep(call):
                    AddSlot(call);
                    _sleepToken = _sleepToken.Or(_factory.TokenOf(call) ?? TokenOrigin.Nothing);
                    break;
                case IAwaitOperation or IDefaultValueOperation or IArgumentOperation or IConversionOperation or IParenthesizedOperation:
                    break;
                case { Type: { } type } when _model.Symbols.IsCancellationToken(type):
                    var given = GivenToken.At(operation.Syntax, _tokens.Resolve(operation));
                    _token = _token.Or(given.Origin);
                    _givenSlots.AddRange(given.Slots);
                    _isSwallowed |= LoopExceptions.IsCaughtWithin(loop, operation);
                    break;
                case { Type: { } type } when _model.Symbols.IsCancellationTokenSource(type):
                    _token = _token.Or(_tokens.ResolveSource(operation));
                    break;
            }
        }
    }

    private bool IsSleep(IInvocationOperation call) =>
        _model.Calls.Of(call) is { Wait.For: WaitsFor.Nothing or WaitsFor.Tick };

    private void AddSlot(IInvocationOperation call)
    {
        if (_factory.SlotOf(call) is { } slot)
        {
            _slots.Add(slot);
        }
    }

    /// <summary>Gets <c>asked</c> from a condition such as <c>!asked</c> or <c>asked == false</c>; null for other conditions.</summary>
    private static IOperation? AskedWhetherNot(IOperation test) => (test switch
    {
        IUnaryOperation { OperatorKind: UnaryOperatorKind.Not, Operand: var operand } => operand,
        IBinaryOperation { OperatorKind: var comparison and (BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals), LeftOperand: var left, RightOperand: var right } =>
            IsConstant(right, comparison == BinaryOperatorKind.NotEquals) ? left : IsConstant(left, comparison == BinaryOperatorKind.NotEquals) ? right : null,
        IIsPatternOperation { Value: var value, Pattern: IConstantPatternOperation { Value: var constant } } when IsConstant(constant, false) => value,
        IIsPatternOperation { Value: var value, Pattern: INegatedPatternOperation { Pattern: IConstantPatternOperation { Value: var constant } } } when IsConstant(constant, true) => value,
        _ => null,
    })?.Unwrap();

    /// <summary>
    /// Gets the tokens and sources whose <c>IsCancellationRequested</c> an expression reads, directly or through a local; null if the local may be true for
    /// another reason.
    /// </summary>
    private List<IOperation>? TokensAskedBy(IOperation asked)
    {
        var tokens = new List<IOperation>();
        if (asked is ILocalReferenceOperation { Local: var local } && _model.Values.Of(local) is { } values)
        {
            foreach (ExpressionSyntax value in values)
            {
                IOperation? told = _model.OperationAt(value)?.Unwrap();
                if (told is IPropertyReferenceOperation { Instance: { } source } property && LoopShapes.AsksToken(property, _model))
                {
                    tokens.Add(source);
                }
                else if (told is not { ConstantValue: { HasValue: true, Value: false } })
                {
                    return null;
                }
            }
        }
        else if (asked is IPropertyReferenceOperation { Instance: { } token } whether && LoopShapes.AsksToken(whether, _model))
        {
            tokens.Add(token);
        }

        return tokens;
    }

    private static bool IsConstant(IOperation value, bool expected) => value.Unwrap().ConstantValue is { HasValue: true, Value: bool told } && told == expected;

    /// <summary>Gets the timer and the call that waits for its tick, directly or in a method that only returns such a call.</summary>
    private (IInvocationOperation Call, IOperation? Timer)? TickOf(IOperation awaited)
    {
        if (awaited.WithoutWrappers(_model) is not IInvocationOperation call)
        {
            return null;
        }

        if (_model.Calls.Of(call) is { } facts)
        {
            return facts is { Wait.For: WaitsFor.Tick } ? (call, call.Instance) : null;
        }

        return ForwardedCall.Behind(call, _model) is { } made && _model.Calls.Of(made) is { Wait.For: WaitsFor.Tick }
            ? (call, made.Instance?.Unwrap() is IParameterReferenceOperation { Parameter: var parameter } ? call.ValueFor(parameter) : made.Instance)
            : null;
    }

    /// <summary>Gets the head of a loop as the code writes it, such as <c>while (true)</c>, for messages.</summary>
    public static string NameOf(SyntaxNode loop) => loop switch
    {
        WhileStatementSyntax statement => $"while ({Short(statement.Condition)})",
        DoStatementSyntax statement => $"do … while ({Short(statement.Condition)})",
        ForStatementSyntax { Condition: { } condition } => $"for (; {Short(condition)};)",
        _ => "for (;;)",
    };

    private static string Short(ExpressionSyntax condition)
    {
        const int LongestCondition = 60;
        string text = condition.ToString();
        return text.Length <= LongestCondition && text.IndexOf('\n') < 0 ? text : "…";
    }
}
