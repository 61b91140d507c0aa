using System.Collections.Concurrent;
using System.Collections.Immutable;
using LeakAnalyzer.Facts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Tracking;

/// <summary>Finds certain nodes of a function and caches them, because each search costs as much as the function is long.</summary>
internal sealed class FunctionIndex(CodeModel code)
{
    private readonly ConcurrentDictionary<SyntaxNode, ImmutableArray<(GotoStatementSyntax Jump, int Label)>> _jumps = new();
    private readonly ConcurrentDictionary<SyntaxNode, ImmutableArray<(string Name, int Position)>> _variables = new();
    private readonly ConcurrentDictionary<SyntaxNode, ImmutableArray<InvocationExpressionSyntax>> _cancels = new();
    private readonly ConcurrentDictionary<SyntaxNode, ImmutableArray<ILocalSymbol>> _signals = new();

    /// <summary>
    /// Whether a later <c>goto</c> in <paramref name="around"/> jumps back to a label before a node, and after <paramref name="after"/> if that is given.
    /// </summary>
    public bool IsJumpedBackTo(SyntaxNode node, SyntaxNode around, SyntaxNode? after = null)
    {
        foreach ((GotoStatementSyntax jump, int label) in _jumps.GetOrAdd(around, JumpsIn))
        {
            if (jump.SpanStart > node.SpanStart && label <= node.SpanStart && (after is null || label > after.SpanStart))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Gets the names of the variables that a member declares, in the order of the code, with the positions of their declarations.</summary>
    public ImmutableArray<(string Name, int Position)> VariablesIn(SyntaxNode member) => _variables.GetOrAdd(member, FindVariables);

    /// <summary>Gets a function's calls that cancel a <c>CancellationTokenSource</c>, in the order of the code, without those in nested functions.</summary>
    public ImmutableArray<InvocationExpressionSyntax> CancelsIn(SyntaxNode function) => _cancels.GetOrAdd(function, FindCancels);

    /// <summary>Gets a function's own locals that hold a channel or <c>TaskCompletionSource</c>, in the order of the code.</summary>
    public ImmutableArray<ILocalSymbol> SignalsIn(SyntaxNode function) => _signals.GetOrAdd(function, FindSignals);

    /// <summary>Finds a function's own locals that hold an array or collection of channels or <c>TaskCompletionSource</c>s, in the order of the code.</summary>
    public IEnumerable<ILocalSymbol> SignalCollectionsIn(SyntaxNode function) =>
        LocalsIn(function).Where(local => Containers.IsContainer(local.Type, code) && code.Symbols.IsSignal(Elements.TypeIn(local.Type)));

    private static ImmutableArray<(GotoStatementSyntax Jump, int Label)> JumpsIn(SyntaxNode around)
    {
        List<GotoStatementSyntax>? jumps = null;
        List<LabeledStatementSyntax>? labels = null;
        foreach (SyntaxNode node in around.DescendantNodes())
        {
            switch (node)
            {
                case GotoStatementSyntax { Expression: IdentifierNameSyntax } jump:
                    (jumps ??= []).Add(jump);
                    break;
                case LabeledStatementSyntax label:
                    (labels ??= []).Add(label);
                    break;
            }
        }

        if (jumps is null || labels is null)
        {
            return ImmutableArray<(GotoStatementSyntax, int)>.Empty;
        }

        ILookup<string, LabeledStatementSyntax> byName = labels.ToLookup(label => label.Identifier.ValueText);
        return jumps.SelectMany(jump => byName[((IdentifierNameSyntax)jump.Expression!).Identifier.ValueText], (jump, label) => (jump, label.SpanStart)).ToImmutableArray();
    }

    private static ImmutableArray<(string Name, int Position)> FindVariables(SyntaxNode member)
    {
        var variables = ImmutableArray.CreateBuilder<(string, int)>();
        foreach (SyntaxNode node in member.DescendantNodes())
        {
            string? name = node switch
            {
                VariableDeclaratorSyntax variable => variable.Identifier.ValueText,
                SingleVariableDesignationSyntax variable => variable.Identifier.ValueText,
                ForEachStatementSyntax loop => loop.Identifier.ValueText,
                _ => null,
            };
            if (name is { Length: > 0 }) // a variable that is still being typed has no name
            {
                variables.Add((name, node.SpanStart));
            }
        }

        return variables.ToImmutable();
    }

    private ImmutableArray<InvocationExpressionSyntax> FindCancels(SyntaxNode function) => function.DescendantNodes().OfType<InvocationExpressionSyntax>()
        .Where(call => SyntaxQueries.EnclosingFunction(call) == function
            && code.OperationAt(call) is IInvocationOperation cancel
            && code.Symbols.IsCancellationTokenSource(cancel.Instance?.Type)
            && code.Calls.Of(cancel) is { OnReceiver: Effect.Ends })
        .ToImmutableArray();

    private ImmutableArray<ILocalSymbol> FindSignals(SyntaxNode function) => LocalsIn(function).Where(local => code.Symbols.IsSignal(local.Type)).ToImmutableArray();

    private IEnumerable<ILocalSymbol> LocalsIn(SyntaxNode function) => function.DescendantNodes().OfType<VariableDeclaratorSyntax>()
        .Where(declarator => SyntaxQueries.EnclosingFunction(declarator) == function)
        .Select(declarator => code.SemanticModelOf(declarator.SyntaxTree)?.GetDeclaredSymbol(declarator) as ILocalSymbol)
        .OfType<ILocalSymbol>();
}
