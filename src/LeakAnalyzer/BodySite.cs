using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer;

/// <summary>An operation that is examined, by the analyzer or by a code fix, and the member that contains it.</summary>
internal readonly struct BodySite
{
    private readonly OperationAnalysisContext? _driver;

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
    {
        _driver = null;
        Operation = operation;
        Containing = containing;
    }

    public IOperation Operation { get; }

    /// <summary>Gets the member that contains the operation.</summary>
    public ISymbol Containing { get; }

    public SyntaxTree Tree => Operation.Syntax.SyntaxTree;

    /// <summary>Gets the control flow graph of the member's body.</summary>
    public ControlFlowGraph GetGraph()
    {
        if (_driver is { } driver)
        {
            return driver.GetControlFlowGraph();
        }

        IOperation root = Operation;
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
