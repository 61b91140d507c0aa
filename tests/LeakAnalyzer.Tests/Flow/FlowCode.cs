using LeakAnalyzer.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Tests.Flow;

/// <summary>The control flow graph of a function that calls <c>Start()</c>, <c>End()</c> and <c>Work()</c>.</summary>
internal sealed class FlowCode
{
    private readonly ControlFlowGraph _graph;
    private readonly FlowPoint _start;

    private FlowCode(ControlFlowGraph graph, FlowPoint start)
    {
        _graph = graph;
        _start = start;
    }

    public static FlowCode Of(string body)
    {
        SyntaxTree tree = CSharpSyntaxTree.ParseText($$"""
            using System;
            using System.Threading.Tasks;
            class C
            {
                static void Start() { }
                static void End() { }
                static void Work() { }
                static void Mark() { }
                static bool flag;
                async Task M(int n, int[] items)
                {
                    {{body}}
                }
            }
            """);
        var compilation = CSharpCompilation.Create(
            "Flow", [tree], TestReferences.Net80.Assemblies, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        Assert.Empty(compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        SemanticModel model = compilation.GetSemanticModel(tree);
        SyntaxNode root = tree.GetRoot();
        MethodDeclarationSyntax method = root.DescendantNodes().OfType<MethodDeclarationSyntax>().Single(m => m.Identifier.Text == "M");
        SyntaxNode start = method.DescendantNodes().OfType<InvocationExpressionSyntax>().Single(call => call.ToString() == "Start()");
        SyntaxNode? function = start.Ancestors().FirstOrDefault(node => node is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax);
        ControlFlowGraph graph = ControlFlowGraph.Create((IMethodBodyOperation)model.GetOperation(method)!);
        ControlFlowGraph inner = function is null ? graph : NestedGraphs.Find(function, graph)!;
        return new FlowCode(inner, new GraphIndex(inner, operation => operation is IAwaitOperation).After(start)!.Value);
    }

    /// <summary>Whether some path from <c>Start()</c> to the exit doesn't call <c>End()</c>.</summary>
    public bool LeavesWithoutEnd() => ExitPaths.AnyWithout(_graph, _start, operation => operation.Syntax.ToString() == "End()", MayThrow);

    public static bool MayThrow(IOperation operation) => operation is IInvocationOperation or IAwaitOperation or IObjectCreationOperation;

    /// <summary>Whether a path from <c>Start()</c> leads to a loop or an await.</summary>
    public bool GoesOn() => Aftermath.GoesOn(_start, new GraphIndex(_graph, operation => operation is IAwaitOperation), MayThrow);

    /// <summary>Gets the states at the exit, in the notation of <see cref="ExitStateTests"/>.</summary>
    public string StatesAtExit(bool tellsFlag = false) =>
        ExitStateTests.Sets.ToString(ExitState<int>.Of(_graph, _start, initial: 1, new ExitStateTests.Sets(tellsFlag)));

    /// <summary>Whether the function's only condition tells that the local <c>thing</c> is null: first where it is true, then where it is false.</summary>
    public (bool WhereItHolds, bool Elsewhere) SayThatThingIsNull()
    {
        BasicBlock block = _graph.Blocks.Single(candidate => candidate.ConditionKind != ControlFlowConditionKind.None);
        ILocalSymbol thing = _graph.Blocks.SelectMany(candidate => candidate.Operations).SelectMany(operation => operation.DescendantsAndSelf())
            .OfType<ILocalReferenceOperation>().First(reference => reference.Local.Name == "thing").Local;
        bool Says(ControlFlowBranch branch) => BranchFacts.MeansNull(block.BranchValue!, BranchFacts.Outcome(block, branch)!.Value, thing);
        ControlFlowBranch[] branches = [block.ConditionalSuccessor!, block.FallThroughSuccessor!];
        ControlFlowBranch holds = branches.Single(branch => branch.Destination!.Operations.Any(operation => operation.Syntax.ToString() == "n++;"));
        return (Says(holds), Says(branches.Single(branch => branch != holds)));
    }
}
