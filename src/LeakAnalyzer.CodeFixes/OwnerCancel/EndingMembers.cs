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

/// <summary>The kinds of methods by which an object is disposed or stopped.</summary>
internal enum EndKind
{
    /// <summary><c>Dispose</c>, or the <c>Dispose(bool)</c> that <c>Dispose</c> calls.</summary>
    Dispose,

    /// <summary><c>DisposeAsync</c>, or the <c>DisposeAsyncCore</c> that <c>DisposeAsync</c> calls.</summary>
    DisposeAsync,

    /// <summary>The <c>StopAsync</c> of a hosted service.</summary>
    StopAsync,
}

/// <summary>An ending method: a method that runs when an object of its type is disposed or stopped.</summary>
/// <param name="Kind">The kind of the ending method.</param>
/// <param name="Method">The method. If the fix overrides a method, this is the inherited one.</param>
/// <param name="Declaration">The method's declaration, which has a body; null if the fix overrides the method.</param>
internal sealed record EndingMember(EndKind Kind, IMethodSymbol Method, MethodDeclarationSyntax? Declaration)
{
    /// <summary>Gets the inherited method that the fix overrides, or null if it overrides none.</summary>
    public InheritedEnd? Inherited { get; init; }

    /// <summary>Gets the code of the method, or null if the compilation doesn't contain it.</summary>
    public SyntaxNode? Code => Declaration ?? (Method.DeclaringSyntaxReferences is [var reference] ? reference.GetSyntax() : null);

    /// <summary>Whether the method's code can await. An override of an async method that the fix writes can.</summary>
    public bool CanAwait => Declaration is null ? Kind != EndKind.Dispose : Method.IsAsync;

    /// <summary>Gets the parameter of <c>Dispose(bool)</c>, which is false in a call from a finalizer; null for every other method.</summary>
    public IParameterSymbol? Flag => Kind == EndKind.Dispose && Method.Parameters is [var flag] ? flag : null;

    /// <summary>Whether the method can become async, because it only returns a completed task at its end.</summary>
    public bool CanBecomeAsync => Kind != EndKind.Dispose && !CanAwait && ((SyntaxNode?)IdleBody ?? IdleReturn) is { } idle && !HasComment(idle);

    private ExpressionSyntax? IdleBody => Declaration?.ExpressionBody is { Expression: var body } && IsDone(body) ? body : null;

    /// <summary>Gets the method's last statement, if it is the only <c>return</c> and returns a completed task; otherwise null.</summary>
    public ReturnStatementSyntax? IdleReturn =>
        Declaration?.Body is { Statements: [.., ReturnStatementSyntax { Expression: { } result } last] } body
        && IsDone(result)
        && last.GetLastToken().TrailingTrivia.Any(SyntaxKind.EndOfLineTrivia)
        && last.GetFirstToken().GetPreviousToken().TrailingTrivia.Any(SyntaxKind.EndOfLineTrivia)
        && !body.DescendantNodes().Any(node => node is ReturnStatementSyntax && node != last && SyntaxQueries.EnclosingFunction(node) == Declaration)
            ? last
            : null;

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

/// <summary>Finds the methods of a class that run when an object of the class is disposed or stopped.</summary>
internal static class EndingMembers
{
    public const string Dispose = nameof(Dispose);
    public const string DisposeAsync = nameof(DisposeAsync);
    public const string DisposeAsyncCore = nameof(DisposeAsyncCore);
    public const string StopAsync = nameof(StopAsync);

    /// <summary>
    /// Finds the ending methods of a class, one for each way in which its objects are disposed or stopped. Returns an empty list if an object can be disposed
    /// without running any of them.
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

    /// <summary>Whether a method calls <c>Dispose</c> of its own object, so that it runs the lines in <c>Dispose</c> too.</summary>
    public static bool CallsDispose(EndingMember member) =>
        member.Declaration is { } declaration
        && SyntaxUses.Uses(Dispose, declaration).Exists(use => IsOwnCall(use) && SyntaxQueries.EnclosingFunction(use) == declaration);

    /// <summary>Gets the method by which the class itself implements an interface member, or overrides its implementation; null if there is none.</summary>
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

    /// <summary>
    /// Gets the method with the work of the dispose pattern, <c>Dispose(bool)</c> or <c>DisposeAsyncCore</c>, or else the given implementation; null if neither
    /// has a body.
    /// </summary>
    private static EndingMember? Pattern(EndKind kind, INamedTypeSymbol type, IMethodSymbol? own, string core, int parameters)
    {
        foreach (ISymbol member in type.GetMembers(core))
        {
            if (member is IMethodSymbol { IsStatic: false } method
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

    public static bool Calls(IMethodSymbol method, string name) =>
        method.DeclaringSyntaxReferences is [var reference] && SyntaxUses.Uses(name, reference.GetSyntax()).Exists(IsOwnCall);

    private static bool IsOwnCall(IdentifierNameSyntax use) =>
        SyntaxQueries.Qualified(use) is { Parent: InvocationExpressionSyntax } called
        && called is IdentifierNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax };

    private static EndingMember? Find(EndKind kind, IMethodSymbol method) =>
        method.DeclaringSyntaxReferences is [var reference]
        && reference.GetSyntax() is MethodDeclarationSyntax declaration
        && (declaration.Body is not null || declaration.ExpressionBody is not null)
            ? new EndingMember(kind, method, declaration)
            : null;
}
