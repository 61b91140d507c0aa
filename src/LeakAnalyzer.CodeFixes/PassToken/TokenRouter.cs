using System.Collections.Immutable;
using LeakAnalyzer.Facts;
using LeakAnalyzer.Races;
using LeakAnalyzer.Summaries;
using LeakAnalyzer.Tasks;
using LeakAnalyzer.Tracking;
using LeakAnalyzer.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.CodeFixes.PassToken;

/// <summary>
/// Finds the route of a token from a scope to the waits of a task. A slot in the scope gets the token itself. A slot in a called function
/// gets a parameter of that function, an existing or a new one; then the call of that function has the next slot.
/// </summary>
internal sealed class TokenRouter(StartedTask task, LeakModel model)
{
    private readonly TokenSlots _slots = new();
    private readonly Dictionary<SyntaxNode, (IMethodSymbol Function, string? Parameter, TokenSlots Slots)> _relays = [];
    private ISymbol? _given;

    /// <summary>The route to some waits; null where one of them can't be reached.</summary>
    public TokenRoute? RouteTo(IEnumerable<Wait> waits)
    {
        foreach (Wait wait in waits)
        {
            // Work that calls its own scope again would be waited for by the scope, which would never exit.
            if (wait.Slots.IsEmpty || wait.Functions.Contains(task.Scope.Function) || !wait.Slots.All(place => Reach(place, wait)) || !ReachRecursion(wait))
            {
                return null;
            }
        }

        return new TokenRoute(
            _slots.All.ToImmutableArray(),
            _relays.Select(relay => new TokenRelay(relay.Key, relay.Value.Parameter, relay.Value.Slots.All)).ToImmutableArray(),
            _given);
    }

    /// <summary>Whether a node in a scope may name a local of the scope: no static function stands between, and no other member.</summary>
    public static bool CanCapture(SyntaxNode node, SyntaxNode scope)
    {
        for (SyntaxNode? current = node; current is not null; current = current.Parent)
        {
            if (current == scope)
            {
                return true;
            }

            if (IsStatic(current) || current is MemberDeclarationSyntax and not GlobalStatementSyntax)
            {
                return false;
            }
        }

        return false;
    }

    private static bool IsStatic(SyntaxNode node) => node switch
    {
        AnonymousFunctionExpressionSyntax { Modifiers: var modifiers } => modifiers.Any(SyntaxKind.StaticKeyword),
        LocalFunctionStatementSyntax { Modifiers: var modifiers } => modifiers.Any(SyntaxKind.StaticKeyword),
        _ => false,
    };

    /// <summary>Brings the token to a slot on the way to a wait.</summary>
    private bool Reach(TokenSlot place, Wait wait)
    {
        if (CanCapture(place.Node, task.Scope.Function))
        {
            _slots.Add(place);
            return true;
        }

        if (model.SemanticModelOf(place.Node.SyntaxTree)?.GetEnclosingSymbol(place.Node.SpanStart) is not IMethodSymbol innermost)
        {
            return false;
        }

        switch (TokensInReach.Of(place.Node, innermost, model))
        {
            case []:
                return ReachByNewParameter(place, wait);

            case [IParameterSymbol { ContainingSymbol: IMethodSymbol owner } parameter] when LevelOf(owner, wait) is { } level:
                AddTo(wait.Functions[level], owner, parameter.Name, place);
                return ReachCall(level, parameter, wait);

            default:
                return false;
        }
    }

    /// <summary>Brings the token to a slot through a new parameter of the outermost function around the slot, or through an overload that takes a token.</summary>
    private bool ReachByNewParameter(TokenSlot place, Wait wait)
    {
        if (OutermostLevelAround(place.Node, wait) is not { } level || FunctionAt(level, wait) is not { } function)
        {
            return false;
        }

        if (TokenParameters.OfOverload(function, model.Symbols) is { } token)
        {
            return CallOf(level, wait) is { } call
                && IsGovernedBy(token, call.Syntax)
                && Reach(new TokenSlot(call.Syntax, TokenSlotKind.AddArgument, token.Name), wait);
        }

        if (!SignatureFreedom.MayGainParameter(function, model))
        {
            return false;
        }

        AddTo(wait.Functions[level], function, parameter: null, place);
        return ReachCall(level, parameter: null, wait);
    }

    /// <summary>Brings the token to the call of a function, for a parameter of the function, or for a new one where the parameter is null.</summary>
    private bool ReachCall(int level, IParameterSymbol? parameter, Wait wait)
    {
        if (CallOf(level, wait) is not { } call)
        {
            return false;
        }

        if (parameter is null)
        {
            return Reach(new TokenSlot(call.Syntax, TokenSlotKind.AddNewArgument), wait);
        }

        return call.ArgumentAt(parameter.Ordinal) switch
        {
            null => false,
            { ArgumentKind: ArgumentKind.Explicit, Value: var given } => ReachArgument(given, wait),
            _ => Reach(new TokenSlot(call.Syntax, TokenSlotKind.AddArgument, parameter.Name), wait),
        };
    }

