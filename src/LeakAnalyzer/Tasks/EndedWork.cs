using System.Collections.Immutable;
using LeakAnalyzer.Summaries;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Tasks;

/// <summary>
/// Finds code that runs because a type's disposal or stop has ended a wait before it, such as the <c>finally</c> of a loop that the disposal cancels.
/// </summary>
/// <param name="model">The compilation's model.</param>
/// <param name="reachOf">Tells whether the disposal or stop reaches a node.</param>
internal sealed class EndedWork(LeakModel model, Func<SyntaxNode, Reach> reachOf)
{
    private readonly HashSet<SyntaxNode> _asked = [];

    /// <summary>Whether a node is in such code, or calls a method that has such code.</summary>
    public bool Contains(SyntaxNode node)
    {
        SyntaxNode function = SyntaxQueries.EnclosingFunction(node);
        if (!_asked.Add(function))
        {
            return false;
        }

        bool contains = WaitsBefore(node, function).Any(IsEnded)
            || node is InvocationExpressionSyntax syntax && model.OperationAt(syntax) is IInvocationOperation call && new WorkReader(model).ReadCall(call).Any(IsEnded);
        _asked.Remove(function);
        return contains;
    }

    private IEnumerable<Wait> WaitsBefore(SyntaxNode node, SyntaxNode function) =>
        function is MethodDeclarationSyntax or LocalFunctionStatementSyntax
        && model.SemanticModelOf(function.SyntaxTree)?.GetDeclaredSymbol(function) is IMethodSymbol method
        && model.Bodies.OfMethod(method) is { } work
            ? new WorkReader(model).Read(work).Where(wait => Follows(node, wait.Joins[wait.Functions.IndexOf(function)], isByToken: !wait.Token.IsEmpty))
            : [];

    /// <summary>Whether a node may run after a wait has ended. A cancelled wait throws, so that only what handles the exception runs, and what follows.</summary>
    private static bool Follows(SyntaxNode node, SyntaxNode wait, bool isByToken)
    {
        if (node.SpanStart < wait.SpanStart)
        {
            return false;
        }

        return !isByToken || wait.Ancestors().OfType<TryStatementSyntax>().Any(handled => handled.Block.Span.Contains(wait.Span) && !handled.Block.Span.Contains(node.Span));
    }

    private bool IsEnded(Wait wait) =>
        FieldSources.WithKeepers(wait.Token, model).Cancellers.Any(canceller => canceller is { Kind: CancellerKind.Holder, Symbol: IFieldSymbol or IPropertySymbol } && IsEnded(WaitedObject.Of(canceller.Symbol), Interest.InCancel))
        || wait.Object is { IsUnknown: false } waited && IsEnded(waited, wait.Interest);

    private bool IsEnded(WaitedObject waited, Interest interest) =>
        model.UsesOf(waited).Exists(use => interest.Of(use.Effects) is UseEffect.Ends or UseEffect.MayEnd && reachOf(use.Act) != Reach.No);
}
