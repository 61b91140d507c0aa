using LeakAnalyzer.CodeFixes.Editing;
using LeakAnalyzer.Facts;
using LeakAnalyzer.Races;
using LeakAnalyzer.Summaries;
using LeakAnalyzer.Tasks;
using LeakAnalyzer.Tracking;
using LeakAnalyzer.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakAnalyzer.CodeFixes.OwnerCancel;

/// <summary>The method by which the users of an object end it.</summary>
internal enum EndKind
{
    /// <summary>By <c>Dispose</c>.</summary>
    Dispose,

    /// <summary>By <c>DisposeAsync</c>.</summary>
    DisposeAsync,

    /// <summary>By the <c>StopAsync</c> of a hosted service.</summary>
    StopAsync,
}

/// <summary>An ending method: one in which a type learns that its object is disposed or stopped.</summary>
/// <param name="Kind">Which of the kinds it is.</param>
/// <param name="Method">The method; one of a base type where the type is to override it.</param>
/// <param name="Declaration">Its declaration, with a body; null where the type is to override it.</param>
internal sealed record EndingMember(EndKind Kind, IMethodSymbol Method, MethodDeclarationSyntax? Declaration)
{
    /// <summary>The override that the type is to have; null where it has its own method.</summary>
    public InheritedEnd? Inherited { get; init; }

    /// <summary>The code that runs when the object is ended; null where that can't be seen.</summary>
    public SyntaxNode? Code => Declaration ?? (Method.DeclaringSyntaxReferences is [var reference] ? reference.GetSyntax() : null);

    /// <summary>Whether its code can await: an override is written so.</summary>
    public bool CanAwait => Declaration is null ? Kind != EndKind.Dispose : Method.IsAsync;

    /// <summary>The parameter of <c>Dispose(bool)</c> that tells a call from a finalizer; null elsewhere.</summary>
    public IParameterSymbol? Flag => Kind == EndKind.Dispose && Method.Parameters is [var flag] ? flag : null;

    /// <summary>Whether it isn't async and returns only a completed task at its end, so that it can become async.</summary>
    public bool CanBecomeAsync => Kind != EndKind.Dispose && !CanAwait && ((SyntaxNode?)IdleBody ?? IdleReturn) is { } idle && !HasComment(idle);

    /// <summary>Its expression body, where that is only a completed task; null elsewhere.</summary>
    private ExpressionSyntax? IdleBody => Declaration?.ExpressionBody is { Expression: var body } && IsDone(body) ? body : null;

    /// <summary>Its last statement, on lines of its own, where that returns a completed task and is the only <c>return</c>; null elsewhere.</summary>
    public ReturnStatementSyntax? IdleReturn =>
        Declaration?.Body is { Statements: [.., ReturnStatementSyntax { Expression: { } result } last] } body
        && IsDone(result)
        && last.GetLastToken().TrailingTrivia.Any(SyntaxKind.EndOfLineTrivia)
        && last.GetFirstToken().GetPreviousToken().TrailingTrivia.Any(SyntaxKind.EndOfLineTrivia)
        && !body.DescendantNodes().Any(node => node is ReturnStatementSyntax && node != last && SyntaxQueries.EnclosingFunction(node) == Declaration)
            ? last
            : null;

    /// <summary>Whether an expression is a task that is completed.</summary>
    private static bool IsDone(ExpressionSyntax task) => task switch
    {
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: "CompletedTask" } => true,
        BaseObjectCreationExpressionSyntax { ArgumentList.Arguments.Count: 0, Initializer: null } => true,
        _ => task.Kind() is SyntaxKind.DefaultLiteralExpression or SyntaxKind.DefaultExpression,
    };

    private static bool HasComment(SyntaxNode node) => node.Parent is ArrowExpressionClauseSyntax arrow
        ? arrow.DescendantTrivia().Any(IsText)
        : node.DescendantTrivia().Any(IsText);

    private static bool IsText(SyntaxTrivia trivia) => trivia.Kind() is not (SyntaxKind.WhitespaceTrivia or SyntaxKind.EndOfLineTrivia);
}

/// <summary>Finds the methods in which a type's own code learns that an object is disposed or stopped.</summary>
internal static class EndingMembers
{
    public const string Dispose = nameof(Dispose);
    public const string DisposeAsync = nameof(DisposeAsync);
    public const string DisposeAsyncCore = nameof(DisposeAsyncCore);
    public const string StopAsync = nameof(StopAsync);