    /// <summary>Brings the token to an argument of a call. An argument without a token, such as <c>default</c>, is replaced; one that is a parameter of the calling function is followed to the call of that function.</summary>
    private bool ReachArgument(IOperation given, Wait wait)
    {
        var tokens = new TokenResolver(model, model.Options.For(given.Syntax.SyntaxTree));
        if (tokens.Resolve(given).IsNothing)
        {
            // A written CancellationToken.None is on purpose and stays.
            return !tokens.IsWrittenNone(given) && Reach(new TokenSlot(given.Syntax, TokenSlotKind.ReplaceArgument), wait);
        }

        switch (given.Unwrap())
        {
            case IParameterReferenceOperation { Parameter: { ContainingSymbol: IMethodSymbol owner } parameter } when LevelOf(owner, wait) is { } level:
                return ReachCall(level, parameter, wait);

            case IParameterReferenceOperation { Parameter: var parameter }:
                return HandsOver(parameter, given.Syntax);

            case ILocalReferenceOperation { Local: var local }:
                return HandsOver(local, given.Syntax);

            default:
                return false;
        }
    }

    /// <summary>Remembers the variable whose token the scope passes already; false where it passes a second one.</summary>
    private bool HandsOver(ISymbol variable, SyntaxNode place)
    {
        bool isOther = _given is not null && !KnownSymbols.Same(_given, variable);
        _given = variable;
        return !isOther && CanCapture(place, task.Scope.Function);
    }

    /// <summary>Brings the token into the recursive calls of the functions on the way to a wait.</summary>
    private bool ReachRecursion(Wait wait)
    {
        for (int level = 0; level < wait.Functions.Length; level++)
        {
            if (!_relays.TryGetValue(wait.Functions[level], out var relay))
            {
                continue;
            }

            for (int inner = 0; inner <= level; inner++)
            {
                if (!ReachCallsOf(relay.Function, relay.Parameter, wait.Functions[inner], wait))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private bool ReachCallsOf(IMethodSymbol function, string? parameter, SyntaxNode body, Wait wait)
    {
        foreach (InvocationExpressionSyntax invocation in body.DescendantNodes().OfType<InvocationExpressionSyntax>())
        {
            if (!MayName(function, invocation) || model.OperationAt(invocation) is not IInvocationOperation call || !KnownSymbols.Same(call.TargetMethod.OriginalDefinition, function))
            {
                continue;
            }

            bool hasToken = parameter is not null
                && call.Arguments.Any(argument => argument is { ArgumentKind: ArgumentKind.Explicit, Parameter.Name: var name } && name == parameter);
            TokenSlotKind kind = parameter is null ? TokenSlotKind.AddNewArgument : TokenSlotKind.AddArgument;
            if (!hasToken && !Reach(new TokenSlot(invocation, kind, parameter), wait))
            {
                return false;
            }
        }

        return true;
    }

    private static bool MayName(IMethodSymbol function, InvocationExpressionSyntax invocation) => invocation.Expression switch
    {
        SimpleNameSyntax name => name,
        MemberAccessExpressionSyntax access => access.Name,
        MemberBindingExpressionSyntax binding => binding.Name,
        _ => null,
    } is { Identifier.ValueText: var called } && called == function.Name;

    private void AddTo(SyntaxNode declaration, IMethodSymbol function, string? parameter, TokenSlot place)
    {
        if (!_relays.TryGetValue(declaration, out var relay))
        {
            relay = (function, parameter, new TokenSlots());
            _relays.Add(declaration, relay);
        }

        relay.Slots.Add(place);
    }

    /// <summary>The call that leads to one of the functions on the way to a wait; null where it is called through a delegate.</summary>
    private IInvocationOperation? CallOf(int level, Wait wait)
    {
        SyntaxNode site = level + 1 < wait.Sites.Length ? wait.Sites[level + 1] : task.Start.Call.Syntax;
        return site is InvocationExpressionSyntax
            && model.OperationAt(site) is IInvocationOperation call
            && KnownSymbols.Same(call.TargetMethod.OriginalDefinition, FunctionAt(level, wait))
                ? call
                : null;
    }

    /// <summary>Whether a call can use an overload that takes a token, so that all its waits have the token.</summary>
    private bool IsGovernedBy(IParameterSymbol token, SyntaxNode call) =>
        token.ContainingSymbol is IMethodSymbol overload
        && model.SemanticModelOf(call.SyntaxTree)?.IsAccessible(call.SpanStart, overload) == true
        && model.Bodies.TargetOf(overload, isVirtualCall: true) is { } target
        && model.Bodies.OfMethod(target) is { } work
        && new WorkReader(model).Read(work) is { IsEmpty: false } waits
        && waits.All(wait => !wait.IsSwallowed
            && wait.Token.Cancellers is [{ Kind: CancellerKind.Giver, Source: null, Symbol: var giver }]
            && KnownSymbols.Same(giver, token));

    /// <summary>The outermost function on the way to a wait whose parameters a node can name.</summary>
    private static int? OutermostLevelAround(SyntaxNode node, Wait wait)
    {
        int? outermost = null;
        for (SyntaxNode? current = node; current is not null; current = current.Parent)
        {
            int level = wait.Functions.IndexOf(current);
            if (level >= 0)
            {
                outermost = level;
            }

            if (IsStatic(current))
            {
                break;
            }
        }

        return outermost;
    }

    private static int? LevelOf(IMethodSymbol function, Wait wait) =>
        function.DeclaringSyntaxReferences is [var declaration] && wait.Functions.IndexOf(declaration.GetSyntax()) is >= 0 and var level ? level : null;

    private IMethodSymbol? FunctionAt(int level, Wait wait) =>
        model.SemanticModelOf(wait.Functions[level].SyntaxTree)?.GetDeclaredSymbol(wait.Functions[level]) as IMethodSymbol;
}
