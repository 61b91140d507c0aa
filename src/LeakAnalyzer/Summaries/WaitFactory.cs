using System.Collections.Immutable;
using LeakAnalyzer.Facts;
using LeakAnalyzer.Options;
using LeakAnalyzer.Symbols;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Summaries;

/// <summary>Creates the <see cref="Wait"/> of a call or property that waits.</summary>
internal sealed class WaitFactory(LeakModel model, LeakOptions options, SyntaxNode function)
{
    private const int LongestName = 60;

    private readonly TokenResolver _tokens = new(model, options);
    private readonly ObjectResolver _objects = new(model);

    private KnownSymbols Symbols => model.Symbols;

    /// <summary>Creates the wait of a call; null if it isn't an open-ended wait, for example because it stops waiting after a time.</summary>
    /// <param name="call">The call of a method that the catalogue lists.</param>
    /// <param name="operation">The fact in the catalogue that says what the method waits for.</param>
    /// <param name="extraToken">
    /// A token that ends the wait from outside the call, by <c>WaitAsync</c> or <c>WithCancellation</c>; null if there is none.
    /// </param>
    public Wait? OfCall(IInvocationOperation call, Fact operation, GivenToken? extraToken)
    {
        switch (operation.For)
        {
            case WaitsFor.Tick:
                return null; // a timer's tick comes by itself; only the loop around the wait may have no end

            case WaitsFor.Nothing:
                return call.Arguments.IsEmpty || !Operations.IsInfiniteTime(call.ArgumentAt(0)!.Value, model)
                    ? null
                    : Create(call, call, operation, waited: null, GivenToken.Or(GivenTo(call), extraToken), NameOf(call.Syntax));

            case WaitsFor.Signal when operation.On == Operand.Arguments:
                return Operations.HasTimeout(call, model) ? null : OfHandles(call, operation);

            case WaitsFor.Signal when call.Instance is { } handle && TokenBehind(handle) is { } token:
                return Operations.HasTimeout(call, model) ? null : OfHandle(call, operation, handle: null, token);

            default:
                return Operations.HasTimeout(call, model) || WaitedOn(call, operation) is not { } receiver
                    ? null
                    : Create(call, call, operation, Resolve(receiver, operation), GivenToken.Or(GivenTo(call), extraToken), NameOf(call.Syntax));
        }
    }

    /// <summary>Creates the wait of <c>WaitHandle.WaitAny(handles)</c>; null if it isn't known which of several handles ends it.</summary>
    private Wait? OfHandles(IInvocationOperation call, Fact operation)
    {
        IOperation? handle = null;
        TokenOrigin token = TokenOrigin.Nothing;
        bool any = false;
        foreach (IOperation element in call.ArgumentAt(0) is { Value: var handles } ? Operations.Elements(ValueOf(handles)) : [])
        {
            any = true;
            if (TokenBehind(element) is { } origin)
            {
                token = token.Or(origin);
            }
            else if (handle is null)
            {
                handle = element;
            }
            else
            {
                return null;
            }
        }

        return any ? OfHandle(call, operation, handle, token) : null;
    }

    private Wait OfHandle(IInvocationOperation call, Fact operation, IOperation? handle, TokenOrigin token) => Create(
        call,
        call: null,
        handle is null ? operation with { For = WaitsFor.Cancellation } : operation,
        handle is null ? null : _objects.Resolve(handle),
        new GivenToken(token, ImmutableArray<TokenSlot>.Empty),
        NameOf(call.Syntax));

    /// <summary>Gets what can cancel <c>token</c> in the expression <c>token.WaitHandle</c>; null for other expressions.</summary>
    private TokenOrigin? TokenBehind(IOperation handle) =>
        TokenConditions.TokenBehind(handle, model) is { } token ? _tokens.Resolve(token) : null;

    private IOperation ValueOf(IOperation value) =>
        value.Unwrap() is ILocalReferenceOperation { Local: var local } && model.Values.Only(local) is { } only && model.OperationAt(only) is { } given ? given : value;

    /// <summary>Creates the wait for a task that a property returns, such as <c>reader.Completion</c>; null if the property is static.</summary>
    public Wait? OfProperty(IPropertyReferenceOperation property, Fact operation, GivenToken? extraToken) =>
        property.Instance is not { } instance
            ? null
            : Create(property, call: null, operation, _objects.Resolve(instance), extraToken, NameOf(property.Syntax));

    /// <summary>Creates the wait for a call or sequence whose body can't be seen, but may wait until the token that is passed to it is cancelled.</summary>
    /// <param name="site">The call, or the sequence that is enumerated.</param>
    /// <param name="receiver">The receiver of the call; null if there is none.</param>
    /// <param name="token">The token that is passed.</param>
    public Wait OfUnseen(IOperation site, IOperation? receiver, GivenToken token) =>
        Create(site, call: null, new Fact(FactKind.Waits), receiver is null ? WaitedObject.Unknown : _objects.Resolve(receiver), token, NameOf(site.Syntax)) with { IsUnseen = true };

    private WaitedObject Resolve(IOperation waited, Fact operation) =>
        operation is { For: WaitsFor.Signal, On: Operand.Argument } ? _objects.Resolve(waited).AsLock() : _objects.Resolve(waited);

