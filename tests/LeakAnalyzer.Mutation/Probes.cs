using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace LeakAnalyzer.Mutation;

/// <summary>Adds to each block of statements a call (a probe) that records that the block has been reached.</summary>
internal sealed class Probes : CSharpSyntaxRewriter
{
    /// <summary>
    /// The names of the generated type and its two arrays. <c>Static</c> marks the blocks that a static constructor reached first: it runs only once, so
    /// another test may depend on these blocks without reaching them.
    /// </summary>
    public const string TypeName = "ReachedBlocks", Now = "Now", Static = "Static";

    private readonly Dictionary<(string Path, TextSpan Block), int> _numbers = [];

    /// <summary>Gets the number of the innermost block that contains the mutant; null if no block does.</summary>
    public int? BlockAround(Mutant mutant) =>
        _numbers.Where(known => known.Key.Path == mutant.Path && known.Key.Block.Contains(mutant.Span))
            .OrderBy(known => known.Key.Block.Length)
            .Select(known => (int?)known.Value)
            .FirstOrDefault();

    /// <summary>Gets the numbers of the blocks in all files of the type that contains the mutant.</summary>
    public HashSet<int> BlocksOfType(Mutant mutant) =>
        [.. from known in _numbers where known.Key.Path.StartsWith(mutant.Path[..(mutant.Path.IndexOf('.', Path.GetDirectoryName(mutant.Path)!.Length) + 1)], StringComparison.Ordinal) select known.Value];

    /// <summary>Adds probes to the blocks of a file.</summary>
    public SyntaxTree In(SyntaxTree tree) => tree.WithRootAndOptions(Visit(tree.GetRoot()), tree.Options);

    /// <summary>Creates the file with the method that the probes call.</summary>
    public SyntaxTree Receiver(CSharpParseOptions options) => CSharpSyntaxTree.ParseText(
        $$"""
        internal static class {{TypeName}}
        {
            public static readonly bool[] {{Now}} = new bool[{{_numbers.Count}}], {{Static}} = new bool[{{_numbers.Count}}];
            private static readonly bool[] s_ever = new bool[{{_numbers.Count}}];

            public static void Add(int block)
            {
                {{Now}}[block] = true;
                if (!s_ever[block])
                {
                    s_ever[block] = true;
                    {{Static}}[block] = new System.Diagnostics.StackTrace().ToString().Contains(".cctor");
                }
            }
        }
        """,
        options);

    public override SyntaxNode? VisitBlock(BlockSyntax node)
    {
        StatementSyntax probe = ProbeOf(node);
        var block = (BlockSyntax)base.VisitBlock(node)!;
        return block.WithStatements(block.Statements.Insert(0, probe));
    }

    public override SyntaxNode? VisitSwitchSection(SwitchSectionSyntax node)
    {
        StatementSyntax probe = ProbeOf(node);
        var section = (SwitchSectionSyntax)base.VisitSwitchSection(node)!;
        return section.WithStatements(section.Statements.Insert(0, probe));
    }

    public override SyntaxNode? VisitMethodDeclaration(MethodDeclarationSyntax node) =>
        node.ExpressionBody is null
            ? base.VisitMethodDeclaration(node)
            : node.WithExpressionBody(null).WithSemicolonToken(default).WithBody(BodyOf(node.ExpressionBody, GivesResult(node.ReturnType, node.Modifiers)));

    public override SyntaxNode? VisitLocalFunctionStatement(LocalFunctionStatementSyntax node) =>
        node.ExpressionBody is null
            ? base.VisitLocalFunctionStatement(node)
            : node.WithExpressionBody(null).WithSemicolonToken(default).WithBody(BodyOf(node.ExpressionBody, GivesResult(node.ReturnType, node.Modifiers)));

    public override SyntaxNode? VisitConstructorDeclaration(ConstructorDeclarationSyntax node) =>
        node.ExpressionBody is null
            ? base.VisitConstructorDeclaration(node)
            : node.WithExpressionBody(null).WithSemicolonToken(default).WithBody(BodyOf(node.ExpressionBody, givesResult: false));

    public override SyntaxNode? VisitAccessorDeclaration(AccessorDeclarationSyntax node) =>
        node.ExpressionBody is null
            ? base.VisitAccessorDeclaration(node)
            : node.WithExpressionBody(null).WithSemicolonToken(default).WithBody(BodyOf(node.ExpressionBody, givesResult: node.IsKind(SyntaxKind.GetAccessorDeclaration)));

    public override SyntaxNode? VisitPropertyDeclaration(PropertyDeclarationSyntax node) =>
        node.ExpressionBody is null
            ? base.VisitPropertyDeclaration(node)
            : node.WithExpressionBody(null).WithSemicolonToken(default).WithAccessorList(
                SyntaxFactory.AccessorList([SyntaxFactory.AccessorDeclaration(SyntaxKind.GetAccessorDeclaration, BodyOf(node.ExpressionBody, givesResult: true))]));

    private static bool GivesResult(TypeSyntax type, SyntaxTokenList modifiers) =>
        type.ToString() != "void" && !(modifiers.Any(SyntaxKind.AsyncKeyword) && type is IdentifierNameSyntax);

    private BlockSyntax BodyOf(ArrowExpressionClauseSyntax arrow, bool givesResult)
    {
        StatementSyntax probe = ProbeOf(arrow);
        var expression = (ExpressionSyntax)Visit(arrow.Expression);
        StatementSyntax statement = (expression, givesResult) switch
        {
            (ThrowExpressionSyntax thrown, _) => SyntaxFactory.ThrowStatement(thrown.Expression.WithLeadingTrivia(SyntaxFactory.Space)),
            (_, true) => SyntaxFactory.ReturnStatement(expression.WithLeadingTrivia(SyntaxFactory.Space)),
            _ => SyntaxFactory.ExpressionStatement(expression),
        };
        return SyntaxFactory.Block(probe, statement);
    }

    private StatementSyntax ProbeOf(SyntaxNode block)
    {
        int number = _numbers.Count;

        // A section's labels are evaluated even when its statements aren't reached.
        TextSpan span = block is SwitchSectionSyntax section ? TextSpan.FromBounds(section.Statements[0].SpanStart, section.Span.End) : block.Span;
        _numbers[(block.SyntaxTree.FilePath, span)] = number;
        return SyntaxFactory.ParseStatement($"{TypeName}.Add({number}); ");
    }
}
