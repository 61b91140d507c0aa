using LeakAnalyzer.CodeFixes.Editing;
using LeakAnalyzer.CodeFixes.Reports;
using LeakAnalyzer.Facts;
using LeakAnalyzer.Races;
using LeakAnalyzer.Summaries;
using LeakAnalyzer.Tasks;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace LeakAnalyzer.CodeFixes.CancelSource;

/// <summary>Writes the missing <c>Cancel</c> calls of <c>CancellationTokenSource</c>s into a document.</summary>
/// <remarks>The calls are written from the end of the text to its beginning, so that no call moves the position of a later one.</remarks>
internal sealed class CancelRewrite
{
    private readonly SemanticModel _model;
    private readonly DocumentLayout _layout;
    private readonly RewrittenText _rewritten;

    private CancelRewrite(SemanticModel model, DocumentLayout layout, SourceText text)
    {
        _model = model;
        _layout = layout;
        _rewritten = new RewrittenText(model.SyntaxTree, text);
    }

    private SourceText Written => _rewritten.Text;

    private bool HasUsingDeclarations => ((CSharpParseOptions)_model.SyntaxTree.Options).LanguageVersion >= LanguageVersion.CSharp8;

    /// <summary>Gets the changed text of a document, or null if no <c>Cancel</c> call can be written.</summary>
    public static SourceText? Text(SourceDocument source, DocumentLayout layout, IEnumerable<LeakReport> reports, CancellationToken cancellationToken)
    {
        var rewrite = new CancelRewrite(source.Model, layout, source.Text);
        foreach (var report in reports.Where(report => report.Remedy.Cancel is not null).GroupBy(report => report.Remedy.Cancel!.Value).OrderByDescending(place => place.Key.Node.SpanStart))
        {
            rewrite.Write(report.Key, report.First().ScopeIsAsync, cancellationToken);
        }

        return rewrite._rewritten.HasChanged ? rewrite.Written : null;
    }

    private void Write(CancelPlace place, bool isAsync, CancellationToken cancellationToken)
    {
        SyntaxNode node = place.Node;
        if (node is ArrowExpressionClauseSyntax arrow)
        {
            WriteBlock(arrow, place.Source + ".Cancel();");
            return;
        }

        StatementSyntax current = FindNow(place, cancellationToken);
        if (place.Form is CancelForm.BeforeDisposeOfField or CancelForm.BeforeReplacement)
        {
            WriteBefore(current, place.Source.EndsWith("?", StringComparison.Ordinal) ? place.Source + ".Cancel();" : CancelOf(place.Source, node, IsAsync(ScopeSyntax.FunctionAround(node))) + ";");
            return;
        }

        string source = NameAllocator.Escape(place.Source);
        if (place.Form == CancelForm.BeforeDispose)
        {
            bool mayBeNull = ((ExpressionStatementSyntax)node).Expression is ConditionalAccessExpressionSyntax;
            WriteBefore(current, mayBeNull ? $"{source}?.Cancel();" : CancelOf(source, node, isAsync) + ";");
        }
        else if (RegionOf(place, current, out ScopeSyntax? block) is { } region)
        {
            Wrap(place, block!, region, CancelOf(source, node, isAsync) + ";", cancellationToken);
        }
    }

    private static bool IsAsync(SyntaxNode function) => function switch
    {
        MethodDeclarationSyntax method => method.Modifiers.Any(SyntaxKind.AsyncKeyword),
        LocalFunctionStatementSyntax local => local.Modifiers.Any(SyntaxKind.AsyncKeyword),
        AnonymousFunctionExpressionSyntax lambda => !lambda.AsyncKeyword.IsKind(SyntaxKind.None),
        _ => false,
    };

    private string CancelOf(string source, SyntaxNode place, bool isAsync)
    {
        SyntaxNode function = ScopeSyntax.FunctionAround(place);
        bool canAwait = isAsync && !place.Ancestors().TakeWhile(node => node != function).Any(node => node is LockStatementSyntax or UnsafeStatementSyntax);
        return CancelCall.Of(source, function, canAwait, _model);
    }

    /// <summary>Finds the statements that go into the <c>try</c>; null if no <c>try</c> can be written there.</summary>
    private static WrapRegion? RegionOf(CancelPlace place, SyntaxNode node, out ScopeSyntax? block)
    {
        block = node switch
        {
            BlockSyntax body => ScopeSyntax.OfBlock(body),
            { Parent: BlockSyntax outer } => ScopeSyntax.OfBlock(outer),
            { Parent: GlobalStatementSyntax { Parent: CompilationUnitSyntax unit } } => ScopeSyntax.OfProgram(unit),
            _ => null,
        };
        if (block is null)
        {
            return null;
        }

        int first = node is BlockSyntax ? 0 : block.Statements.TakeWhile(statement => statement != node).Count() + 1;
        while (first < block.Statements.Count && IsReadingOfToken(block.Statements[first], place.Source))
        {
            first++;
        }

        return first < block.Statements.Count
            && WrapRegion.Find(block, [block.Statements[first].Span], functionsMayStayOutside: true) is { } region
            && region.First == first
                ? region
                : null;
    }

