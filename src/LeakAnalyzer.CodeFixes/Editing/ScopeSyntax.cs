using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace LeakAnalyzer.CodeFixes.Editing;

/// <summary>
/// A body that a fix writes into: the body of a function, a block, or a top-level program. It is either a list of statements or a single expression.
/// </summary>
internal sealed class ScopeSyntax
{
    private ScopeSyntax(SyntaxNode function, BlockSyntax? block, IReadOnlyList<StatementSyntax> statements, ExpressionSyntax? expression)
    {
        Function = function;
        Block = block;
        Statements = statements;
        Expression = expression;
    }

    /// <summary>
    /// Gets the node of the function, or the compilation unit of a top-level program. For the result of <see cref="OfBlock"/> it is the block.
    /// </summary>
    public SyntaxNode Function { get; }

    /// <summary>Gets the block that contains the statements; null in a top-level program, and if the body is an expression.</summary>
    public BlockSyntax? Block { get; }

    /// <summary>Gets the statements of the block or top-level program; empty if the body is an expression.</summary>
    public IReadOnlyList<StatementSyntax> Statements { get; }

    /// <summary>Gets the expression that is the body; null if the body is a list of statements.</summary>
    public ExpressionSyntax? Expression { get; }

    /// <summary>Finds the function whose node has the given span; null if there is none with a body that a fix can write into.</summary>
    public static ScopeSyntax? Find(SyntaxNode root, TextSpan span)
    {
        if (!root.FullSpan.Contains(span))
        {
            return null;
        }

        return root.FindNode(span, getInnermostNodeForTie: true).AncestorsAndSelf()
            .TakeWhile(node => node.Span == span)
            .Select(Of)
            .FirstOrDefault(scope => scope is not null);
    }

    /// <summary>Gets the body of a function or, if <paramref name="block"/> isn't null, this block in it; null if a fix can't write there.</summary>
    public static ScopeSyntax? Of(SyntaxNode function, SyntaxNode? block) =>
        Of(function) is not { } scope ? null
        : block is BlockSyntax part ? new(scope.Function, part, part.Statements, expression: null)
        : block is null ? scope
        : null;

    /// <summary>Finds the block that has the given span; null if there is none.</summary>
    public static ScopeSyntax? FindBlock(SyntaxNode root, TextSpan span) =>
        root.FullSpan.Contains(span) && root.FindNode(span).FirstAncestorOrSelf<BlockSyntax>(block => block.Span == span) is { } found
            ? OfBlock(found)
            : null;

    /// <summary>Gets the body of a top-level program.</summary>
    public static ScopeSyntax OfProgram(CompilationUnitSyntax unit) =>
        new(unit, block: null, [.. unit.Members.OfType<GlobalStatementSyntax>().Select(member => member.Statement)], expression: null);

    /// <summary>Gets the body that consists of a block's statements.</summary>
    public static ScopeSyntax OfBlock(BlockSyntax block) => new(block, block, block.Statements, expression: null);

    /// <summary>Gets the innermost function or member that contains a node; the compilation unit if the node is in a top-level statement.</summary>
    public static SyntaxNode FunctionAround(SyntaxNode node) => node.Ancestors().First(ancestor =>
        ancestor is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or AccessorDeclarationSyntax or CompilationUnitSyntax
            or MemberDeclarationSyntax and not GlobalStatementSyntax);

    /// <summary>Whether the expression body of a function needs a <c>return</c> when it becomes a block.</summary>
    public static bool ReturnsBody(SyntaxNode function, SemanticModel model)
    {
        if (function is BasePropertyDeclarationSyntax)
        {
            return true;
        }

        ISymbol? symbol = function is AnonymousFunctionExpressionSyntax ? model.GetSymbolInfo(function).Symbol : model.GetDeclaredSymbol(function);
        return symbol is IMethodSymbol { ReturnsVoid: false } method && !(method.IsAsync && method.ReturnType is INamedTypeSymbol { Arity: 0 });
    }

    /// <summary>Gets the body of a function; null if it has none, or if the body is a <c>ref</c> expression.</summary>
    public static ScopeSyntax? Of(SyntaxNode function) => function switch
    {
        BaseMethodDeclarationSyntax method => Of(function, method.Body, method.ExpressionBody?.Expression),
        AccessorDeclarationSyntax accessor => Of(function, accessor.Body, accessor.ExpressionBody?.Expression),
        PropertyDeclarationSyntax property => Of(function, block: null, property.ExpressionBody?.Expression),
        IndexerDeclarationSyntax indexer => Of(function, block: null, indexer.ExpressionBody?.Expression),
        LocalFunctionStatementSyntax local => Of(function, local.Body, local.ExpressionBody?.Expression),
        AnonymousFunctionExpressionSyntax lambda => Of(function, lambda.Block, lambda.ExpressionBody),
        CompilationUnitSyntax unit => OfProgram(unit),
        _ => null,
    };

    private static ScopeSyntax? Of(SyntaxNode function, BlockSyntax? block, ExpressionSyntax? expression) =>
        block is null && expression is null or RefExpressionSyntax ? null : new(function, block, block is null ? [] : block.Statements, expression);
}
