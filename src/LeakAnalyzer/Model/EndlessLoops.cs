using System.Collections.Immutable;
using LeakAnalyzer.Catalog;
using LeakAnalyzer.FixContract;
using LeakAnalyzer.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Model;

/// <summary>Tells the loops that no turn of their own ever leaves, and what may end them all the same.</summary>
internal sealed class EndlessLoops
{
    private readonly LeakModel _model;
    private readonly WaitFactory _factory;
    private readonly TokenResolver _tokens;
    private readonly ImmutableArray<TokenPlace>.Builder _slots = ImmutableArray.CreateBuilder<TokenPlace>();
    private TokenOrigin _token = TokenOrigin.Nothing;
    private bool _awaits;

    private EndlessLoops(LeakModel model, Work work, WaitFactory factory)
    {
        _model = model;
        _factory = factory;
        _tokens = new TokenResolver(model, model.Options.For(work.Syntax.SyntaxTree));
    }

    /// <summary>The loop as something that keeps work from ending; null where it has an end of its own.</summary>
    public static Wait? Read(ILoopOperation loop, LeakModel model, Work work, WaitFactory factory) => loop switch
    {
        IWhileLoopOperation { Condition: { } condition } when loop.Syntax is WhileStatementSyntax or DoStatementSyntax =>
            new EndlessLoops(model, work, factory).Read(loop, condition, work),
        IForLoopOperation { Condition: var condition } => new EndlessLoops(model, work, factory).Read(loop, condition, work),
        _ => null,
    };

    private Wait? Read(ILoopOperation loop, IOperation? condition, Work work)
    {
        WaitedObject? timer = null;
        switch (condition?.Unwrap())
        {
            case null:
            case { ConstantValue: { HasValue: true, Value: true } }:
                if (HeadOf(loop.Syntax) is { } head)
                {
                    _slots.Add(new TokenPlace(head, TokenSlotKind.LoopCondition));
                }

                break;

            case IUnaryOperation { OperatorKind: UnaryOperatorKind.Not, Operand: var operand } when IsCancellationRequested(operand.Unwrap()):
                break;

            case IAwaitOperation { Operation: var awaited } when TickOf(awaited) is { Instance: { } instance } tick:
                timer = new ObjectResolver(_model).Resolve(instance);
                AddSlot(tick);
                _awaits = true;
                break;

            default:
                return null;
        }

        if (LeavesByItself(loop))
        {
            return null;
        }

        ReadTurns(loop);
        var exceptions = new LoopExceptions(_model, loop.Syntax);
        exceptions.Read(loop.Body);
        return new Wait(
            timer is null ? Resource.None : Resource.Timer,
            loop.Syntax,
            NameOf(loop.Syntax),
            timer,
            _token,
            ImmutableArray.Create(work.Syntax),
            _token.IsNothing ? _slots.ToImmutable() : ImmutableArray<TokenPlace>.Empty)
        {
            Loop = new LoopExits(exceptions.MayThrow, exceptions.Members, exceptions.UsesClosableMember, _awaits),
        };
    }

    /// <summary>Whether a turn has a way out: <c>break</c>, <c>return</c>, <c>goto</c>, <c>throw</c>, or a <c>yield</c> whose consumer may stop.</summary>
    private static bool LeavesByItself(ILoopOperation loop)
    {
        foreach (IOperation operation in loop.OwnOperations())
        {
            switch (operation)
            {
                case IReturnOperation or IThrowOperation or IEndOperation:
                    return true;
                case IBranchOperation { BranchKind: BranchKind.Break, Target: var target } when KnownSymbols.Same(target, loop.ExitLabel):
                    return true;
                case IBranchOperation { BranchKind: BranchKind.GoTo }:
                    return true;
            }
        }

        return false;
    }

    /// <summary>Reads the tokens that a turn names, and the places where it takes one.</summary>
    private void ReadTurns(ILoopOperation loop)
    {
        foreach (IOperation operation in loop.OwnOperations())
        {
            switch (operation)
            {
                case IInvocationOperation call when IsSleep(call):
                    AddSlot(call);
                    break;
                case IAwaitOperation:
                    _awaits = true;
                    break;
                case IDefaultValueOperation or IArgumentOperation or IConversionOperation or IParenthesizedOperation:
                    break;
                case { Type: { } type } when _model.Symbols.IsCancellationToken(type):
                    _token = _token.Or(_tokens.Resolve(operation));
                    break;
                case { Type: { } type } when _model.Symbols.IsCancellationTokenSource(type):
                    _token = _token.Or(_tokens.ResolveSource(operation));
                    break;
            }
        }
    }

    private bool IsSleep(IInvocationOperation call) =>
        call.TargetMethod is { IsStatic: true, Name: "Delay" } method && KnownSymbols.Same(method.ContainingType, _model.Symbols.Task)
        || TickOf(call) is not null;

    private void AddSlot(IInvocationOperation call)
    {
        if (_factory.SlotOf(call) is { } slot)
        {
            _slots.Add(slot);
        }
    }

    private bool IsCancellationRequested(IOperation operation) =>
        operation is IPropertyReferenceOperation { Property: { Name: "IsCancellationRequested", ContainingType: var type } }
        && (_model.Symbols.IsCancellationToken(type) || _model.Symbols.IsCancellationTokenSource(type));

    /// <summary>The tick of a <c>PeriodicTimer</c> that an awaited expression is.</summary>
    private IInvocationOperation? TickOf(IOperation awaited)
    {
        if (awaited.Unwrap() is not IInvocationOperation call)
        {
            return null;
        }

        return call.TargetMethod.Name switch
        {
            "WaitForNextTickAsync" when KnownSymbols.Same(call.TargetMethod.ContainingType, _model.Symbols.PeriodicTimer) => call,
            "ConfigureAwait" when call.Instance is { } inner && _model.Symbols.IsTask(inner.Type) => TickOf(inner),
            _ => null,
        };
    }

    private static SyntaxNode? HeadOf(SyntaxNode loop) => loop switch
    {
        WhileStatementSyntax statement => statement.Condition,
        DoStatementSyntax statement => statement.Condition,
        ForStatementSyntax { Condition: { } condition } => condition,
        ForStatementSyntax statement => statement,
        _ => null,
    };

    private static string NameOf(SyntaxNode loop) => loop switch
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
