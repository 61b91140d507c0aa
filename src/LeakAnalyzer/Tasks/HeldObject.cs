using LeakAnalyzer.Summaries;
using LeakAnalyzer.Symbols;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Tasks;

/// <summary>
/// The object in a local, such as a channel or <c>CancellationTokenSource</c>, with the calls in which its function uses it: directly, through another
/// local whose value uses it, or through a local function or delegate that does.
/// </summary>
/// <remarks>Starts from the uses of the local, and doesn't visit the whole function, which may have many such locals.</remarks>
internal sealed class HeldObject
{
    private const int MostHolders = 32;

    private readonly LeakModel _model;
    private readonly SyntaxNode _function;
    private readonly List<ISymbol> _holders;
    private readonly HashSet<InvocationExpressionSyntax> _calls = [];

    /// <summary>Finds the calls that use a local's object.</summary>
    /// <param name="local">The local.</param>
    /// <param name="function">The function that declares the local, or its body.</param>
    /// <param name="model">The compilation's model.</param>
    public HeldObject(ILocalSymbol local, SyntaxNode function, LeakModel model)
    {
        _model = model;
        _function = function;
        _holders = [local];
        for (int i = 0; i < _holders.Count && i < MostHolders; i++)
        {
            foreach (SimpleNameSyntax use in model.Uses.In(function, _holders[i]))
            {
                ReadAround(use);
            }
        }

        Calls = [.. _calls.OrderBy(call => call.SpanStart).ThenByDescending(call => call.Span.Length).Select(call => model.OperationAt(call)).OfType<IInvocationOperation>()];
    }

    /// <summary>The calls of the function itself, not of nested functions, in the order of the code.</summary>
    public IReadOnlyList<IInvocationOperation> Calls { get; }

    /// <summary>Whether a node uses the object.</summary>
    public bool IsUsedIn(SyntaxNode node) => _holders.Exists(holder => _model.Uses.In(node, holder).Any());

    /// <summary>Collects the calls around a use, and the locals and local functions that use the object by it.</summary>
    private void ReadAround(SimpleNameSyntax use)
    {
        var own = new List<InvocationExpressionSyntax>();
        ISymbol? holder = null;
        for (SyntaxNode? node = use.Parent; node is not null && node != _function; node = node.Parent)
        {
            switch (node)
            {
                case InvocationExpressionSyntax call:
                    own.Add(call);
                    break;
                case EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax declarator }:
                    holder = Declared(declarator);
                    break;
                case AssignmentExpressionSyntax { Left: IdentifierNameSyntax assigned } assignment when assignment.Right.Span.Contains(use.Span):
                    holder = _model.SemanticModelOf(assigned.SyntaxTree)?.GetSymbolInfo(assigned).Symbol;
                    break;
                case LocalFunctionStatementSyntax:
                    own.Clear();
                    holder = Declared(node);
                    break;
                case AnonymousFunctionExpressionSyntax:
                    own.Clear(); // a call in the lambda isn't one of the function itself
                    holder = null;
                    break;
            }
        }

        _calls.UnionWith(own);
        if (holder is ILocalSymbol or IMethodSymbol && !_holders.Exists(known => KnownSymbols.Same(known, holder)))
        {
            _holders.Add(holder);
        }
    }

    private ISymbol? Declared(SyntaxNode declaration) => _model.SemanticModelOf(declaration.SyntaxTree)?.GetDeclaredSymbol(declaration);
}
