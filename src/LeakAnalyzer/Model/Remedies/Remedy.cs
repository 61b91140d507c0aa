using System.Collections.Immutable;
using LeakAnalyzer.FixContract;
using LeakAnalyzer.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakAnalyzer.Model;

/// <summary>What would govern the waits of a detached task, and which fixes are right for it.</summary>
/// <param name="Fixes">The fixes that may be offered.</param>
/// <param name="Token">The only token in reach of the start; null where there is none, or several.</param>
/// <param name="Slots">Where a token goes in the scope.</param>
/// <param name="ScopeGoesOn">Whether the scope goes on working behind the start.</param>
internal sealed record Remedy(ImmutableArray<FixKind> Fixes, string? Token, ImmutableArray<TokenSlot> Slots, bool ScopeGoesOn)
{
    /// <summary>No fix.</summary>
    public static Remedy None { get; } = new(ImmutableArray<FixKind>.Empty, Token: null, ImmutableArray<TokenSlot>.Empty, ScopeGoesOn: true);

    /// <summary>The called functions that the token goes through on its way to the waits.</summary>
    public ImmutableArray<TokenThread> Threads { get; init; } = ImmutableArray<TokenThread>.Empty;

    /// <summary>Where a source of the scope is to be cancelled; null where none is.</summary>
    public CancelPlace? Cancel { get; init; }

    /// <summary>The block that a new source is to live in; null for the scope's outermost.</summary>
    public SyntaxNode? Block { get; init; }

    /// <summary>What is to be disposed; null where nothing is.</summary>
    public HandlePlace? Handle { get; init; }

    /// <summary>The source that lives as long as an object; null where none is to be made or used.</summary>
    public OwnerSource? Owner { get; init; }

    /// <summary>Where a channel or promise is to be completed; null where none is.</summary>
    public CompletionPlace? Completion { get; init; }

    /// <summary>Where the task is started that can be kept and joined; null where it can't.</summary>
    public JoinPlace? Join { get; init; }

    /// <summary>Whether another remedy does the same to a source or signal.</summary>
    public bool ActsAs(Remedy other) => Fixes.SequenceEqual(other.Fixes) && Cancel == other.Cancel && Completion == other.Completion;

    /// <summary>Whether the token in reach is to be passed on as it is.</summary>
    public bool PassesToken => Fixes.Contains(FixKind.PassToken);

    /// <summary>The remedy for some waits of a task that nothing ends.</summary>
    public static Remedy For(DetachedTask task, IReadOnlyList<Wait> waits, LeakModel model)
    {
        bool goesOn = task.Scope.GoesOnBehind(task.Start.Call.Syntax);
        TokenRoute? route = MayBeCancelled(task) ? RouteTo(waits, task, model) : null;
        Remedy byScope = route is null ? None with { ScopeGoesOn = goesOn } : For(task, waits, route, goesOn, model);
        return byScope.OrByOwner(OwnerRemedy.For(task, waits, keeper: null, route, model));
    }

    /// <summary>The remedy for the waits of a task that a type keeps.</summary>
    public static Remedy For(KeptTask kept, IReadOnlyList<Wait> waits, LeakModel model) =>
        OwnerRemedy.For(kept.Task, waits, kept.Keeper, RouteTo(waits, kept.Task, model), model) ?? None;

