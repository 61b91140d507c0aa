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
/// Decides how an object can cancel a task when the object is disposed or stopped: by a source whose token the task already has, by another source that the
/// object holds, or by a new source.
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

    private bool IsHostsStart => _task.Scope.Symbol is { } method && Lifetimes.IsHostsStart(method, _model);

    /// <summary>Gets the fix for some waits of a task, or null if no fix is certain to be right.</summary>
    /// <param name="task">The task that the object must cancel.</param>
    /// <param name="waits">The waits that the fix must end.</param>
    /// <param name="keeper">The field or property that holds the task; null if none does.</param>
    /// <param name="route">How the function that starts the task can pass a token to the waits; null if it can't.</param>
    /// <param name="model">The model of the compilation.</param>
    public static Remedy? For(StartedTask task, IReadOnlyList<Wait> waits, ISymbol? keeper, TokenRoute? route, LeakModel model)
    {
        if (!TaskRemedy.MayBeCancelled(task)
            || task.Scope.Type is not { TypeKind: TypeKind.Class, IsRecord: false, IsSerializable: false, Name.Length: > 0 } type
            || !HasObject(task.Scope)
            || model.Catalogue.Find(type)?.CallToken is not null // such as a SignalR hub: its disposal after each call would cancel the task at once
            || OwnerEnds.Of(type, keeper, task, waits, model) is not { } ends)
        {
            return null;
        }

        var remedy = new OwnerRemedy(task, waits, type, ends, route, model);
        return remedy.ForSource() ?? (route is { Slots.IsEmpty: false } ? remedy.ForToken(route) : null);
    }

    /// <summary>Whether the function that starts the task can use <c>this</c>.</summary>
    private static bool HasObject(Scope scope)
    {
        ISymbol? around = scope.Symbol;
        for (; around is IMethodSymbol function; around = function.ContainingSymbol)
        {
            if (function.IsStatic || ExtensionBlocks.IsMember(function))
            {
                return false;
            }
        }

        return around is INamedTypeSymbol && !scope.Function.Ancestors().Any(node => node is ConstructorInitializerSyntax or PrimaryConstructorBaseTypeSyntax);
    }

    /// <summary>Gets the fix for waits that have the token of a source which the object holds but never cancels; otherwise null.</summary>
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

    /// <summary>Gets the fix that passes a token to waits that don't have a token of the object yet, or null.</summary>
    private Remedy? ForToken(TokenRoute route)
    {
        // A read of the token's 'WaitHandle' throws once the source is disposed.
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
    /// Finds the token to which a new source is linked. Only a token from the constructor or from the host is right: another method may be called again with a
    /// different token.
    /// </summary>
    /// <returns>True if there is one such token, or if there is no token at all; <paramref name="token"/> is null in the latter case.</returns>
    private bool TokenToLinkTo(ObjectTokens tokens, out IParameterSymbol? token)
    {
        List<ISymbol> inReach = TokensInReach.Of(_task, _model);
        var all = inReach.Union(tokens.Tokens, SymbolEqualityComparer.Default).ToList();
        token = all is [IParameterSymbol only] ? only : null;
        return all.Count == 0 || token is not null && (inReach.Count == 0 || tokens.AreOf(_task.Scope.Function) || IsHostsStart);
    }

    private Remedy? Use(ISymbol source, ImmutableArray<TokenSlot> slots) =>
        Fix(SourceHome.Existing, slots, linkedTo: null, source, mayBeNull: false, _ends.ThatJoin(source));

    /// <summary>Gets the fix that passes the token of a new source; null if the source can't be linked to the given parameter.</summary>
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

        return IsHostsStart && KnownSymbols.Same(token.ContainingSymbol, _task.Scope.Symbol)
            ? Fix(SourceHome.Scope, slots, token, source: null, mayBeNull: true, _ends.OfNewSource())
            : null;
    }

    /// <summary>Creates the fix; null if <c>Dispose</c> or a similar method waits for something that the task does.</summary>
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

    private bool IsLinkedTo(ISymbol source, IParameterSymbol token) =>
        _model.Values.Only(source) is { } value
        && _model.OperationAt(value) is { } operation
        && new TokenResolver(_model, _model.Options.For(value.SyntaxTree)).ResolveSource(operation).Cancellers
            .Any(canceller => canceller.Kind == CancellerKind.Giver && KnownSymbols.Same(canceller.Symbol, token));
}
