using System.Collections.Immutable;
using LeakAnalyzer.Facts;
using LeakAnalyzer.Summaries;
using LeakAnalyzer.Symbols;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Tasks;

/// <summary>How often a task is started at one place in the code, as far as the code shows it.</summary>
internal enum Lifetime
{
    /// <summary>The start may happen any number of times.</summary>
    Many,

    /// <summary>The start happens once in the process, so that the task belongs to the application.</summary>
    Once,

    /// <summary>The start happens once for each object of its type, and it can't be seen how many objects are created.</summary>
    Unseen,
}

/// <summary>Tells how often a task is started at one place in the code.</summary>
internal static class Lifetimes
{
    private const int MostSteps = 4;

    public static Lifetime Of(Scope scope, SyntaxNode start, LeakModel model)
    {
        if (SyntaxQueries.IsInLoop(start) || model.Functions.IsJumpedBackTo(start, scope.Function))
        {
            return Lifetime.Many;
        }

        if (scope.IsEntryPoint || scope is { IsStatic: true, Symbol: null or { MethodKind: MethodKind.StaticConstructor } })
        {
            return Lifetime.Once;
        }

        bool isMaking = scope.Symbol is null or { MethodKind: MethodKind.Constructor };
        if (scope.Type is not { } type || scope.IsStatic || !isMaking && !IsHostsCall(scope.Symbol!, model))
        {
            return scope.Symbol is { } function && OnlyCallOf(function, model) is { } call && RunsOnce(call, model, MostSteps, isOfEntry: false) ? Lifetime.Once : Lifetime.Many;
        }

        return IsMadeOnce(type.OriginalDefinition, model, MostSteps) ? Lifetime.Once
            : isMaking && ImplementsInterface(type, model) && model.Creations.Of(type).IsEmpty ? Lifetime.Unseen
            : Lifetime.Many;
    }

    /// <summary>
    /// Gets the only call of a private function; null if the function has several calls, or other uses. One call by the function itself doesn't count: by it,
    /// work starts itself again and is still one task at a time.
    /// </summary>
    private static InvocationExpressionSyntax? OnlyCallOf(IMethodSymbol function, LeakModel model)
    {
        if (!PrivateCalls.AreAll(function) || function.DeclaringSyntaxReferences is not [var declaration])
        {
            return null;
        }

        ImmutableArray<SimpleNameSyntax> uses = model.Uses.Of(function);
        ImmutableArray<SimpleNameSyntax> others = uses.Length == 2 ? uses.RemoveAll(use => use.SyntaxTree == declaration.SyntaxTree && declaration.Span.Contains(use.Span)) : uses;
        return others is [var only] ? SyntaxQueries.Qualified(only).Parent as InvocationExpressionSyntax : null;
    }

    /// <summary>
    /// Whether a node is executed at most once in the process. Code of the entry point counts as such only if <paramref name="isOfEntry"/>.
    /// </summary>
    private static bool RunsOnce(SyntaxNode node, LeakModel model, int steps, bool isOfEntry)
    {
        SyntaxNode function = SyntaxQueries.EnclosingFunction(node);
        if (steps == 0 || SyntaxQueries.IsInLoop(node) || model.Functions.IsJumpedBackTo(node, function))
        {
            return false;
        }

        switch (function)
        {
            case CompilationUnitSyntax:
                return isOfEntry;
            case ConstructorDeclarationSyntax or FieldDeclarationSyntax or PropertyDeclarationSyntax { ExpressionBody: null }:
                return ((MemberDeclarationSyntax)function).Modifiers.Any(SyntaxKind.StaticKeyword) || IsOfTypeMadeOnce(function, model, steps - 1);
            case MethodDeclarationSyntax or LocalFunctionStatementSyntax when model.SemanticModelOf(function.SyntaxTree)?.GetDeclaredSymbol(function) is IMethodSymbol method:
                return KnownSymbols.Same(method, model.Symbols.Compilation.GetEntryPoint(CancellationToken.None)) ? isOfEntry
                    : !method.IsStatic && IsHostsCall(method, model) ? IsOfTypeMadeOnce(function, model, steps - 1)
                    : OnlyCallOf(method, model) is { } call && RunsOnce(call, model, steps - 1, isOfEntry);
            default:
                return false;
        }
    }