    /// <summary>The remedy by a token that the scope can name, or by a source that it cancels.</summary>
    private static Remedy For(DetachedTask task, IReadOnlyList<Wait> waits, TokenRoute route, bool goesOn, LeakModel model)
    {
        ImmutableArray<TokenSlot> slots = route.Slots;
        List<ISymbol> tokens = TokensInReach.Of(task, model);
        ISymbol? own = TokensInReach.OfScope(tokens, waits, task, model);
        ISymbol? token = own ?? (tokens.Count == 1 ? tokens[0] : null);
        if (route.Given is { } given && !KnownSymbols.Same(given, token))
        {
            return None with { ScopeGoesOn = goesOn };
        }

        if (own is not null)
        {
            return new Remedy(ImmutableArray.Create(FixKind.PassToken), own.Name, slots, goesOn) { Threads = route.Threads };
        }

        var fixes = ImmutableArray.CreateBuilder<FixKind>();
        if (goesOn && tokens.Count <= 1 && !HandedOutTask.MayGoOn(task.Scope, model))
        {
            if (token is not null)
            {
                // What the scope hands over already must give way to the linked token.
                if (WithPlacesOf(token, slots, [.. waits, .. WaitsForCaller(task)], task, model) is { } places)
                {
                    slots = places;
                }
                else if (route.Given is not null)
                {
                    return None with { ScopeGoesOn = goesOn };
                }
            }

            fixes.Add(FixKind.LinkToScope);
            if (token is null && SignatureFreedom.MayGainParameter(task.Scope.Symbol!, model))
            {
                fixes.Add(FixKind.LinkToNewParameter);
            }
        }
        else if (!goesOn && token is not null && TokensInReach.Governs(token, waits, task, model))
        {
            fixes.Add(FixKind.PassToken);
        }

        return new Remedy(fixes.ToImmutable(), token?.Name, slots, goesOn) { Threads = route.Threads };
    }

    /// <summary>The remedy for some waits of a task that only the token of the scope's caller ends, while the scope goes on.</summary>
    public static Remedy ForCaller(DetachedTask task, IReadOnlyList<Wait> waits, LeakModel model)
    {
        if (OnlyGiver(waits) is not { } token
            || !MayBeCancelled(task)
            || TokenRoute.To(waits, task, model) is not { Slots: { IsEmpty: false } slots, Threads.IsEmpty: true }
            || WithPlacesOf(token, slots, waits, task, model) is not { } places)
        {
            return None;
        }

        List<ISymbol> tokens = TokensInReach.Of(task, model);
        if (!tokens.Contains(token, SymbolEqualityComparer.Default))
        {
            return None;
        }

        return TokensInReach.OfScope(tokens, waits, task, model) is { } own && TokensInReach.IsLinkedTo(own, token, task, model)
            ? new Remedy(ImmutableArray.Create(FixKind.PassToken), own.Name, places, ScopeGoesOn: true)
            : HandedOutTask.MayGoOn(task.Scope, model) ? None
            : new Remedy(ImmutableArray.Create(FixKind.LinkToScope), token.Name, places, ScopeGoesOn: true);
    }

    /// <summary>The same, or by what the scope's object does at its end. Where the scope goes on, it has a source of its own; only what a source lacks is told.</summary>
    private Remedy OrByOwner(Remedy? byOwner) =>
        byOwner?.Owner is not { } owner || ScopeGoesOn && owner.Home != SourceHome.Passed ? this
        : Fixes.IsEmpty ? byOwner with { Token = Token, ScopeGoesOn = ScopeGoesOn }
        : this with { Fixes = Fixes.Add(FixKind.CancelOnDispose), Owner = owner };

    /// <summary>Whether the work may be cancelled in the scope's course: that ends no process, and the scope can have a <c>finally</c> of its own.</summary>
    public static bool MayBeCancelled(DetachedTask task) =>
        task.Start.FaultFate != FaultFate.CrashesProcess && task.Scope.Symbol is { MethodKind: not MethodKind.Destructor };

    /// <summary>The way to some waits, and to the endless loops too, which would be reported next.</summary>
    private static TokenRoute? RouteTo(IReadOnlyList<Wait> waits, DetachedTask task, LeakModel model) =>
        TokenRoute.To([.. waits, .. task.Waits.Where(governed => governed.IsEndlessLoop).Select(governed => governed.Wait)], task, model)
        ?? TokenRoute.To(waits, task, model);

