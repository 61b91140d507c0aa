using LeakAnalyzer.Facts;
using LeakAnalyzer.Options;
using LeakAnalyzer.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Tracking;

/// <summary>Follows a token through locals, fields and linked <c>CancellationTokenSource</c>s to everything that can cancel the token.</summary>
internal sealed class TokenResolver(CodeModel code, LeakOptions options)
{
    private const int MostSteps = 8;

    private KnownSymbols Symbols => code.Symbols;

    /// <summary>Finds what can cancel the token that an expression evaluates to.</summary>
    public TokenOrigin Resolve(IOperation token) => Resolve(token, MostSteps);

    /// <summary>Finds what can cancel the token that a local holds.</summary>
    public TokenOrigin ResolveLocal(ILocalSymbol local) => OfValues(local, MostSteps, none: TokenOrigin.Unknown, Resolve);

    /// <summary>Finds what can cancel the token of the <c>CancellationTokenSource</c> that an expression evaluates to.</summary>
    public TokenOrigin ResolveSource(IOperation source) => ResolveSource(source, MostSteps);

    /// <summary>Finds what can cancel the token on which a call registers a callback, itself or in the called method's body.</summary>
    public TokenOrigin ResolveRegistered(IInvocationOperation registration) => ResolveRegistered(registration, MostSteps);

    /// <summary>Whether an expression is <c>CancellationToken.None</c>.</summary>
    public bool IsWrittenNone(IOperation token) =>
        token.Unwrap() is IPropertyReferenceOperation { Property.IsStatic: true } property
        && code.Calls.Of(property) is { Result: ResultKind.NeverCancelled };

    private TokenOrigin ResolveRegistered(IInvocationOperation registration, int steps) =>
        steps == 0 ? TokenOrigin.Unknown
        : code.Calls.Of(registration) is { Result: ResultKind.Registration } ? registration.Receiver() is { } token ? Resolve(token, steps - 1) : TokenOrigin.Unknown
        : code.Calls.CreationBehind(registration) is (IInvocationOperation inner, _)
            ? ResolveRegistered(inner, steps - 1).Substitute(canceller => OfArgument(canceller, registration, steps - 1))
        : TokenOrigin.Unknown;