    private static bool IsReadingOfToken(StatementSyntax statement, string source) =>
        statement is LocalDeclarationStatementSyntax { Declaration.Variables: var variables }
        && variables.All(variable => variable.Initializer?.Value
            is MemberAccessExpressionSyntax { Name.Identifier.ValueText: nameof(CancellationTokenSource.Token), Expression: IdentifierNameSyntax { Identifier.ValueText: var name } }
            && name == source);

    private void Wrap(CancelPlace place, ScopeSyntax block, WrapRegion region, string cancel, CancellationToken cancellationToken)
    {
        bool disposes = place.Form == CancelForm.AfterDeclarationWithDispose;
        if (EndsWithCancel(block, region, place.Source))
        {
            // The 'finally' now cancels the source, so the call in the last statement is removed.
            Apply(block.Statements[block.Statements.Count - 1].FullSpan, "");
            RegionOf(place, FindNow(place, cancellationToken), out block!);
        }

        bool bracesOnOwnLines = DocumentLayout.HasBracesOnOwnLines(block.Block ?? block.Function, Written);
        string[] statements = disposes && !HasUsingDeclarations ? [cancel, $"{NameAllocator.Escape(place.Source)}.Dispose();"] : [cancel];
        TextEdits edits = new BlockWrap(block, region, new FinallyFrame(statements, _layout, bracesOnOwnLines), _layout, Written).Edits();
        if (disposes && HasUsingDeclarations)
        {
            edits.Insert(_rewritten.Now(place.Node.Span).Start, "using ");
        }

        _rewritten.Apply(edits);
    }

    /// <summary>
    /// Whether the last statement of a block only cancels the source and can be removed. A <c>using</c> declaration in the <c>try</c> prevents that: its object
    /// would then be disposed before the <c>finally</c> cancels the source.
    /// </summary>
    private static bool EndsWithCancel(ScopeSyntax block, WrapRegion region, string source)
    {
        StatementSyntax last = block.Statements[block.Statements.Count - 1];
        return region.After == 0
            && region.First < block.Statements.Count - 1
            && last is ExpressionStatementSyntax { Expression: var expression }
            && IsCancel(expression, source)
            && !Comments.AreIn(last)
            && !last.ContainsDirectives
            && !block.Statements.Skip(region.First).Any(statement => statement is LocalDeclarationStatementSyntax { UsingKeyword.RawKind: not (int)SyntaxKind.None });
    }

    private static bool IsCancel(ExpressionSyntax expression, string source) => expression switch
    {
        AwaitExpressionSyntax { Expression: var task } => IsCancel(task, source),
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait", Expression: var task } } => IsCancel(task, source),
        InvocationExpressionSyntax
        {
            ArgumentList.Arguments.Count: 0,
            Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Cancel" or "CancelAsync", Expression: IdentifierNameSyntax { Identifier.ValueText: var name } },
        } => name == source,
        _ => false,
    };

    /// <summary>Replaces an expression body by a block with two statements: the given line and the expression.</summary>
    private void WriteBlock(ArrowExpressionClauseSyntax arrow, string line)
    {
        SyntaxNode member = arrow.Parent!;
        TextSpan body = _rewritten.Now(arrow.Span);
        TextSpan whole = _rewritten.Now(TextSpan.FromBounds(arrow.SpanStart, member.GetLastToken().Span.End)); // the semicolon is replaced too
        string expression = Written.ToString(_rewritten.Now(arrow.Expression.Span));
        string outer = DocumentLayout.IndentationAt(_rewritten.Now(member.Span).Start, Written);
        string inner = outer + _layout.IndentationUnit;
        int start = body.Start;
        while (char.IsWhiteSpace(Written[start - 1]))
        {
            start--;
        }

        string end = _layout.LineBreak;
        Apply(TextSpan.FromBounds(start, whole.End), $"{end}{outer}{{{end}{inner}{line}{end}{inner}{expression};{end}{outer}}}");
    }

    private void WriteBefore(StatementSyntax statement, string line)
    {
        if (DocumentLayout.IsFirstOnLine(statement.SpanStart, Written))
        {
            string indentation = DocumentLayout.IndentationAt(statement.SpanStart, Written);
            Apply(new TextSpan(LeadingLines.StartOf(statement, withDirectives: false), 0), indentation + line + _layout.LineBreak);
        }
        else
        {
            Apply(new TextSpan(statement.SpanStart, 0), line + " ");
        }
    }

    private void Apply(TextSpan span, string text)
    {
        var edits = new TextEdits();
        edits.Replace(span, text);
        _rewritten.Apply(edits);
    }

    /// <summary>Finds the statement of <paramref name="place"/> again, in the text that the earlier steps have written.</summary>
    private StatementSyntax FindNow(CancelPlace place, CancellationToken cancellationToken)
    {
        int start = _rewritten.Now(place.Node.Span).Start;
        return _rewritten.Root(cancellationToken).FindToken(start).Parent!.AncestorsAndSelf()
            .OfType<StatementSyntax>()
            .First(statement => statement.SpanStart == start && statement.RawKind == place.Node.RawKind);
    }
}
