using System.Collections.Immutable;
using LeakAnalyzer.Facts;
using LeakAnalyzer.Symbols;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Summaries;

/// <summary>
/// Translates the waits of a called function for its caller: a wait on the function's parameter becomes a wait on the argument of the call.
/// </summary>
internal sealed class CallBinding
{
    private readonly KnownSymbols _symbols;
    private readonly TokenResolver _tokens;
    private readonly ObjectResolver _objects;
    private readonly IInvocationOperation _call;
    private readonly ISymbol _function;
    private readonly GivenToken? _sequenceToken;
    private readonly bool _passesState;

    private CallBinding(LeakModel model, IInvocationOperation call, ISymbol function, GivenToken? sequenceToken, bool passesState)
    {
        _symbols = model.Symbols;
        _tokens = new TokenResolver(model, model.Options.For(call.Syntax.SyntaxTree));
        _objects = new ObjectResolver(model);
        _call = call;
        _function = function;
        _sequenceToken = sequenceToken;
        _passesState = passesState;
    }

    /// <summary>Creates the binding of a direct call.</summary>
    /// <param name="model">The compilation's model.</param>
    /// <param name="call">The call whose function waits.</param>
    /// <param name="sequenceToken">
    /// The token that the enumeration of the call's result passes by <c>WithCancellation</c>; null if there is none.
    /// </param>
    public static CallBinding OfCall(LeakModel model, IInvocationOperation call, GivenToken? sequenceToken)
    {
        IMethodSymbol called = call.TargetMethod.OriginalDefinition;
        ISymbol function = called.MethodKind == MethodKind.DelegateInvoke
            ? new DelegateBodies(model, model.Bodies).OfCall(call)?.Symbol ?? called
            : model.Bodies.TargetOf(call) ?? called;
        return new CallBinding(model, call, function, sequenceToken, passesState: false);
    }

    /// <summary>Creates the binding of a delegate whose parameter receives the call's state argument, as in <c>StartNew(state => …, state)</c>.</summary>
    public static CallBinding OfState(LeakModel model, IInvocationOperation call, IMethodSymbol work) =>
        new(model, call, work, sequenceToken: null, passesState: true);

    /// <summary>Translates a wait of the called function for the caller: its object and token become the ones that the caller passes.</summary>
    public Wait Bind(Wait wait) => BindArguments(wait).EndedBy(IsForwardedSequence ? _sequenceToken : null);

    private Wait BindArguments(Wait wait) => wait with
    {
        Token = wait.Token.Substitute(ArgumentOf),
        Object = wait.Object is { Names.IsEmpty: false } known ? Bind(known) : wait.Object,
        Slots = SlotsAtCall(wait) ?? wait.Slots,
        LoopAround = wait.LoopAround is { } loop ? BindArguments(loop) : null,
    };

    /// <summary>Whether the called function returns another function's sequence, which then receives the token of <c>WithCancellation</c>.</summary>
    private bool IsForwardedSequence => _sequenceToken is not null && _function is IMethodSymbol { IsAsync: false };

    private WaitedObject Bind(WaitedObject known)
    {
        if (known.Root is not IParameterSymbol parameter)
        {
            return known.Root is IFieldSymbol { IsStatic: false } or IPropertySymbol { IsStatic: false } && Holder() is { IsUnknown: false } holder ? known.HeldBy(holder) : known;
        }

        if (ArgumentFor(parameter) is not { } argument)
        {
            return known;
        }

        return Operations.IsImpliedArgument(argument) ? WaitedObject.Unknown : known.From(_objects.Resolve(argument), argument.Syntax);
    }

    /// <summary>
    /// Gets the object on which the method is called, such as <c>worker</c> in <c>worker.RunAsync()</c>; null if there is none, or for the caller's own object.
    /// </summary>
    private WaitedObject? Holder() =>
        !_passesState && _function is IMethodSymbol { IsStatic: false, MethodKind: MethodKind.Ordinary } && !ExtensionBlocks.IsMember(_function) && _call.Instance is { } instance and not IInstanceReferenceOperation
            ? _objects.Resolve(instance)
            : null;

    private TokenOrigin? ArgumentOf(Canceller canceller)
    {
        if (canceller.Symbol is not IParameterSymbol parameter || ArgumentFor(parameter) is not { } argument)
        {
            return null;
        }

        if (canceller.Kind == CancellerKind.GiverOfSource)
        {
            return Operations.IsImpliedArgument(argument) ? TokenOrigin.Unknown : _tokens.ResolveSource(argument);
        }

        TokenOrigin origin = _tokens.IsWrittenNone(argument) && TokenParameters.CanBeLeftOut(parameter, _call.TargetMethod.OriginalDefinition)
            ? TokenOrigin.Of(CancellerKind.NobodyOnPurpose)
            : _tokens.Resolve(argument);
        return _sequenceToken is not null && _symbols.IsEnumeratorToken(parameter) ? origin.Or(_sequenceToken.Origin) : origin;
    }

    /// <summary>
    /// Gets where this call passes, or could pass, the token of a wait in the called function; null if that token isn't one of the function's parameters.
    /// </summary>
    private ImmutableArray<TokenSlot>? SlotsAtCall(Wait wait)
    {
        if (wait.Token.Cancellers is not [{ Kind: CancellerKind.Giver, Symbol: IParameterSymbol parameter, Source: null }]
            || ArgumentFor(parameter) is not { } argument)
        {
            return null;
        }

        if (wait.IsSwallowed)
        {
            return ImmutableArray<TokenSlot>.Empty;
        }

        TokenSlot place = Operations.IsImpliedArgument(argument)
            ? new TokenSlot(_call.Syntax, TokenSlotKind.AddArgument, parameter.Name)
            : new TokenSlot(argument.Syntax, TokenSlotKind.ReplaceArgument);
        if (_sequenceToken is not { Origin.IsNeverCancelled: false } sequence || !_symbols.IsEnumeratorToken(parameter))
        {
            return ImmutableArray.Create(place);
        }

        return _tokens.Resolve(argument).IsNeverCancelled ? sequence.Slots : sequence.Slots.Insert(0, place);
    }

    /// <summary>Gets the value that the call passes to a parameter; null if it passes none, or if the parameter is of another function.</summary>
    private IOperation? ArgumentFor(IParameterSymbol parameter)
    {
        if (!ExtensionBlocks.HasParameter(_function, parameter))
        {
            return null;
        }

        if (!_passesState)
        {
            return _call.ValueFor(parameter);
        }

        foreach (IArgumentOperation argument in _call.Arguments)
        {
            if (argument.Parameter?.OriginalDefinition.Type is { SpecialType: SpecialType.System_Object } or ITypeParameterSymbol)
            {
                // This is the state. Methods that start a task with a state, such as StartNew, declare its parameter as object or as a type
                // parameter.
                return argument.Value;
            }
        }

        return null;
    }
}