    private static IOperation? WaitedOn(IInvocationOperation call, Fact operation) =>
        operation.On == Operand.Argument ? call.ArgumentAt(0)?.Value : call.Receiver();

    /// <summary>Gets what can cancel the token that is passed to a call; null if none is passed.</summary>
    public TokenOrigin? TokenOf(IInvocationOperation call) => GivenTo(call)?.Origin;

    /// <summary>Gets the token that is passed to a call, and where it is passed; null if none is passed.</summary>
    public GivenToken? GivenTo(IInvocationOperation call)
    {
        GivenToken? token = null;
        foreach (IArgumentOperation argument in call.Arguments)
        {
            if (Symbols.IsCancellationToken(argument.Parameter?.Type))
            {
                TokenOrigin given = IsNoneOnPurpose(argument, call.TargetMethod)
                    ? TokenOrigin.Of(CancellerKind.NobodyOnPurpose)
                    : _tokens.Resolve(argument.Value);
                token = GivenToken.Or(token, GivenToken.At(argument.Value.Syntax, given));
            }
        }

        return token;
    }

    private bool IsNoneOnPurpose(IArgumentOperation argument, IMethodSymbol method) =>
        argument.ArgumentKind == ArgumentKind.Explicit
        && _tokens.IsWrittenNone(argument.Value)
        && TokenParameters.CanBeLeftOut(argument.Parameter!, method);

    private Wait Create(
        IOperation site, IInvocationOperation? call, Fact operation, WaitedObject? waited, GivenToken? token, string name) =>
        new(operation.For, site.Syntax, name, waited, token?.Origin ?? TokenOrigin.Nothing, ImmutableArray.Create(function), SlotsOf(site, call, operation, token))
        {
            IsRepeated = operation.For == WaitsFor.End || LoopShapes.IsRepeated(site, model),
            IsInLoop = SyntaxQueries.IsInLoop(site.Syntax),
        };

    private ImmutableArray<TokenSlot> SlotsOf(IOperation site, IInvocationOperation? call, Fact operation, GivenToken? token) =>
        token is { Origin.IsNeverCancelled: false } ? token.Slots
        : SlotOf(site, call, operation) is { } slot ? ImmutableArray.Create(slot)
        : ImmutableArray<TokenSlot>.Empty;

    /// <summary>Gets where a token can be passed to a call; null if neither the called method nor a suitable overload of it takes one.</summary>
    public TokenSlot? SlotOf(IInvocationOperation call)
    {
        foreach (IArgumentOperation argument in call.Arguments)
        {
            if (Symbols.IsCancellationToken(argument.Parameter?.Type))
            {
                return argument.ArgumentKind == ArgumentKind.Explicit
                    ? new TokenSlot(argument.Value.Syntax, TokenSlotKind.ReplaceArgument)
                    : new TokenSlot(call.Syntax, TokenSlotKind.AddArgument, argument.Parameter!.Name);
            }
        }

        if (TokenParameters.OfOverload(call.TargetMethod, Symbols) is not { ContainingSymbol: IMethodSymbol overload } token)
        {
            return null;
        }

        bool givesTheSame = KnownSymbols.Same(overload.ReturnType.OriginalDefinition, call.TargetMethod.ReturnType.OriginalDefinition);
        return givesTheSame || TaskUses.IsAwaited(call, model) ? new TokenSlot(call.Syntax, TokenSlotKind.AddArgument, token.Name) : null;
    }

    private TokenSlot? SlotOf(IOperation site, IInvocationOperation? call, Fact operation)
    {
        if (call is not null && SlotOf(call) is { } place)
        {
            return place;
        }

        if (call is not null && Symbols.IsAsyncEnumerable(call.Type))
        {
            return IsEnumerated(site) ? new TokenSlot(site.Syntax, TokenSlotKind.WithCancellation) : null;
        }

        // The task before '.WaitAsync(token)' stays pending. A pending read would still take the next item; a wait for an end takes nothing.
        return operation.For == WaitsFor.End && Symbols.TaskHasWaitAsync && Symbols.IsReferenceTask(site.Type)
            ? new TokenSlot(site.Syntax, TokenSlotKind.WaitAsync)
            : null;
    }

    /// <summary>Whether a <c>foreach</c> enumerates exactly this sequence.</summary>
    private bool IsEnumerated(IOperation sequence) => TaskUses.ConsumerOf(sequence, model) is (IForEachLoopOperation loop, var value) && loop.Collection == value;

    /// <summary>Gets, for messages, the name of an operation as it is written in the code, without arguments.</summary>
    public static string NameOf(SyntaxNode site)
    {
        SyntaxNode expression = site is InvocationExpressionSyntax invocation ? invocation.Expression : site;
        string text = expression.ToString();
        if (text.Length <= LongestName && text.IndexOf('\n') < 0)
        {
            return text.TrimStart('.');
        }

        return expression switch
        {
            MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
            MemberBindingExpressionSyntax binding => binding.Name.Identifier.ValueText,
            _ => text.Substring(0, LongestName),
        };
    }
}
