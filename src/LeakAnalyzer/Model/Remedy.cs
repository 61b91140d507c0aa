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
/// <param name="Slots">Where a token goes, one for each wait.</param>
/// <param name="ScopeGoesOn">Whether the scope goes on working behind the start.</param>
internal sealed record Remedy(ImmutableArray<FixKind> Fixes, string? Token, ImmutableArray<TokenSlot> Slots, bool ScopeGoesOn)
{
    /// <summary>No fix.</summary>
    public static Remedy None { get; } = new(ImmutableArray<FixKind>.Empty, Token: null, ImmutableArray<TokenSlot>.Empty, ScopeGoesOn: true);

    /// <summary>Whether the token in reach is to be passed on as it is.</summary>
    public bool PassesToken => Fixes.Contains(FixKind.PassToken);

    /// <summary>The remedy for some waits of a task.</summary>
    public static Remedy For(DetachedTask task, IEnumerable<Wait> waits, LeakModel model)
    {
        bool goesOn = task.Scope.GoesOnBehind(task.Start.Call.Syntax);
        ImmutableArray<TokenSlot> slots = SlotsOf(waits, task.Scope);
        if (slots.IsEmpty || task.Start.FaultFate == FaultFate.CrashesProcess || task.Scope.Symbol is not { MethodKind: not MethodKind.Destructor } scope)
        {
            return new Remedy(ImmutableArray<FixKind>.Empty, Token: null, slots, goesOn);
        }

        List<ISymbol> tokens = TokensInReach.Of(task, model);
        if (TokensInReach.OfScope(tokens, waits, task, model) is { } own)
        {
            return new Remedy(ImmutableArray.Create(FixKind.PassToken), own.Name, slots, goesOn);
        }

        var fixes = ImmutableArray.CreateBuilder<FixKind>();
        if (goesOn && tokens.Count <= 1)
        {
            fixes.Add(FixKind.LinkToScope);
            if (tokens.Count == 0 && SignatureFreedom.MayGainParameter(scope, model))
            {
                fixes.Add(FixKind.LinkToNewParameter);
            }
        }
        else if (!goesOn && tokens.Count == 1 && TokensInReach.Governs(tokens[0], waits, task, model))
        {
            fixes.Add(FixKind.PassToken);
        }

        return new Remedy(fixes.ToImmutable(), tokens.Count == 1 ? tokens[0].Name : null, slots, goesOn);
    }

    /// <summary>The places for the token, each in the scope's own code; none where some wait has no such place.</summary>
    private static ImmutableArray<TokenSlot> SlotsOf(IEnumerable<Wait> waits, Scope scope)
    {
        var slots = ImmutableArray.CreateBuilder<TokenSlot>();
        foreach (Wait wait in waits)
        {
            if (wait.Slots.IsEmpty)
            {
                return ImmutableArray<TokenSlot>.Empty;
            }

            foreach (TokenPlace place in wait.Slots)
            {
                if (!CanCapture(place.Node, scope.Function))
                {
                    return ImmutableArray<TokenSlot>.Empty;
                }

                TokenSlot slot = place.ToSlot();
                if (!slots.Contains(slot))
                {
                    slots.Add(slot);
                }
            }
        }

        return slots.ToImmutable();
    }

    /// <summary>Whether a node in a scope may name a local of the scope: no static function stands between.</summary>
    private static bool CanCapture(SyntaxNode node, SyntaxNode scope)
    {
        for (SyntaxNode? current = node; current is not null; current = current.Parent)
        {
            if (current == scope)
            {
                return true;
            }

            if (current is AnonymousFunctionExpressionSyntax { Modifiers: var modifiers } && modifiers.Any(SyntaxKind.StaticKeyword)
                || current is LocalFunctionStatementSyntax { Modifiers: var localModifiers } && localModifiers.Any(SyntaxKind.StaticKeyword))
            {
                return false;
            }
        }

        return false;
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
        && method.DeclaringSyntaxReferences is [var declaration]
        && declaration.GetSyntax() is MethodDeclarationSyntax or LocalFunctionStatementSyntax
        && !KnownSymbols.Same(model.Symbols.Compilation.GetEntryPoint(CancellationToken.None), method)
        && !ImplementsInterface(method);

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
