using System.Collections.Immutable;
using LeakAnalyzer.CodeFixes.LinkToScope;
using LeakAnalyzer.CodeFixes.PassToken;
using LeakAnalyzer.CodeFixes.Reports;
using LeakAnalyzer.Facts;
using LeakAnalyzer.Races;
using LeakAnalyzer.Summaries;
using LeakAnalyzer.Tasks;
using LeakAnalyzer.Tracking;
using LeakAnalyzer.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakAnalyzer.CodeFixes.OwnerCancel;

/// <summary>
/// Finds how an object can end, when it is disposed or stopped, a task that it has started: by a source that it holds already, by a new one
/// that is linked to the token which it was given, or by cancelling the source whose token the task has.
/// </summary>
internal sealed class OwnerRemedy
{
    private static readonly string[] s_handle = ["WaitHandle"];

    private readonly StartedTask _task;
    private readonly IReadOnlyList<Wait> _waits;
    private readonly INamedTypeSymbol _type;
    private readonly OwnerEnds _ends;
    private readonly TokenRoute? _route;
    private readonly LeakModel _model;

    private OwnerRemedy(StartedTask task, IReadOnlyList<Wait> waits, INamedTypeSymbol type, OwnerEnds ends, TokenRoute? route, LeakModel model)
    {
        _route = route;
        _task = task;
        _waits = waits;
        _type = type;
        _ends = ends;
        _model = model;
    }

    private SyntaxTree Tree => _task.Start.Call.Syntax.SyntaxTree;

    /// <summary>The remedy for some waits of a task; null where none is sure.</summary>
    /// <param name="task">The task.</param>
    /// <param name="waits">The waits.</param>
    /// <param name="keeper">The member that keeps the task; null where none does.</param>
    /// <param name="route">The route of a token to the waits; null where there is none.</param>
    /// <param name="model">The compilation's model.</param>
    public static Remedy? For(StartedTask task, IReadOnlyList<Wait> waits, ISymbol? keeper, TokenRoute? route, LeakModel model)
    {
        if (!TaskRemedy.MayBeCancelled(task)
            || task.Scope.Type is not { TypeKind: TypeKind.Class, IsRecord: false, IsSerializable: false, Name.Length: > 0 } type
            || !HasObject(task.Scope)
            || OwnerEnds.Of(type, keeper, task, waits, model) is not { } ends)
        {
            return null;
        }

        var remedy = new OwnerRemedy(task, waits, type, ends, route, model);
        return remedy.ForSource() ?? (route is { Slots.IsEmpty: false } ? remedy.ForToken(route) : null);
    }

    /// <summary>Whether the scope can use the members of <c>this</c>: it isn't in a static function or an initializer.</summary>
    private static bool HasObject(Scope scope)
    {
        ISymbol? around = scope.Symbol;
        for (; around is IMethodSymbol function; around = function.ContainingSymbol)
        {
            if (function.IsStatic)
            {
                return false;
            }
        }

        return around is INamedTypeSymbol && !scope.Function.Ancestors().Any(node => node is ConstructorInitializerSyntax or PrimaryConstructorBaseTypeSyntax);
    }

    /// <summary>The remedy where the waits have the token of one of the object's sources, which nothing cancels.</summary>
    private Remedy? ForSource()
    {
        ISymbol? source = null;
        foreach (Wait wait in _waits)
        {
            var members = wait.Token.Cancellers.Where(canceller => canceller is { Kind: CancellerKind.Holder, Symbol: IFieldSymbol or IPropertySymbol }).ToList();
            if (members is not [{ Symbol: { IsStatic: false } member, Source: null }]
                || !KnownSymbols.Same(member.ContainingType, _type)
                || source is not null && !KnownSymbols.Same(source, member))
            {
                return null;
            }

            source = member;
        }

        return source is not null && _ends.ThatCancel(source) is { IsEmpty: false } ends
            ? Fix(SourceHome.Passed, ImmutableArray<TokenSlot>.Empty, linkedTo: null, source, OwnSources.MayBeNull(source, _model), ends)
            : null;
    }

    /// <summary>The remedy by a token that the waits don't have.</summary>
    private Remedy? ForToken(TokenRoute route)
    {
        // Work that reads the 'WaitHandle' of its token would get an exception once the source is disposed.
        if (_waits.Any(wait => wait.Functions.Any(function => SymbolUses.MayMention(function, s_handle))))
        {
            return null;
        }

        ImmutableArray<TokenSlot> slots = route.Slots;
        var giving = _waits.SelectMany(wait => wait.Token.Cancellers).Where(canceller => canceller.Kind != CancellerKind.NobodyOnPurpose).Distinct().ToList();
        List<ISymbol> own = OwnSources.CancelledAtEnd(_type, _ends.Members, _task.Scope, _task.Start.Call.Syntax, _model);
        switch (giving)
        {
            case [] when route.Given is null:
                return own.Count > 1 ? null
                    : own is [var source] ? Use(source, slots)
                    : ObjectTokens.Of(_type, _model.Symbols) is { } tokens && TokenToLinkTo(tokens, out IParameterSymbol? token) ? Make(token, tokens, slots)
                    : null;

            case [{ Kind: CancellerKind.Giver, Symbol: IParameterSymbol giver, Source: null }] when route.Given is null || KnownSymbols.Same(route.Given, giver):
                own.RemoveAll(source => !IsLinkedTo(source, giver));
                return TaskRemedy.WithPlacesOf(giver, slots, _waits, _task, _model) is not { } places || own.Count > 1 ? null
                    : own is [var linked] ? Use(linked, places)
                    : ObjectTokens.Of(_type, _model.Symbols) is { } given ? Make(giver, given, places)
                    : null;

            default:
                return null;
        }
    }

