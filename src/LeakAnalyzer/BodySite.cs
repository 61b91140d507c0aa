using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer;

/// <summary>An operation that is examined, by the analyzer or by a code fix, and the member that contains it.</summary>
internal readonly struct BodySite
{
    private readonly OperationAnalysisContext? _driver;
    private readonly Lazy<ControlFlowGraph>? _graph;

    /// <summary>Creates the site of an operation that Roslyn's analyzer driver visits.</summary>
    public BodySite(OperationAnalysisContext driver)
    {
        _driver = driver;
        Operation = driver.Operation;
        Containing = driver.ContainingSymbol;
    }

    /// <summary>Creates the site of an operation that a code fix examines.</summary>
    /// <param name="operation">The operation. Its parents must lead up to the body of the whole member.</param>
    /// <param name="containing">The member.</param>
    public BodySite(IOperation operation, ISymbol containing)
        : this(operation, containing, new Lazy<ControlFlowGraph>(() => GraphAround(operation)))
    {
    }

    private BodySite(IOperation operation, ISymbol containing, Lazy<ControlFlowGraph> graph)
    {
        _graph = graph;
        Operation = operation;
        Containing = containing;
    }

    public IOperation Operation { get; }

    /// <summary>Gets the member that contains the operation.</summary>
    public ISymbol Containing { get; }

    public SyntaxTree Tree => Operation.Syntax.SyntaxTree;

    /// <summary>Gets the control flow graph of the member's body.</summary>
    public ControlFlowGraph GetGraph() => _driver is { } driver ? driver.GetControlFlowGraph() : _graph!.Value;

    /// <summary>Gets the site of another operation of the same member. The graph, which is slow to make, is shared.</summary>
    /// <remarks>Only for a site that a code fix has created: the driver visits each operation itself.</remarks>
    public BodySite At(IOperation operation) => new(operation, Containing, _graph!);

    private static ControlFlowGraph GraphAround(IOperation operation)
    {
        IOperation root = operation;
        while (root.Parent is { } parent)
        {
            root = parent;
        }

        return root switch
        {
            IMethodBodyOperation method => ControlFlowGraph.Create(method),
            IConstructorBodyOperation constructor => ControlFlowGraph.Create(constructor),
            IFieldInitializerOperation field => ControlFlowGraph.Create(field),
            IPropertyInitializerOperation property => ControlFlowGraph.Create(property),
            IParameterInitializerOperation parameter => ControlFlowGraph.Create(parameter),
            IBlockOperation block => ControlFlowGraph.Create(block),
            _ => throw new InvalidOperationException($"A body that is a {root.Kind} has no graph."),
        };
    }
}
