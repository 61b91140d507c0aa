using LeakAnalyzer.Facts;
using LeakAnalyzer.Flow;
using LeakAnalyzer.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Tracking;

/// <summary>The function that contains an analyzed operation: a method, accessor, local function, lambda, initializer or top-level program.</summary>
internal sealed class Scope
{
    private readonly Lazy<ControlFlowGraph?> _graph;
    private readonly CodeModel _code;

    private Scope(SyntaxNode function, ISymbol containing, IMethodSymbol? symbol, Lazy<ControlFlowGraph?> graph, CodeModel code)
    {
        Function = function;
        Symbol = symbol;
        Type = ExtensionBlocks.TypeAround(containing);
        IsStatic = containing.IsStatic || ExtensionBlocks.IsMember(containing);
        _graph = graph;
        _code = code;
    }

    /// <summary>The declaration of the function or initializer; the compilation unit for a top-level program.</summary>
    public SyntaxNode Function { get; }

    /// <summary>The function; null if the scope is an initializer.</summary>
    public IMethodSymbol? Symbol { get; }

    /// <summary>The type that contains the scope; for a member of an extension block, the static class around the block.</summary>
    public INamedTypeSymbol? Type { get; }

    /// <summary>Whether the scope is a static member, a member of an extension block, or a function in one.</summary>
    public bool IsStatic { get; }

    /// <summary>The scope as a message names it: a name in quotes, or a description such as <c>the lambda</c>.</summary>
    public string QuotedName => Symbol switch
    {
        null => "the initializer",
        { Name: "<Main>$" } => "the program",
        { MethodKind: MethodKind.AnonymousFunction } => "the lambda",
        { MethodKind: MethodKind.Constructor or MethodKind.StaticConstructor } => $"'{Symbol.ContainingType.Name}'",
        { AssociatedSymbol: { } property } => $"'{property.Name}'",
        _ => $"'{Symbol.Name}'",
    };

    /// <summary>Whether the scope is the program's entry point.</summary>
    public bool IsEntryPoint => Symbol is { IsStatic: true, MethodKind: MethodKind.Ordinary } method
        && KnownSymbols.Same(_code.Symbols.Compilation.GetEntryPoint(CancellationToken.None), method);

    /// <summary>Whether the scope is <c>async</c>.</summary>
    public bool IsAsync => Symbol is { IsAsync: true };

    /// <summary>Gets the scope that contains an operation.</summary>
    /// <param name="operation">An operation in the scope's body.</param>
    /// <param name="containing">The member whose body the analyzer driver analyzes; the scope is that member or a function in it.</param>
    /// <param name="rootGraph">Gets the control flow graph of the member's body.</param>
    /// <param name="code">The compilation's code.</param>
    public static Scope Of(IOperation operation, ISymbol containing, Func<ControlFlowGraph> rootGraph, CodeModel code)
    {
        IOperation root = operation;
        for (IOperation? current = operation.Parent; current is not null; current = current.Parent)
        {
            root = current;
            IMethodSymbol? nested = current switch
            {
                IAnonymousFunctionOperation lambda => lambda.Symbol,
                ILocalFunctionOperation local => local.Symbol,
                _ => null,
            };
            if (nested is not null)
            {
                SyntaxNode function = current.Syntax;
                return new Scope(function, containing, nested, new(() => NestedGraphs.Find(function, rootGraph())), code);
            }
        }

        SyntaxNode declaration = root.Syntax is ArrowExpressionClauseSyntax or BlockSyntax && root.Syntax.Parent is { } parent ? parent : root.Syntax;
        return new Scope(declaration, containing, containing as IMethodSymbol, new(rootGraph), code);
    }

    /// <summary>Whether a parameter belongs to the scope or to a function around it.</summary>
    public bool IsGiven(IParameterSymbol parameter)
    {
        for (ISymbol? function = Symbol; function is IMethodSymbol; function = function.ContainingSymbol)
        {
            if (ExtensionBlocks.HasParameter(function, parameter))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a local is declared in the scope itself, and not in a function inside or around the scope.</summary>
    public bool Declares(ILocalSymbol local) =>
        local.DeclaringSyntaxReferences is [var reference, ..] && SyntaxQueries.EnclosingFunction(reference.GetSyntax()) == Function;

    /// <summary>Runs a flow analysis from the scope's entry and gets the state at the scope's exit.</summary>
    /// <returns>The state, null if no path reaches the exit, or <paramref name="unknown"/> if the scope has no control flow graph.</returns>
    public TState? StateAtExit<TState>(TState initial, TState unknown, IFlowStates<TState> states, Action<SyntaxNode?, TState>? atExit = null)
        where TState : struct =>
        _graph.Value is { } graph ? ExitState<TState>.Of(graph, new FlowPoint(graph.Blocks[0], 0), initial, states, atExit) : unknown;

    /// <summary>The last token of the scope, such as its closing brace.</summary>
    public SyntaxToken End => Function.GetLastToken();

    /// <summary>Whether a loop, an await or a blocking call is reachable after the call that starts a task, also on exceptional paths.</summary>
    public bool GoesOnAfter(SyntaxNode start) =>
        _graph.Value is { } graph
        && _code.IndexOf(graph) is var index
        && index.After(start) is { } point
        && Aftermath.GoesOn(point, index, MayThrow);

    /// <summary>Whether a statement of the scope contains a loop, an await or a blocking call outside of lambdas and local functions.</summary>
    public bool GoesOnIn(IOperation statement)
    {
        foreach (IOperation operation in statement.OwnOperations())
        {
            if (operation is ILoopOperation || Duration.TakesTime(operation, _code))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether each path from the call that starts a task to the scope's exit, exceptional paths included, reaches one of the given nodes.</summary>
    public bool EachPathPasses(IReadOnlyCollection<SyntaxNode> acts, SyntaxNode start) =>
        _graph.Value is { } graph
        && _code.IndexOf(graph).After(start) is { } point
        && !ExitPaths.AnyWithout(graph, point, operation => acts.Contains(operation.Syntax), MayThrow);

    /// <summary>Whether each path to <paramref name="then"/>, exceptional paths included, first reaches <paramref name="first"/>.</summary>
    public bool EachPathPassesBefore(SyntaxNode first, SyntaxNode then) =>
        _graph.Value is { } graph && Dominance.Dominates(graph, first, then, MayThrow);

    private bool MayThrow(IOperation operation) => Throwing.MayThrow(operation, _code);
}