    /// <summary>The waits that a task would leave to its caller: what ends the others would not end them.</summary>
    private static IEnumerable<Wait> WaitsForCaller(DetachedTask task) =>
        task.Waits.Where(governed => governed.IsLeftToCaller).Select(governed => governed.Wait);

    /// <summary>The only token by which the caller ends some waits; null where they have several, or get it through a source in between.</summary>
    private static IParameterSymbol? OnlyGiver(IReadOnlyList<Wait> waits)
    {
        IParameterSymbol? only = null;
        foreach (Canceller canceller in waits.SelectMany(wait => wait.Token.Cancellers))
        {
            if (canceller.Kind == CancellerKind.NobodyOnPurpose)
            {
                continue;
            }

            if (canceller is not { Kind: CancellerKind.Giver, Symbol: IParameterSymbol giver, Source: null } || only is not null && !KnownSymbols.Same(only, giver))
            {
                return null;
            }

            only = giver;
        }

        return only;
    }

    /// <summary>
    /// Some places for a token, and those at which the work names the token that it is linked to. So the work sees one token only, and
    /// a loop that asks for it ends with the wait in it.
    /// </summary>
    /// <returns>Null where another token can't take each place.</returns>
    public static ImmutableArray<TokenSlot>? WithPlacesOf(
        ISymbol token, ImmutableArray<TokenSlot> slots, IReadOnlyList<Wait> waits, DetachedTask task, LeakModel model)
    {
        if (TokenUses.Of(token, task, waits, model) is not { } uses || uses.Exists(use => !TokenRouter.CanCapture(use.Node, task.Scope.Function)))
        {
            return null;
        }

        var all = new TokenSlots();
        foreach (TokenSlot slot in slots.Concat(uses.Select(use => use.ToSlot())))
        {
            all.Add(slot);
        }

        return all.All.ToImmutableArray();
    }
}

/// <summary>Tells whether a method's signature may change, as far as its declaration says. Who uses it, the fix asks the solution.</summary>
internal static class SignatureFreedom
{
    /// <summary>Whether a method may gain an optional parameter: nothing in its declaration fixes its shape.</summary>
    public static bool MayGainParameter(IMethodSymbol method, LeakModel model) =>
        method.MethodKind is MethodKind.Ordinary or MethodKind.LocalFunction
        && !method.IsVirtual && !method.IsOverride && !method.IsAbstract && !method.IsExtern
        && !method.IsPartialDefinition && method.PartialDefinitionPart is null
        && method.GetAttributes().IsEmpty
        && !IsEventHandler(method)
        && method.DeclaringSyntaxReferences is [var declaration]
        && declaration.GetSyntax() is MethodDeclarationSyntax or LocalFunctionStatementSyntax
        && !KnownSymbols.Same(model.Symbols.Compilation.GetEntryPoint(CancellationToken.None), method)
        && !ImplementsInterface(method);

    /// <summary>Whether a method has the shape of an event's handler, and may be tied to its event where no code shows it.</summary>
    private static bool IsEventHandler(IMethodSymbol method)
    {
        if (method.Parameters is not [{ Type.SpecialType: SpecialType.System_Object }, { Type: var arguments }])
        {
            return false;
        }

        for (ITypeSymbol? type = arguments; type is not null; type = type.BaseType)
        {
            if (type is { Name: nameof(EventArgs), ContainingNamespace: { Name: nameof(System), ContainingNamespace.IsGlobalNamespace: true } })
            {
                return true;
            }
        }

        return false;
    }

    private static bool ImplementsInterface(IMethodSymbol method)
    {
        foreach (INamedTypeSymbol contract in method.ContainingType?.AllInterfaces ?? ImmutableArray<INamedTypeSymbol>.Empty)
        {
            foreach (ISymbol member in contract.GetMembers(method.Name))
            {
                if (KnownSymbols.Same(method.ContainingType!.FindImplementationForInterfaceMember(member), method))
                {
                    return true;
                }
            }
        }

        return !method.ExplicitInterfaceImplementations.IsEmpty;
    }
}
