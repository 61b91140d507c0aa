using System.Collections.Concurrent;
using System.Collections.Immutable;
using LeakAnalyzer.Flow;
using LeakAnalyzer.Symbols;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Summaries;

/// <summary>A function whose body is in source code and can be read.</summary>
/// <param name="Symbol">The lambda, local function or method.</param>
/// <param name="Syntax">The function's declaration.</param>
/// <param name="Body">The operations of the function's body.</param>
internal sealed record Work(IMethodSymbol Symbol, SyntaxNode Syntax, IOperation Body);

/// <summary>Finds the bodies of source methods, and the bodies' control flow graphs.</summary>
internal sealed class MethodBodies(CodeModel code)
{
    private readonly Dispatch _dispatch = new(code);
    private readonly ConcurrentDictionary<SyntaxNode, ControlFlowGraph?> _graphs = new();

    /// <summary>Gets the source method that a call runs; null if the call may run several methods, or one without source code.</summary>
    public IMethodSymbol? TargetOf(IInvocationOperation call) => _dispatch.TargetOf(call);

    /// <summary>Gets all source methods that a call can run; none if some can't be seen or there are too many to read.</summary>
    public ImmutableArray<IMethodSymbol> TargetsOf(IInvocationOperation call) => _dispatch.TargetsOf(call);

    /// <summary>Gets the source method that runs if the given method is called; null if several methods may run, or one without source code.</summary>
    public IMethodSymbol? TargetOf(IMethodSymbol method, bool isVirtualCall) => _dispatch.TargetOf(method, isVirtualCall);

    /// <summary>Gets the non-abstract types of the compilation that derive from a class.</summary>
    public IEnumerable<INamedTypeSymbol> DerivedFrom(INamedTypeSymbol type) => _dispatch.DerivedFrom(type);

    /// <summary>Gets the body of a source method; null if it has none.</summary>
    public Work? OfMethod(IMethodSymbol method)
    {
        if (method.DeclaringSyntaxReferences.IsEmpty)
        {
            return null;
        }

        SyntaxNode syntax = method.DeclaringSyntaxReferences[0].GetSyntax();
        return !HasBody(syntax) && !(syntax is ArrowExpressionClauseSyntax && ExtensionBlocks.IsMember(method)) || code.OperationAt(syntax) is not { } operation
            ? null
            : operation switch
            {
                IMethodBodyOperation { BlockBody: var block, ExpressionBody: var expression } when (block ?? expression) is { } body =>
                    new Work(method, syntax, body),
                IBlockOperation body when syntax.Parent is { } property => new Work(method, property, body), // the getter of a property such as IsDone => _done
                ILocalFunctionOperation { Body: { } body } => new Work(method, syntax, body),
                _ => null,
            };
    }

    /// <summary>Gets the control flow graph of a body; null if none can be created, for example because the code has errors.</summary>
    public ControlFlowGraph? GraphOf(Work work) => GraphOf(work.Syntax, work.Body);

    /// <summary>Gets the control flow graph of a function; null if none can be created, for example because the code has errors.</summary>
    /// <param name="function">The declaration of the function.</param>
    /// <param name="inside">An operation in the function's body.</param>
    public ControlFlowGraph? GraphOf(SyntaxNode function, IOperation inside) => _graphs.GetOrAdd(function, _ => Create(function, inside));

    private static ControlFlowGraph? Create(SyntaxNode function, IOperation inside)
    {
        IOperation root = inside;
        while (root.Parent is { } parent)
        {
            root = parent;
        }

        ControlFlowGraph? graph = root switch
        {
            IMethodBodyOperation method => ControlFlowGraph.Create(method),
            IConstructorBodyOperation constructor => ControlFlowGraph.Create(constructor),
            IBlockOperation block => ControlFlowGraph.Create(block),
            IFieldInitializerOperation field => ControlFlowGraph.Create(field),
            IPropertyInitializerOperation property => ControlFlowGraph.Create(property),
            _ => null,
        };
        return graph is not null && function is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax ? NestedGraphs.Find(function, graph!) : graph;
    }

    private static bool HasBody(SyntaxNode declaration) => declaration switch
    {
        BaseMethodDeclarationSyntax method => method.Body is not null || method.ExpressionBody is not null,
        LocalFunctionStatementSyntax local => local.Body is not null || local.ExpressionBody is not null,
        AccessorDeclarationSyntax accessor => accessor.Body is not null || accessor.ExpressionBody is not null,
        _ => false,
    };
}
