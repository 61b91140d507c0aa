using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer;

/// <summary>An operation that the rules are asked about, with the body that contains it. It comes from the compiler's driver, or from a fix that reads a report.</summary>
internal readonly struct BodySite
{
    private readonly OperationAnalysisContext? _driver;

    /// <summary>Makes the site of an operation that the driver visits.</summary>
    public BodySite(OperationAnalysisContext driver)
    {
        _driver = driver;
        Operation = driver.Operation;
        Containing = driver.ContainingSymbol;
    }

    /// <summary>Makes the site of an operation that a fix asks about.</summary>
    /// <param name="operation">The operation, in the tree of its body.</param>
    /// <param name="containing">The member whose body that is.</param>
    public BodySite(IOperation operation, ISymbol containing)
    {
        _driver = null;
        Operation = operation;
        Containing = containing;
    }

    /// <summary>The operation.</summary>
    public IOperation Operation { get; }

    /// <summary>The member whose body it stands in.</summary>
    public ISymbol Containing { get; }

    /// <summary>The file that it stands in.</summary>
    public SyntaxTree Tree => Operation.Syntax.SyntaxTree;

    /// <summary>The control flow graph of the body.</summary>
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
