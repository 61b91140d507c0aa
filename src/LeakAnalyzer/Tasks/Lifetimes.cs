using LeakAnalyzer.Facts;
using LeakAnalyzer.Summaries;
using LeakAnalyzer.Symbols;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Tasks;

/// <summary>How often a task is started at one place in the code, as far as the code shows it.</summary>
internal enum Lifetime
{
    /// <summary>Each call starts one more task.</summary>
    Many,

    /// <summary>The start happens once in the process, so that the task belongs to the application.</summary>
    Once,

    /// <summary>The start happens whenever the type is created, and it can't be seen how often that is.</summary>
    Unseen,
}

/// <summary>
/// Tells how often a task is started at one place. It is started once in the entry point's own body, in a static constructor or initializer, and in
/// the constructor, initializer, <c>StartAsync</c> or <c>ExecuteAsync</c> of a type that is created once. Other methods that such code calls are
/// judged as usual.
/// </summary>
internal static class Lifetimes
{
    /// <summary>Gets how often a start in a scope happens.</summary>
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
            return Lifetime.Many;
        }

        return IsMadeOnce(type.OriginalDefinition, model, out bool isMade) ? Lifetime.Once
            : isMaking && !isMade && ImplementsInterface(type, model) ? Lifetime.Unseen
            : Lifetime.Many;
    }

    /// <summary>Whether a method is one that a host calls once: <c>StartAsync</c> or <c>ExecuteAsync</c>.</summary>
    public static bool IsHostsCall(IMethodSymbol method, LeakModel model) => IsHostsStart(method, model) || Starts(method, model.Symbols.BackgroundService, model);

    /// <summary>Whether a method is the <c>StartAsync</c> of a hosted service. Its token cancels the start only, not what is started.</summary>
    public static bool IsHostsStart(IMethodSymbol method, LeakModel model) => Starts(method, model.Symbols.HostedService, model);

    /// <summary>Whether a method implements or overrides a member that a host calls with a token, other than the one that stops the service.</summary>
    private static bool Starts(IMethodSymbol method, INamedTypeSymbol? contract, LeakModel model)
    {
        foreach (ISymbol member in contract?.GetMembers() ?? System.Collections.Immutable.ImmutableArray<ISymbol>.Empty)
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
    /// <param name="type">The type.</param>
    /// <param name="model">The compilation's model.</param>
    /// <param name="isMade">Whether some code of the compilation creates an object of the type.</param>
    private static bool IsMadeOnce(INamedTypeSymbol type, LeakModel model, out bool isMade)
    {
        isMade = false;
        if (model.Symbols.IsApplication(type))
        {
            return true;
        }

        int creations = 0;
        bool isStatic = true;
        bool isRegistered = false;
        foreach (IdentifierNameSyntax use in model.Uses.OfType(type))
        {
            if (use.FirstAncestorOrSelf<SyntaxNode>(node => node is BaseObjectCreationExpressionSyntax or StatementSyntax or MemberDeclarationSyntax) is ObjectCreationExpressionSyntax creation
                && creation.Type.Span.Contains(use.Span))
            {
                creations++;
                isStatic &= IsInStaticInitializer(creation);
            }

            isRegistered |= IsRegisteredBy(use, model);
        }

        foreach (ISymbol member in type.GetMembers())
        {
            // `static readonly T Instance = new()` uses the type's name only in the declaration, so it isn't found as a creation above.
            if (member is IFieldSymbol or IPropertySymbol && member.IsStatic && InitializerOf(member) is ImplicitObjectCreationExpressionSyntax)
            {
                creations++;
            }
        }

        isMade = creations > 0;
        return isRegistered
            || creations == 1 && isStatic && type.InstanceConstructors.All(constructor => constructor.DeclaredAccessibility == Accessibility.Private);
    }

    /// <summary>
    /// Whether a use of a type is in a call that registers the type as a singleton: as a type argument, in <c>typeof</c>, or in a factory that
    /// creates the object.
    /// </summary>
    private static bool IsRegisteredBy(IdentifierNameSyntax use, LeakModel model)
    {
        for (SyntaxNode? node = use.Parent; node is not null and not (StatementSyntax or MemberDeclarationSyntax); node = node.Parent)
        {
            if (node is InvocationExpressionSyntax call && model.OperationAt(call) is IInvocationOperation invocation && model.Calls.Of(invocation) is { MakesOnce: true })
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsInStaticInitializer(SyntaxNode creation) =>
        creation.FirstAncestorOrSelf<MemberDeclarationSyntax>() is { } member and (FieldDeclarationSyntax or PropertyDeclarationSyntax) && member.Modifiers.Any(modifier => modifier.ValueText == "static")
        || creation.FirstAncestorOrSelf<ConstructorDeclarationSyntax>() is { } constructor && constructor.Modifiers.Any(modifier => modifier.ValueText == "static");

    private static ExpressionSyntax? InitializerOf(ISymbol member) =>
        member.DeclaringSyntaxReferences is not [var reference] ? null
        : reference.GetSyntax() is VariableDeclaratorSyntax { Initializer.Value: var value } ? value
        : (reference.GetSyntax() as PropertyDeclarationSyntax)?.Initializer?.Value;

    private static bool ImplementsInterface(INamedTypeSymbol type, LeakModel model) =>
        type.AllInterfaces.Any(contract => !KnownSymbols.Same(contract, model.Symbols.Disposable) && !KnownSymbols.Same(contract, model.Symbols.AsyncDisposable));
}
