using LeakAnalyzer.FixContract;
using LeakAnalyzer.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Model;

/// <summary>Retells the waits of a called function in terms of its caller: parameters become arguments.</summary>
internal sealed class CallBinding(LeakModel model, IInvocationOperation call, TokenOrigin? sequenceToken)
{
    private readonly TokenResolver _tokens = new(model, model.Options.For(call.Syntax.SyntaxTree));
    private readonly ObjectResolver _objects = new(model);
    private readonly IMethodSymbol _called = call.TargetMethod.OriginalDefinition;

    /// <summary>A wait of the called function as the caller sees it.</summary>
    public Wait Bind(Wait wait) => wait with
    {
        Token = wait.Token.Substitute(ArgumentOf),
        Object = wait.Object is { IsUnknown: false } known ? Bind(known) : wait.Object,
        Slot = SlotAtCall(wait) ?? wait.Slot,
    };

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

        TokenOrigin origin = _tokens.IsWrittenNone(argument.Value) && TokenParameters.CanBeLeftOut(parameter, _called)
            ? TokenOrigin.Of(CancellerKind.NobodyOnPurpose)
            : _tokens.Resolve(argument.Value);
        return sequenceToken is not null && IsEnumeratorToken(parameter) ? origin.Or(sequenceToken) : origin;
    }

    /// <summary>The call, where the wait takes a token that the caller has left out or given nothing.</summary>
    private TokenPlace? SlotAtCall(Wait wait) =>
        wait.Token.Cancellers is [{ Kind: CancellerKind.Giver, Symbol: IParameterSymbol parameter }]
        && ArgumentFor(parameter) is { } argument
        && ArgumentOf(wait.Token.Cancellers[0]) is { IsNothing: true }
            ? argument.ArgumentKind == ArgumentKind.Explicit
                ? new TokenPlace(argument.Value.Syntax, TokenSlotKind.ReplaceArgument)
                : new TokenPlace(call.Syntax, TokenSlotKind.AddArgument, parameter.Name)
            : null;

    private IArgumentOperation? ArgumentFor(IParameterSymbol parameter) =>
        KnownSymbols.Same(parameter.ContainingSymbol.OriginalDefinition, Declaring) ? call.ArgumentAt(parameter.Ordinal) : null;

    /// <summary>The function whose parameters the waits name: of a delegate's call, whatever lambda or method stands behind it.</summary>
    private ISymbol Declaring => _declaring ??= _called.MethodKind == MethodKind.DelegateInvoke
        ? new WorkFinder(model).OfCall(call)?.Symbol ?? _called
        : _called.PartialImplementationPart ?? _called;

    private ISymbol? _declaring;

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
