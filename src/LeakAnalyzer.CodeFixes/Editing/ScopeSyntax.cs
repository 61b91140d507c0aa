using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace LeakAnalyzer.CodeFixes.Editing;

/// <summary>The function or block in which a source is to be declared: a list of statements, or a single expression.</summary>
internal sealed class ScopeSyntax
{
    private ScopeSyntax(SyntaxNode function, BlockSyntax? block, IReadOnlyList<StatementSyntax> statements, ExpressionSyntax? expression)
    {
        Function = function;
        Block = block;
        Statements = statements;
        Expression = expression;
    }

    /// <summary>The declaration, the lambda, or the compilation unit of a top-level program.</summary>
    public SyntaxNode Function { get; }

    /// <summary>The braces around the statements; null in a top-level program, and where the body is an expression.</summary>
    public BlockSyntax? Block { get; }

    /// <summary>The statements of the outermost block; none where the body is an expression.</summary>
    public IReadOnlyList<StatementSyntax> Statements { get; }

    /// <summary>The body, where it is an expression.</summary>
    public ExpressionSyntax? Expression { get; }

    /// <summary>Finds the function with a span; null where there is none, or where a source can't be declared in it.</summary>
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

    /// <summary>The scope of a function, or of a block in it; null where a source can't be declared there.</summary>
    public static ScopeSyntax? Of(SyntaxNode function, SyntaxNode? block) =>
        Of(function) is not { } scope ? null
        : block is BlockSyntax part ? new(scope.Function, part, part.Statements, expression: null)
        : block is null ? scope
        : null;

    /// <summary>Finds a block that is part of a function; null where there is none.</summary>
    public static ScopeSyntax? FindBlock(SyntaxNode root, TextSpan span) =>
        root.FullSpan.Contains(span) && root.FindNode(span).FirstAncestorOrSelf<BlockSyntax>(block => block.Span == span) is { } found
            ? OfBlock(found)
            : null;

    /// <summary>The scope of a top-level program.</summary>
    public static ScopeSyntax OfProgram(CompilationUnitSyntax unit) =>
        new(unit, block: null, [.. unit.Members.OfType<GlobalStatementSyntax>().Select(member => member.Statement)], expression: null);

    /// <summary>Any block in a function.</summary>
    public static ScopeSyntax OfBlock(BlockSyntax block) => new(block, block, block.Statements, expression: null);

    /// <summary>The innermost function that a node stands in; the compilation unit for top-level statements.</summary>
    public static SyntaxNode FunctionAround(SyntaxNode node) => node.Ancestors().First(ancestor =>
        ancestor is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or AccessorDeclarationSyntax or CompilationUnitSyntax
            or MemberDeclarationSyntax and not GlobalStatementSyntax);

    /// <summary>Whether the body of a function, an expression, is its result.</summary>
    public static bool ReturnsBody(SyntaxNode function, SemanticModel model)
    {
        if (function is BasePropertyDeclarationSyntax)
        {
            return true;
        }

        ISymbol? symbol = function is AnonymousFunctionExpressionSyntax ? model.GetSymbolInfo(function).Symbol : model.GetDeclaredSymbol(function);
        return symbol is IMethodSymbol { ReturnsVoid: false } method && !(method.IsAsync && method.ReturnType is INamedTypeSymbol { Arity: 0 });
    }

    /// <summary>The scope of a function; null where a source can't be declared in it.</summary>
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