    private static bool IsOfTypeMadeOnce(SyntaxNode member, LeakModel model, int steps) =>
        member.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } declaration
        && model.SemanticModelOf(declaration.SyntaxTree)?.GetDeclaredSymbol(declaration) is { } type
        && IsMadeOnce(type, model, steps);

    /// <summary>Whether a method is the <c>StartAsync</c> or <c>ExecuteAsync</c> of a hosted service, which a host calls once.</summary>
    public static bool IsHostsCall(IMethodSymbol method, LeakModel model) => IsHostsStart(method, model) || Starts(method, model.Symbols.BackgroundService, model);

    /// <summary>
    /// Whether a method is the <c>StartAsync</c> of a hosted service. The token that it gets cancels only the start, not what is started.
    /// </summary>
    public static bool IsHostsStart(IMethodSymbol method, LeakModel model) => Starts(method, model.Symbols.HostedService, model);

    /// <summary>
    /// Whether a method implements or overrides a member that starts or runs a service, such as <c>StartAsync</c>, of an interface or base class (the
    /// contract).
    /// </summary>
    private static bool Starts(IMethodSymbol method, INamedTypeSymbol? contract, LeakModel model)
    {
        foreach (ISymbol member in contract?.GetMembers() ?? ImmutableArray<ISymbol>.Empty)
        {
            if (member is IMethodSymbol { Parameters: [{ Type: var given }] }
                && model.Symbols.IsCancellationToken(given)
                && !EndingNames.SoundLikeEnd(member.Name)
                && (KnownSymbols.Same(method.ContainingType.FindImplementationForInterfaceMember(member), method) || KnownSymbols.Same(method.OverriddenMethod, member)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether only one object of a type is created in the process.</summary>
    private static bool IsMadeOnce(INamedTypeSymbol type, LeakModel model, int steps)
    {
        if (model.Symbols.IsApplication(type) || model.Uses.OfType(type).Any(use => IsRegisteredBy(use, model)))
        {
            return true;
        }

        bool isPrivate = type.InstanceConstructors.All(constructor => constructor.DeclaredAccessibility == Accessibility.Private);
        return (isPrivate || AreAllCreationsSeen(type, model))
            && model.Creations.Of(type) is [{ Syntax: var creation }]
            && (isPrivate ? IsInStaticInitializer(creation) : RunsOnce(creation, model, steps, isOfEntry: true));
    }

    /// <summary>
    /// Whether all creations of a type's objects can be seen. One part of a partial type may be generated from a view, such as XAML, which creates
    /// objects.
    /// </summary>
    private static bool AreAllCreationsSeen(INamedTypeSymbol type, LeakModel model)
    {
        if (!model.World.IsClosed(type) || type.DeclaringSyntaxReferences.Any(reference => reference.GetSyntax() is TypeDeclarationSyntax { Modifiers: var modifiers } && modifiers.Any(SyntaxKind.PartialKeyword)))
        {
            return false;
        }

        foreach (SimpleNameSyntax use in model.Uses.OfType(type))
        {
            if (use.FirstAncestorOrSelf<SyntaxNode>(node => node is TypeArgumentListSyntax or BaseListSyntax or TypeOfExpressionSyntax or StatementSyntax or MemberDeclarationSyntax) is TypeArgumentListSyntax or BaseListSyntax or TypeOfExpressionSyntax)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether a use of a type is in a call that registers the type as a singleton.</summary>
    private static bool IsRegisteredBy(SimpleNameSyntax use, LeakModel model)
    {
        for (SyntaxNode? node = use.Parent; node is not null and not MemberDeclarationSyntax; node = node.Parent)
        {
            if (node is ReturnStatementSyntax && SyntaxQueries.EnclosingFunction(node) is AnonymousFunctionExpressionSyntax factory)
            {
                node = factory;
            }
            else if (node is StatementSyntax)
            {
                return false;
            }
            else if (node is InvocationExpressionSyntax call && model.OperationAt(call) is IInvocationOperation invocation && model.Calls.Of(invocation) is { MakesOnce: true })
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsInStaticInitializer(SyntaxNode creation) =>
        creation.FirstAncestorOrSelf<MemberDeclarationSyntax>() is FieldDeclarationSyntax or PropertyDeclarationSyntax or ConstructorDeclarationSyntax
        && creation.FirstAncestorOrSelf<MemberDeclarationSyntax>()!.Modifiers.Any(SyntaxKind.StaticKeyword);

    private static bool ImplementsInterface(INamedTypeSymbol type, LeakModel model) =>
        type.AllInterfaces.Any(contract => !KnownSymbols.Same(contract, model.Symbols.Disposable) && !KnownSymbols.Same(contract, model.Symbols.AsyncDisposable));
}
