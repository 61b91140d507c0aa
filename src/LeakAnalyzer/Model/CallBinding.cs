using System.Collections.Immutable;
using LeakAnalyzer.FixContract;
using LeakAnalyzer.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Model;

/// <summary>Retells the waits of a called function in terms of its caller: parameters become arguments.</summary>
internal sealed class CallBinding
{
    private readonly TokenResolver _tokens;
    private readonly ObjectResolver _objects;
    private readonly IInvocationOperation _call;
    private readonly ISymbol _function;
    private readonly TokenOrigin? _sequenceToken;
    private readonly bool _passesState;

    private CallBinding(LeakModel model, IInvocationOperation call, ISymbol function, TokenOrigin? sequenceToken, bool passesState)
    {
        _tokens = new TokenResolver(model, model.Options.For(call.Syntax.SyntaxTree));
        _objects = new ObjectResolver(model);
        _call = call;
        _function = function;
        _sequenceToken = sequenceToken;
        _passesState = passesState;
    }

    /// <summary>The binding of a direct call.</summary>
    /// <param name="model">The compilation's model.</param>
    /// <param name="call">The call.</param>
    /// <param name="sequenceToken">What an enumeration passes by <c>WithCancellation</c>.</param>
    public static CallBinding OfCall(LeakModel model, IInvocationOperation call, TokenOrigin? sequenceToken)
    {
        IMethodSymbol called = call.TargetMethod.OriginalDefinition;
        ISymbol function = called.MethodKind == MethodKind.DelegateInvoke
            ? new WorkFinder(model).OfCall(call)?.Symbol ?? called
            : called.PartialImplementationPart ?? called;
        return new CallBinding(model, call, function, sequenceToken, passesState: false);
    }

    /// <summary>The binding of a delegate whose only parameter gets the state that the call hands over with it.</summary>
    public static CallBinding OfState(LeakModel model, IInvocationOperation call, IMethodSymbol work) =>
        new(model, call, work, sequenceToken: null, passesState: true);

    /// <summary>A wait of the called function as the caller sees it.</summary>
    public Wait Bind(Wait wait) => wait with
    {
        Token = IsForwardedSequence ? wait.Token.Substitute(ArgumentOf).Or(_sequenceToken!) : wait.Token.Substitute(ArgumentOf),
        Object = wait.Object is { Names.IsEmpty: false } known ? Bind(known) : wait.Object,
        Slots = SlotAtCall(wait) is { } slot ? ImmutableArray.Create(slot) : wait.Slots,
    };

    /// <summary>Whether the called function hands on a sequence of somebody else, who gets the enumeration's token.</summary>
    private bool IsForwardedSequence => _sequenceToken is not null && _function is IMethodSymbol { IsAsync: false };

    private WaitedObject Bind(WaitedObject known)
    {
        if (known.Root is not IParameterSymbol parameter || ArgumentFor(parameter) is not { } argument)
        {
            return known;
        }

        return argument.ArgumentKind == ArgumentKind.Explicit
            ? known.From(_objects.Resolve(argument.Value), argument.Value.Syntax)
            : WaitedObject.Unknown;
    }

    private TokenOrigin? ArgumentOf(Canceller canceller)
    {
        if (canceller.Symbol is not IParameterSymbol parameter || ArgumentFor(parameter) is not { } argument)
        {
            return null;
        }

        if (canceller.Kind == CancellerKind.GiverOfSource)
        {
            return argument.ArgumentKind == ArgumentKind.Explicit ? _tokens.ResolveSource(argument.Value) : TokenOrigin.Unknown;
        }

        TokenOrigin origin = _tokens.IsWrittenNone(argument.Value) && TokenParameters.CanBeLeftOut(parameter, _call.TargetMethod.OriginalDefinition)
            ? TokenOrigin.Of(CancellerKind.NobodyOnPurpose)
            : _tokens.Resolve(argument.Value);
        return _sequenceToken is not null && IsEnumeratorToken(parameter) ? origin.Or(_sequenceToken) : origin;
    }

    /// <summary>The call, where the wait takes a token that the caller has left out or given nothing.</summary>
    private TokenPlace? SlotAtCall(Wait wait) =>
        wait.Token.Cancellers is [{ Kind: CancellerKind.Giver, Symbol: IParameterSymbol parameter }]
        && ArgumentFor(parameter) is { } argument
        && ArgumentOf(wait.Token.Cancellers[0]) is { IsNobody: true }
            ? argument.ArgumentKind == ArgumentKind.Explicit
                ? new TokenPlace(argument.Value.Syntax, TokenSlotKind.ReplaceArgument)
                : new TokenPlace(_call.Syntax, TokenSlotKind.AddArgument, parameter.Name)
            : null;

    private IArgumentOperation? ArgumentFor(IParameterSymbol parameter)
    {
        if (!KnownSymbols.Same(parameter.ContainingSymbol.OriginalDefinition, _function))
        {
            return null;
        }

        if (!_passesState)
        {
            return _call.ArgumentAt(parameter.Ordinal);
        }

        foreach (IArgumentOperation argument in _call.Arguments)
        {
            if (argument.Parameter?.Name is "state" or "parameter")
            {
                return argument;
            }
        }

        return null;
    }

    private static bool IsEnumeratorToken(IParameterSymbol parameter)
    {
        foreach (AttributeData attribute in parameter.GetAttributes())
        {
            if (attribute.AttributeClass?.Name == "EnumeratorCancellationAttribute")
            {
                return true;
            }
        }

        return false;
    }
}