    private TokenOrigin Resolve(IOperation token, int steps)
    {
        if (steps == 0)
        {
            return TokenOrigin.Unknown;
        }

        if (IsWrittenNone(token))
        {
            return TokenOrigin.Nothing;
        }

        token = token.Unwrap();
        switch (token)
        {
            case IDefaultValueOperation:
            case IObjectCreationOperation { Arguments.IsEmpty: true }:
            case IObjectCreationOperation { Arguments: [{ Value.ConstantValue: { HasValue: true, Value: false } }] }:
                return TokenOrigin.Nothing;

            case IParameterReferenceOperation { Parameter: var parameter } when code.Values.Reaching(token.Syntax, parameter) is { } overwritten:
                return code.OperationAt(overwritten) is { } replacement ? Resolve(replacement, steps - 1) : TokenOrigin.Unknown;

            case IParameterReferenceOperation { Parameter: var parameter }:
                TokenOrigin given = options.LifetimeTokens.Contains(parameter) || IsStoppingToken(parameter)
                    ? TokenOrigin.Of(CancellerKind.Application)
                    : TokenOrigin.Of(CancellerKind.Giver, parameter);
                return given.Or(OfValues(parameter, steps, none: TokenOrigin.Nothing, Resolve));

            case ILocalReferenceOperation { Local: var local }:
                return OfValues(local, steps, none: TokenOrigin.Unknown, Resolve);

            case IPropertyReferenceOperation { Instance: { } source } part
                when Symbols.IsCancellationTokenSource(part.Property.ContainingType) && code.Calls.Of(part) is { Result: ResultKind.Part }:
                return ResolveSource(source, steps - 1);

            case IMemberReferenceOperation reference when options.LifetimeTokens.Contains(reference.Member) || code.Catalogue.Find(reference.Member) is { Result: ResultKind.ApplicationToken }:
                return TokenOrigin.Of(CancellerKind.Application);

            case IFieldReferenceOperation { Field: var field } when code.World.AreValuesSeen(field):
                return OfValues(field, steps, none: TokenOrigin.Unknown, Resolve);

            case IPropertyReferenceOperation { Property: { IsVirtual: false, IsOverride: false, IsAbstract: false } property } reference when ObjectResolver.IsOwn(reference):
                return VariableValues.GivenBy(property) is { } getter && code.OperationAt(getter) is { } value
                    ? Resolve(value, steps - 1)
                    : OfValues(property, steps, none: TokenOrigin.Unknown, Resolve);

            case IConditionalAccessInstanceOperation placeholder when Operations.ConditionalReceiver(placeholder) is { } nullable:
                return Resolve(nullable, steps - 1);

            case IPropertyReferenceOperation { Instance: { Type.OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable }:
                return Resolve(nullable, steps - 1);

            case IConditionalOperation { WhenTrue: var whenTrue, WhenFalse: { } whenFalse }:
                return TokenOrigin.Merge(Resolve(whenTrue, steps - 1), Resolve(whenFalse, steps - 1));

            case IConditionalAccessOperation { WhenNotNull: var part }:
                return Resolve(part, steps - 1);

            // If the right side of `??` throws or is never cancelled, as in `source?.Token ?? default`, only the left side counts.
            case ICoalesceOperation { Value: var checkedValue, WhenNull: var otherwise } when otherwise.Unwrap() is IThrowOperation || Resolve(otherwise, steps - 1).IsEmpty:
                return Resolve(checkedValue, steps - 1);

            default:
                return TokenOrigin.Unknown;
        }
    }

    /// <summary>Whether a parameter is the <c>stoppingToken</c> of a <c>BackgroundService</c>, which is cancelled when the host stops.</summary>
    private bool IsStoppingToken(IParameterSymbol parameter) =>
        parameter.ContainingSymbol is IMethodSymbol { IsOverride: true } method && code.Catalogue.Find(method) is { Result: ResultKind.ApplicationToken };

    private TokenOrigin ResolveSource(IOperation source, int steps)
    {
        if (steps == 0)
        {
            return TokenOrigin.Unknown;
        }

        source = source.Unwrap();
        switch (source)
        {
            case IObjectCreationOperation { Arguments.IsEmpty: true }:
                return TokenOrigin.Nothing;

            case IObjectCreationOperation { Arguments: [var delay, ..] }:
                return Operations.IsInfiniteTime(delay.Value, code) ? TokenOrigin.Nothing : TokenOrigin.Of(CancellerKind.Timer);

            case IInvocationOperation link when code.Calls.Of(link) is { Result: ResultKind.FreshLinkedSource }:
                return OfLinked(link, steps - 1);
            case IInvocationOperation helper when code.Calls.CreationBehind(helper) is var (creation, isBounded):
                TokenOrigin made = ResolveSource(creation, steps - 1).Substitute(canceller => OfArgument(canceller, helper, steps - 1));
                return isBounded ? made.Or(TokenOrigin.Of(CancellerKind.Timer)) : made;

            case IParameterReferenceOperation { Parameter: var parameter }:
                return TokenOrigin.Of(CancellerKind.GiverOfSource, parameter);

            case ICoalesceOperation { Value: var checkedValue, WhenNull: var otherwise } when otherwise.Unwrap() is IThrowOperation:
                return ResolveSource(checkedValue, steps - 1);

            case IConditionalAccessInstanceOperation placeholder when Operations.ConditionalReceiver(placeholder) is { } receiver:
                return ResolveSource(receiver, steps - 1);

            case ILocalReferenceOperation { Local: var local }:
                return TokenOrigin.Of(CancellerKind.Holder, local)
                    .Or(OfValues(local, steps, none: TokenOrigin.Unknown, ResolveSource).Through(local));

            case IFieldReferenceOperation { Field: var field } when code.World.IsClosed(field):
                return OfHolder(field, steps);

            case IPropertyReferenceOperation { Property: var property } when code.World.IsClosed(property):
                return OfHolder(property, steps);

            default:
                return TokenOrigin.Unknown;
        }
    }

    /// <summary>
    /// Translates what can cancel a token in a called method for its caller. A parameter becomes what can cancel its argument. A local becomes nothing,
    /// because no code can use it after the method has returned.
    /// </summary>
    private TokenOrigin? OfArgument(Canceller canceller, IInvocationOperation helper, int steps) =>
        canceller is { Kind: CancellerKind.Giver or CancellerKind.GiverOfSource, Symbol: IParameterSymbol parameter }
        && (parameter.ContainingSymbol is IMethodSymbol || ExtensionBlocks.IsReceiver(parameter))
        && helper.ValueFor(parameter) is { } argument
            ? canceller.Kind == CancellerKind.Giver ? Resolve(argument, steps) : ResolveSource(argument, steps)
            : canceller.Symbol is ILocalSymbol ? TokenOrigin.Nothing : null;

    private TokenOrigin OfHolder(ISymbol member, int steps) =>
        TokenOrigin.Of(CancellerKind.Holder, member).Or(OfValues(member, steps, none: TokenOrigin.Unknown, ResolveSource));

    /// <summary>Finds what can cancel the tokens to which a <c>CancellationTokenSource</c> is linked.</summary>
    private TokenOrigin OfLinked(IInvocationOperation link, int steps)
    {
        TokenOrigin origin = TokenOrigin.Nothing;
        foreach (IArgumentOperation argument in link.Arguments)
        {
            if (Symbols.IsCancellationToken(argument.Parameter?.Type))
            {
                origin = origin.Or(Resolve(argument.Value, steps));
                continue;
            }

            bool any = false;
            foreach (IOperation token in Operations.Elements(argument.Value))
            {
                any = true;
                origin = origin.Or(Resolve(token, steps));
            }

            if (!any)
            {
                origin = origin.Or(TokenOrigin.Unknown);
            }
        }

        return origin;
    }

    /// <summary>Finds what can cancel the token or source that a variable holds; <paramref name="none"/> if the variable has no value.</summary>
    private TokenOrigin OfValues(ISymbol variable, int steps, TokenOrigin none, Func<IOperation, int, TokenOrigin> resolve)
    {
        if (code.Values.Of(variable) is not { } values)
        {
            return TokenOrigin.Unknown;
        }

        TokenOrigin? merged = null;
        foreach (ExpressionSyntax value in values)
        {
            if (SyntaxQueries.IsNull(value))
            {
                continue;
            }

            TokenOrigin origin = code.OperationAt(value) is { } operation ? resolve(operation, steps - 1) : TokenOrigin.Unknown;
            merged = merged is null ? origin : TokenOrigin.Merge(merged, origin);
        }

        return merged ?? none;
    }
}