    /// <summary>
    /// The only token that a new source can be linked to, or null where there is none: what the object is given when it is made, or started by the
    /// host. A token of any other method lives as long as that one's caller wants, who may call it again.
    /// </summary>
    /// <returns>False where there are several.</returns>
    private bool TokenToLinkTo(ObjectTokens tokens, out IParameterSymbol? token)
    {
        List<ISymbol> inReach = TokensInReach.Of(_task, _model);
        var all = inReach.Union(tokens.Tokens, SymbolEqualityComparer.Default).ToList();
        token = all is [IParameterSymbol only] ? only : null;
        return all.Count == 0 || token is not null && (inReach.Count == 0 || tokens.AreOf(_task.Scope.Function) || IsStart(_task.Scope));
    }

    private Remedy? Use(ISymbol source, ImmutableArray<TokenSlot> slots) =>
        Fix(SourceHome.Existing, slots, linkedTo: null, source, mayBeNull: false, _ends.ThatJoin(source));

    /// <summary>The remedy by a new source; null where the token that it would be linked to isn't given just once, when the object is made or started.</summary>
    private Remedy? Make(IParameterSymbol? token, ObjectTokens tokens, ImmutableArray<TokenSlot> slots)
    {
        if (token is null)
        {
            return Fix(SourceHome.Initializer, slots, linkedTo: null, source: null, mayBeNull: false, _ends.OfNewSource());
        }

        if (token.RefKind != RefKind.None || _model.Values.Of(token) is not { Count: 0 })
        {
            return null;
        }

        if (tokens.Tokens.Contains(token, SymbolEqualityComparer.Default))
        {
            if (tokens.ArePrimary)
            {
                return ObjectTokens.IsCapturedBeside(token, _type, slots, Tree)
                    ? null
                    : Fix(SourceHome.Initializer, slots, token, source: null, mayBeNull: false, _ends.OfNewSource());
            }

            return tokens.Place() is { } place
                ? Fix(SourceHome.Constructor, slots, token, source: null, mayBeNull: false, _ends.OfNewSource(), place)
                : null;
        }

        return IsStart(_task.Scope) && KnownSymbols.Same(token.ContainingSymbol, _task.Scope.Symbol)
            ? Fix(SourceHome.Scope, slots, token, source: null, mayBeNull: true, _ends.OfNewSource())
            : null;
    }

    /// <summary>Makes the remedy; null where an ending method waits for something that the task does.</summary>
    private Remedy? Fix(
        SourceHome home, ImmutableArray<TokenSlot> slots, IParameterSymbol? linkedTo, ISymbol? source, bool mayBeNull, ImmutableArray<EndPlace> ends, CodePlace? constructor = null) =>
        _ends.WaitForTask(source, ends) ? null : new(ImmutableArray.Create(FixKind.CancelOnDispose), Token: null, slots)
        {
            Relays = home == SourceHome.Passed || _route is null ? ImmutableArray<TokenRelay>.Empty : _route.Relays,
            Owner = new OwnerSource(_type.Name, _ends.IsStopped, home, source?.Name, mayBeNull, linkedTo?.Name, _ends.KeptTask?.Name, _ends.KeptMayBeNull)
            {
                Constructor = constructor,
                Ends = ends,
            },
        };

    /// <summary>Whether the scope is the <c>StartAsync</c> of a hosted service, which the host calls once.</summary>
    private bool IsStart(Scope scope) =>
        scope.Symbol is { } method
        && _model.Symbols.HostedService?.GetMembers("StartAsync") is [IMethodSymbol start]
        && KnownSymbols.Same(_type.FindImplementationForInterfaceMember(start), method);

    /// <summary>Whether a source of the object is linked to a token.</summary>
    private bool IsLinkedTo(ISymbol source, IParameterSymbol token) =>
        _model.Values.Only(source) is { } value
        && _model.OperationAt(value) is { } operation
        && new TokenResolver(_model, _model.Options.For(value.SyntaxTree)).ResolveSource(operation).Cancellers
            .Any(canceller => canceller.Kind == CancellerKind.Giver && KnownSymbols.Same(canceller.Symbol, token));
}