    /// <summary>
    /// The ending methods of a class, one for each way in which its objects are ended; empty where one of these ways runs no code of the class's
    /// own, such as an inherited <c>Dispose</c> that it can't override. A service that the host stops need not learn of its disposal too.
    /// </summary>
    public static List<EndingMember> Of(INamedTypeSymbol type, KnownSymbols symbols)
    {
        var inherited = new InheritedEnds(type, symbols);
        var ends = new List<EndingMember>();
        EndingMember? disposing = Pattern(EndKind.Dispose, type, Own(type, symbols.Disposable, Dispose), Dispose, parameters: 1);
        EndingMember? disposingLater = Pattern(EndKind.DisposeAsync, type, Own(type, symbols.AsyncDisposable, DisposeAsync), DisposeAsyncCore, parameters: 0);
        if (Own(type, symbols.HostedService, StopAsync) is { } stop)
        {
            Add(Find(EndKind.StopAsync, stop));
        }
        else if (disposing is null && disposingLater is null)
        {
            Add(inherited.Stop());
        }

        bool isStopped = ends.Count > 0;
        disposing ??= inherited.Dispose();
        disposingLater ??= isStopped ? null : inherited.DisposeAsync();
        if (KnownSymbols.Is(type, symbols.Disposable))
        {
            Add(disposing);
            if (disposing is null && !isStopped)
            {
                return [];
            }
        }

        if (KnownSymbols.Is(type, symbols.AsyncDisposable))
        {
            Add(disposingLater);
            if (disposingLater is null && !isStopped)
            {
                return [];
            }
        }

        return ends;

        void Add(EndingMember? end)
        {
            if (end is not null)
            {
                ends.Add(end);
            }
        }
    }

    /// <summary>Whether a method calls the object's own <c>Dispose</c>, so that lines in <c>Dispose</c> are enough.</summary>
    public static bool CallsDispose(EndingMember member) =>
        member.Declaration is { } declaration
        && SyntaxUses.Uses(Dispose, declaration).Exists(use => IsOwnCall(use) && SyntaxQueries.EnclosingFunction(use) == declaration);

    /// <summary>The class's own implementation of a member of an interface, or its own override of an inherited one.</summary>
    private static IMethodSymbol? Own(INamedTypeSymbol type, INamedTypeSymbol? contract, string name)
    {
        if (contract?.GetMembers(name) is not [IMethodSymbol member] || type.FindImplementationForInterfaceMember(member) is not IMethodSymbol implementation)
        {
            return null;
        }

        if (KnownSymbols.Same(implementation.ContainingType, type))
        {
            return implementation;
        }

        foreach (ISymbol own in type.GetMembers(name))
        {
            for (IMethodSymbol? overridden = (own as IMethodSymbol)?.OverriddenMethod; overridden is not null; overridden = overridden.OverriddenMethod)
            {
                if (KnownSymbols.Same(overridden, implementation))
                {
                    return (IMethodSymbol)own;
                }
            }
        }

        return null;
    }

    /// <summary>The method of the dispose pattern that does the work, where the class has it; else the implementation itself.</summary>
    private static EndingMember? Pattern(EndKind kind, INamedTypeSymbol type, IMethodSymbol? own, string core, int parameters)
    {
        foreach (ISymbol member in type.GetMembers(core))
        {
            if (member is IMethodSymbol { IsStatic: false, MethodKind: MethodKind.Ordinary } method
                && method.Parameters.Length == parameters
                && method.Parameters.All(parameter => parameter.Type.SpecialType == SpecialType.System_Boolean)
                && !KnownSymbols.Same(method, own)
                && (method.IsOverride || own is not null && Calls(own, core)))
            {
                return Find(kind, method);
            }
        }

        return own is null ? null : Find(kind, own);
    }

    /// <summary>Whether a method of the code calls another of its object.</summary>
    public static bool Calls(IMethodSymbol method, string name) =>
        method.DeclaringSyntaxReferences is [var reference] && SyntaxUses.Uses(name, reference.GetSyntax()).Exists(IsOwnCall);

    /// <summary>Whether a method of the object at hand is called.</summary>
    private static bool IsOwnCall(IdentifierNameSyntax use) =>
        SyntaxQueries.Qualified(use) is { Parent: InvocationExpressionSyntax } called
        && called is IdentifierNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax };

    /// <summary>The method with its declaration; null where it has no code that may be changed.</summary>
    private static EndingMember? Find(EndKind kind, IMethodSymbol method) =>
        method.DeclaringSyntaxReferences is [var reference]
        && reference.GetSyntax() is MethodDeclarationSyntax declaration
        && (declaration.Body is not null || declaration.ExpressionBody is not null)
            ? new EndingMember(kind, method, declaration)
            : null;
}
