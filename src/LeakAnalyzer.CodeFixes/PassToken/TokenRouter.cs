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
/// Finds the way of a token from the function that starts a task to the waits of the task. If a wait is in another function, the way goes backwards through
/// each call, and each called function gets the token as a parameter.
/// </summary>
internal sealed class TokenRouter(StartedTask task, LeakModel model)
{
    private readonly TokenSlots _slots = new();
    private readonly Dictionary<SyntaxNode, (IMethodSymbol Function, string? Parameter, TokenSlots Slots)> _relays = [];
    private ISymbol? _given;

    /// <summary>Finds the route to some waits; null if the token can't reach all of them.</summary>
    public TokenRoute? RouteTo(IEnumerable<Wait> waits)
    {
        foreach (Wait wait in waits)
        {
            // If the task calls the starting function itself, there is no route: the called function would wait with a token that it cancels only when it
            // exits, and so would never exit.
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

    /// <summary>
    /// Whether code at a node can refer to a local of a function: it is in the function, but in no static lambda or static local function there.
    /// </summary>
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

    /// <summary>Adds the code at which a token is written to the route, with the calls that bring the token there.</summary>
    /// <returns>False if the token can't be brought there.</returns>
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

    /// <summary>
    /// Adds code at which no token is visible yet. The outermost function around it gains a token parameter, or the call of this function is changed to an
    /// overload that takes a token.
    /// </summary>
    /// <returns>False if the token can't be brought there.</returns>
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

    /// <summary>Adds the call of a function to the route, which passes the token to the given parameter or, if that is null, to a new one.</summary>
    /// <returns>False if the token can't be brought to the call.</returns>
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

        return call.ValueFor(parameter) switch
        {
            null => false,
            var given when !Operations.IsImpliedArgument(given) => ReachArgument(given, wait),
            _ => Reach(new TokenSlot(call.Syntax, TokenSlotKind.AddArgument, parameter.Name), wait),
        };
    }

    /// <summary>
    /// Makes an existing argument of a call pass the token. An argument that nothing can cancel, such as <c>default</c>, is replaced; a parameter is followed
    /// to the call that passes it.
    /// </summary>
    /// <returns>False if the argument can't pass the token.</returns>
    private bool ReachArgument(IOperation given, Wait wait)
    {
        var tokens = new TokenResolver(model, model.Options.For(given.Syntax.SyntaxTree));
        if (tokens.Resolve(given).IsEmpty)
        {
            // CancellationToken.None isn't replaced, because the user has written it on purpose.
            return !tokens.IsWrittenNone(given) && Reach(new TokenSlot(given.Syntax, TokenSlotKind.ReplaceArgument), wait);
        }

        switch (given.Unwrap())
        {
            case IParameterReferenceOperation { Parameter: { ContainingSymbol: IMethodSymbol owner } parameter } when LevelOf(owner, wait) is { } level:
                return ReachCall(level, parameter, wait);

            case IParameterReferenceOperation { Parameter: var parameter }:
                return CanReplace(parameter, given.Syntax);

            case ILocalReferenceOperation { Local: var local }:
                return CanReplace(local, given.Syntax);

            default:
                return false;
        }
    }

    /// <summary>Records the variable with the token that the starting function already passes to a called function.</summary>
    /// <returns>False if it passes the tokens of two variables, or if the code there can't refer to its locals.</returns>
    private bool CanReplace(ISymbol variable, SyntaxNode place)
    {
        bool isOther = _given is not null && !KnownSymbols.Same(_given, variable);
        _given = variable;
        return !isOther && CanCapture(place, task.Scope.Function);
    }

    /// <summary>Adds the recursive calls of functions that pass the token on, so that these calls pass it too.</summary>
    /// <returns>False if the token can't reach one of these calls.</returns>
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
            if (!MayName(function, invocation) || model.OperationAt(invocation) is not IInvocationOperation call || !KnownSymbols.Same(ExtensionBlocks.DeclaredFor(call.TargetMethod.OriginalDefinition), function))
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

    /// <summary>
    /// Finds the call by which the task gets into a function on the way to a wait; null if a delegate calls the function. <paramref name="level"/> is its index
    /// in <see cref="Wait.Functions"/>.
    /// </summary>
    private IInvocationOperation? CallOf(int level, Wait wait)
    {
        SyntaxNode site = level + 1 < wait.Sites.Length ? wait.Sites[level + 1] : task.Start.Call.Syntax;
        return site is InvocationExpressionSyntax
            && model.OperationAt(site) is IInvocationOperation call
            && KnownSymbols.Same(ExtensionBlocks.DeclaredFor(call.TargetMethod.OriginalDefinition), FunctionAt(level, wait))
                ? call
                : null;
    }

    /// <summary>Whether a call can be changed to the overload that has the given token parameter. Each wait of that overload must end when the token is cancelled.</summary>
    private bool IsGovernedBy(IParameterSymbol token, SyntaxNode call) =>
        token.ContainingSymbol is IMethodSymbol overload
        && model.SemanticModelOf(call.SyntaxTree)?.IsAccessible(call.SpanStart, overload) == true
        && model.Bodies.TargetOf(overload, isVirtualCall: true) is { } target
        && model.Bodies.OfMethod(target) is { } work
        && new WorkReader(model).Read(work) is { IsEmpty: false } waits
        && waits.All(wait => !wait.IsSwallowed
            && wait.Token.Cancellers is [{ Kind: CancellerKind.Giver, Source: null, Symbol: var giver }]
            && KnownSymbols.Same(giver, token));

    /// <summary>
    /// Gets the index in <see cref="Wait.Functions"/> of the outermost function around a node whose parameters the node can use; null if there is none.
    /// </summary>
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
