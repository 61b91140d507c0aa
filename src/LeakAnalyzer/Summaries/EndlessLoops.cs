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
    private readonly List<TokenSlot> _slots = [];
    private readonly List<TokenSlot> _givenSlots = [];

    /// <summary>The branches that leave the loop, and run only after a token has been cancelled.</summary>
    private readonly HashSet<IOperation> _guarded = [];
    private TokenOrigin _token = TokenOrigin.Nothing;

    /// <summary>What can cancel the tokens that are passed to the sleeps in the loop.</summary>
    private TokenOrigin _sleepToken = TokenOrigin.Nothing;
    private WaitedObject? _timer;
    private bool _isAfterReached = true;
    private bool _isSwallowed;

    /// <summary>Whether each iteration comes to one of the <see cref="_guarded"/> branches.</summary>
    private bool _isAlwaysAsked;

    /// <summary>Whether the loop tests its token in a way in which no other token can be written.</summary>
    private bool _isAskedElsewhere;

    /// <summary>Whether the loop's condition reads the <c>WaitHandle</c> of a token.</summary>
    private bool _readsHandle;

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

    /// <summary>
    /// Adapts an endless loop with <c>yield return</c> to the <c>foreach</c> that enumerates it, which may end it too; null if the <c>foreach</c> may end for
    /// another reason than a cancellation.
    /// </summary>
    public static Wait? Enumerated(Wait endless, IForEachLoopOperation consumer, LeakModel model, Work work, WaitFactory factory)
    {
        var reader = new EndlessLoops(model, work, factory);
        if (reader.LeavesByItself(consumer, readsAll: false))
        {
            return null;
        }

        reader.ReadIterations(consumer.Body);
        Wait body = reader.Create(consumer.Syntax, "", consumer.Syntax, [consumer.Body], work);
        LoopExits own = endless.Loop!;
        LoopExits exits = body.Loop!;
        Wait wait = endless.EndedBy(new GivenToken(body.Token, body.Slots));
        return wait with
        {
            Slots = body.Token.IsNeverCancelled || !reader._isSwallowed && !reader._isAskedElsewhere ? wait.Slots : ImmutableArray<TokenSlot>.Empty,
            Loop = own with
            {
                MayThrow = own.MayThrow || exits.MayThrow,
                Members = own.Members.AddRange(exits.Members),
                ClosableMembers = own.ClosableMembers.AddRange(exits.ClosableMembers),
                OnlyHandlersThrow = own.OnlyHandlersThrow && exits.OnlyHandlersThrow,
                ThrowsAfterDisposal = own.ThrowsAfterDisposal || exits.ThrowsAfterDisposal,
            },
        };
    }

    private Wait? Read(ILoopOperation loop, IOperation? condition, Work work, bool mayLeave)
    {
        if (!HoldsForEver(condition, loop) || LeavesByItself(loop, readsAll: mayLeave) && !(mayLeave && (_isAfterReached || _guarded.Count > 0)))
        {
            return null;
        }

        if (_isAlwaysAsked && !_isAfterReached)
        {
            // The loop tests its token in each iteration and so needs no condition; its function ends by the statement after that test.
            _isAfterReached = true;
            _slots.RemoveAll(slot => slot.Kind == TokenSlotKind.LoopCondition);
        }

        ReadIterations(loop);
        return Create(loop.Syntax, NameOf(loop.Syntax), loop.Syntax, [loop.Body], work);
    }

    private Wait Create(SyntaxNode site, string name, SyntaxNode loop, IOperation[] bodies, Work work)
    {
        var exceptions = new LoopExceptions(_model, loop, _guarded);
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
            Loop = new LoopExits(exceptions.MayThrow, exceptions.Members, exceptions.ClosableMembers)
            {
                OnlyHandlersThrow = exceptions.OnlyHandlersThrow,
                ThrowsAfterDisposal = exceptions.ReadsHandle || _readsHandle,
            },
        };
    }

    /// <summary>Gets the slots (places for a token) at which a token can end the loop; none if the function would then lack a <c>return</c>.</summary>
    private ImmutableArray<TokenSlot> SlotsIn(Work work)
    {
        if (_isAskedElsewhere)
        {
            return ImmutableArray<TokenSlot>.Empty;
        }

        bool hasToken = !_token.IsEmpty;
        if (_isAfterReached || hasToken && !_isSwallowed)
        {
            return (hasToken ? _givenSlots : _slots).ToImmutableArray();
        }

        return !NeedsNoResult(work, _model) ? ImmutableArray<TokenSlot>.Empty
            : hasToken ? _givenSlots.Concat(_slots.Where(slot => slot.Kind == TokenSlotKind.LoopCondition)).ToImmutableArray()
            : _slots.ToImmutableArray();
    }

    /// <summary>Whether a function may end without a <c>return</c>. A lambda for <c>Task.Run</c> may, because that also takes an <c>Action</c>.</summary>
    public static bool NeedsNoResult(Work work, LeakModel model) =>
        work.Symbol.ReturnsVoid
        || work.Symbol is { IsAsync: true, ReturnType: INamedTypeSymbol { Arity: 0 } }
        || model.Symbols.IsSequence(work.Symbol.ReturnType) && IsIterator(work)
        || work.Syntax is AnonymousFunctionExpressionSyntax
        {
            AsyncKeyword.RawKind: 0,
            Parent: ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call },
        } && model.OperationAt(call) is IInvocationOperation started && model.Calls.Of(started) is { Starts: true };

    private static bool IsIterator(Work work) => work.Body.OwnOperations().Any(static operation => operation is IReturnOperation { Kind: OperationKind.YieldReturn or OperationKind.YieldBreak });

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

            case { } test when TokenConditions.Of(test, outcome: false, _model) is { Count: > 0 } tokens:
                AddAsked(tokens);
                _readsHandle = test.DescendantsAndSelf().Any(operation => TokenConditions.TokenWaitedOn(operation, _model) is not null);
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

    /// <summary>
    /// Whether an iteration may leave the loop for another reason than a cancellation, for example by <c>break</c>, <c>return</c> or an exception that the
    /// loop doesn't catch. Records the branches that leave the loop after a cancellation.
    /// </summary>
    private bool LeavesByItself(ILoopOperation loop, bool readsAll)
    {
        bool leaves = false;
        foreach (IOperation exit in LoopShapes.ExitsOf(loop))
        {
            var tokens = new List<AskedToken>();
            if (TokenConditions.GuardAround(exit, loop, _model, tokens) is not { } branch)
            {
                leaves = true;
                if (!readsAll)
                {
                    break;
                }
            }
            else if (_guarded.Add(branch))
            {
                AddAsked(tokens);
                _isAlwaysAsked |= IsOnEachPath(branch, exit, loop);
            }
        }

        return leaves;
    }

    /// <summary>Whether each iteration reaches the test before a branch, and the branch always reaches its exit.</summary>
    private static bool IsOnEachPath(IOperation branch, IOperation exit, ILoopOperation loop)
    {
        for (IOperation current = exit; current != branch; current = current.Parent!)
        {
            if (current.Parent is not IBlockOperation && current.Parent != branch)
            {
                return false;
            }
        }

        if (branch.Parent is not IConditionalOperation choice)
        {
            return false;
        }

        for (IOperation current = choice; current.Parent is { } parent && parent != loop; current = parent)
        {
            bool isReached = parent is IBlockOperation block ? block.Parent is not ITryOperation || block.Operations[0] == current : parent is ITryOperation attempt && attempt.Body == current;
            if (!isReached)
            {
                return false;
            }
        }

        foreach (IOperation operation in loop.OwnOperations())
        {
            if (operation is IBranchOperation { BranchKind: BranchKind.Continue or BranchKind.GoTo } && operation.Syntax.SpanStart < choice.Syntax.SpanStart)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Records the tokens that the loop tests.</summary>
    private void AddAsked(List<AskedToken> tokens)
    {
        foreach (AskedToken asked in tokens)
        {
            if (asked.IsReplaceable)
            {
                _slots.Add(new TokenSlot(asked.Token.Syntax, TokenSlotKind.ReplaceArgument));
            }

            _isAskedElsewhere |= !asked.IsReplaceable;
            if (asked.IsElsewhere)
            {
                _token = _token.Or(_model.Symbols.IsCancellationTokenSource(asked.Token.Unwrap().Type) ? _tokens.ResolveSource(asked.Token) : _tokens.Resolve(asked.Token));
            }
        }
    }

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
                case IInstanceReferenceOperation: // the token before the braces of 'token is { … }', which is read there
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
