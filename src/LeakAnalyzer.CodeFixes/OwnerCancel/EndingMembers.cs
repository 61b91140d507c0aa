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

/// <summary>The kinds of methods by which an object is ended: disposed or stopped.</summary>
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
    /// <summary>Gets the inherited method that the fix overrides, or null if the type has an ending method of its own.</summary>
    public InheritedEnd? Inherited { get; init; }

    /// <summary>Gets the code of the method, or null if the compilation doesn't contain its code.</summary>
    public SyntaxNode? Code => Declaration ?? (Method.DeclaringSyntaxReferences is [var reference] ? reference.GetSyntax() : null);

    /// <summary>Whether the method's code can await. An override that the fix writes can await, unless the fix overrides <c>Dispose</c>.</summary>
    public bool CanAwait => Declaration is null ? Kind != EndKind.Dispose : Method.IsAsync;

    /// <summary>Gets the parameter of <c>Dispose(bool)</c>, which is false in a call from a finalizer. Null for every other method.</summary>
    public IParameterSymbol? Flag => Kind == EndKind.Dispose && Method.Parameters is [var flag] ? flag : null;

    /// <summary>Whether the method isn't async but can become async, because the method only returns a completed task at its end.</summary>
    public bool CanBecomeAsync => Kind != EndKind.Dispose && !CanAwait && ((SyntaxNode?)IdleBody ?? IdleReturn) is { } idle && !HasComment(idle);

    /// <summary>Gets the method's expression body if that is only a completed task; otherwise null.</summary>
    private ExpressionSyntax? IdleBody => Declaration?.ExpressionBody is { Expression: var body } && IsDone(body) ? body : null;

    /// <summary>
    /// Gets the method's last statement if that returns a completed task, is the only <c>return</c>, and is on lines of its own; otherwise null.
    /// </summary>
    public ReturnStatementSyntax? IdleReturn =>
        Declaration?.Body is { Statements: [.., ReturnStatementSyntax { Expression: { } result } last] } body
        && IsDone(result)
        && last.GetLastToken().TrailingTrivia.Any(SyntaxKind.EndOfLineTrivia)
        && last.GetFirstToken().GetPreviousToken().TrailingTrivia.Any(SyntaxKind.EndOfLineTrivia)
        && !body.DescendantNodes().Any(node => node is ReturnStatementSyntax && node != last && SyntaxQueries.EnclosingFunction(node) == Declaration)
            ? last
            : null;

    /// <summary>Whether an expression evaluates to a completed task.</summary>
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

/// <summary>Finds the ending methods of a class: the code of the class that runs when an object of the class is disposed or stopped.</summary>
internal static class EndingMembers
{
    public const string Dispose = nameof(Dispose);
    public const string DisposeAsync = nameof(DisposeAsync);
    public const string DisposeAsyncCore = nameof(DisposeAsyncCore);
    public const string StopAsync = nameof(StopAsync);

    /// <summary>
    /// Finds the ending methods of a class, one for each way in which the objects of the class are disposed or stopped. Returns an empty list if an
    /// object can be disposed without running code of the class, for example because the class can't override an inherited <c>Dispose</c>. A hosted
    /// service is an exception: the host stops the service before the disposal, so <c>StopAsync</c> alone is enough.
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

    /// <summary>Whether a method calls <c>Dispose</c> of its own object, so that lines in <c>Dispose</c> run for that method too.</summary>
    public static bool CallsDispose(EndingMember member) =>
        member.Declaration is { } declaration
        && SyntaxUses.Uses(Dispose, declaration).Exists(use => IsOwnCall(use) && SyntaxQueries.EnclosingFunction(use) == declaration);

    /// <summary>
    /// Gets the method by which the class itself implements an interface member, or overrides the inherited implementation. Returns null if there
    /// is none.
    /// </summary>
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
    /// Gets the method that does the work in the dispose pattern (<c>Dispose(bool)</c> or <c>DisposeAsyncCore</c>), if the class has such a method;
    /// otherwise the given implementation of the class. Returns null if the class has neither, or if the method has no body in source.
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

    /// <summary>Whether a method in source calls a method with the given name on its own object.</summary>
    public static bool Calls(IMethodSymbol method, string name) =>
        method.DeclaringSyntaxReferences is [var reference] && SyntaxUses.Uses(name, reference.GetSyntax()).Exists(IsOwnCall);

    /// <summary>Whether a use of a name calls a method on <c>this</c>.</summary>
    private static bool IsOwnCall(IdentifierNameSyntax use) =>
        SyntaxQueries.Qualified(use) is { Parent: InvocationExpressionSyntax } called
        && called is IdentifierNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax };

    /// <summary>Creates the description of an ending method. Returns null if the method has no body in source.</summary>
    private static EndingMember? Find(EndKind kind, IMethodSymbol method) =>
        method.DeclaringSyntaxReferences is [var reference]
        && reference.GetSyntax() is MethodDeclarationSyntax declaration
        && (declaration.Body is not null || declaration.ExpressionBody is not null)
            ? new EndingMember(kind, method, declaration)
            : null;
}
