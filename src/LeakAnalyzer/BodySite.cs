using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer;

/// <summary>
/// An operation that the analyzer examines, with the body that contains the operation. It comes from the analyzer driver, or from a fix that examines
/// the code around a report.
/// </summary>
internal readonly struct BodySite
{
    private readonly OperationAnalysisContext? _driver;

    /// <summary>Creates the site of an operation that the analyzer driver visits.</summary>
    public BodySite(OperationAnalysisContext driver)
    {
        _driver = driver;
        Operation = driver.Operation;
        Containing = driver.ContainingSymbol;
    }

    /// <summary>Creates the site of an operation that a fix examines.</summary>
    /// <param name="operation">
    /// The operation. It must belong to the operation tree of the whole body, because the tree is followed up to its root.
    /// </param>
    /// <param name="containing">The member to which the body belongs.</param>
    public BodySite(IOperation operation, ISymbol containing)
    {
        _driver = null;
        Operation = operation;
        Containing = containing;
    }

    public IOperation Operation { get; }

    /// <summary>Gets the member whose body contains the operation.</summary>
    public ISymbol Containing { get; }

    /// <summary>Gets the syntax tree of the file that contains the operation.</summary>
    public SyntaxTree Tree => Operation.Syntax.SyntaxTree;

    /// <summary>Creates, or gets from the analyzer driver, the control flow graph of the body.</summary>
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
