using LeakAnalyzer.CodeFixes.Editing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace LeakAnalyzer.CodeFixes.Dispose;

/// <summary>Writes planned <c>using</c>s and continuations into a document, one after the other.</summary>
internal sealed class UsingWriter(SyntaxTree tree, SourceText text, DocumentLayout layout)
{
    private readonly List<TextEdits> _written = [];

    /// <summary>Gets the text with all that has been written so far.</summary>
    public SourceText Text { get; private set; } = text;

    public bool HasWritten => _written.Count > 0;

    /// <summary>Writes one <c>using</c> or continuation, unless the code doesn't allow it.</summary>
    public void Write(DisposalPlan plan)
    {
        var draft = new Draft(tree, Text);
        TextSpan handle = Now(plan.Handle.Node.Span);
        bool isWritten = plan.Handle.Form switch
        {
            HandleForm.Call => WriteCall(draft, handle, plan),
            HandleForm.Statement => WriteStatement(draft, handle, plan),
            HandleForm.UntilTask => WriteUntilTask(draft, handle, plan),
            _ => WriteDeclaration(draft, handle, plan),
        };
        if (isWritten)
        {
            _written.AddRange(draft.Edits);
            Text = draft.Text;
        }
    }

    private TextSpan Now(TextSpan span) => _written.Aggregate(span, (now, edits) => edits.Map(now));

    /// <summary>Writes a <c>using</c> for the result of a call inside a statement, into a local that is declared before the statement.</summary>
    private bool WriteCall(Draft draft, TextSpan span, DisposalPlan plan)
    {
        if (draft.Find<InvocationExpressionSyntax>(span) is not { } call)
        {
            return false;
        }

        if (PlaceOf(call) is not StatementSyntax)
        {
            return WriteIntoBody(draft, call, plan);
        }

        if (!IsInList((StatementSyntax)PlaceOf(call)))
        {
            if (Embedded.Brace((StatementSyntax)PlaceOf(call), draft.Text, layout) is not { } braces)
            {
                return false;
            }

            call = draft.Find<InvocationExpressionSyntax>(draft.Apply(braces, call.Span))!;
        }

        var statement = (StatementSyntax)PlaceOf(call);
        bool isOwnLine = DocumentLayout.IsFirstOnLine(statement.SpanStart, draft.Text);
        string indentation = isOwnLine ? DocumentLayout.IndentationAt(statement.SpanStart, draft.Text) : "";
        int start = isOwnLine ? LeadingLines.StartOf(statement, withDirectives: false) : statement.SpanStart;
        var edits = new TextEdits();
        string declaration = DeclarationOf(call, indentation, plan.Name, draft.Text);
        edits.Insert(start, indentation + declaration + (isOwnLine ? layout.LineBreak : " "));
        ReplaceBy(plan.Name, call, draft.Text, edits);
        draft.Apply(edits, default);
        return WriteDeclaration(draft, new TextSpan(start + indentation.Length, declaration.Length), plan);
    }

    /// <summary>Does the same as <see cref="WriteCall"/> for a call in an expression body, which becomes a block.</summary>
    private bool WriteIntoBody(Draft draft, InvocationExpressionSyntax call, DisposalPlan plan)
    {
        TextSpan function = Now(plan.Scope);
        if (ScopeSyntax.Find(draft.Root, function) is not { Expression: { } body } scope || scope.Function.ContainsDirectives || !body.Span.Contains(call.Span))
        {
            return false;
        }

        string unit = scope.Function is BasePropertyDeclarationSyntax ? layout.IndentationUnit + layout.IndentationUnit : layout.IndentationUnit;
        string indentation = DocumentLayout.IndentationAt(scope.Function.SpanStart, draft.Text) + unit;
        string declaration = DeclarationOf(call, indentation, plan.Name, draft.Text);
        var edits = new TextEdits();
        ReplaceBy(plan.Name, call, draft.Text, edits);
        function = draft.Apply(edits, function);
        scope = ScopeSyntax.Find(draft.Root, function)!;

        var frame = new LineFrame(declaration, layout, DocumentLayout.HasBracesOnOwnLines(scope.Function, draft.Text));
        function = draft.Apply(new ExpressionBodyWrap(scope, plan.ReturnsBody, frame, layout, draft.Text).Edits(), function);
        SyntaxNode? written = draft.Root.FindNode(function).DescendantNodesAndSelf()
            .FirstOrDefault(node => node is LocalDeclarationStatementSyntax { Declaration.Variables: [{ Identifier.ValueText: var name }] } && name == plan.Name);
        return written is not null && WriteDeclaration(draft, written.Span, plan);
    }

    /// <summary>Writes a <c>using</c> for the result that a statement drops.</summary>
    private bool WriteStatement(Draft draft, TextSpan span, DisposalPlan plan)
    {
        if (draft.Find<ExpressionStatementSyntax>(span) is not { } statement)
        {
            return false;
        }

        var discard = statement.Expression as AssignmentExpressionSyntax;
        if (!NeedsStatement(statement, plan))
        {
            var edits = new TextEdits();
            string local = $"{plan.Keyword} var {plan.Name}";
            edits.Replace(discard?.Left.Span ?? new TextSpan(statement.SpanStart, 0), discard is null ? local + " = " : local);
            draft.Apply(edits, default);
            return true;
        }

        return Nest(draft, statement, discard?.Right ?? statement.Expression, statement.SemicolonToken, plan);
    }

    /// <summary>
    /// Puts the registration that a statement drops into a local, and adds <c>_ = promise.Task.ContinueWith(_ => registration.Dispose(), ...)</c>.
    /// </summary>
    private bool WriteUntilTask(Draft draft, TextSpan span, DisposalPlan plan)
    {
        if (draft.Find<ExpressionStatementSyntax>(span) is not { } statement || plan.Handle.Promise is not { } promise)
        {
            return false;
        }

        var discard = statement.Expression as AssignmentExpressionSyntax;
        var edits = new TextEdits();
        edits.Replace(discard?.Left.Span ?? new TextSpan(statement.SpanStart, 0), discard is null ? $"var {plan.Name} = " : $"var {plan.Name}");
        string line = $"_ = {NameAllocator.Escape(promise.Name)}.Task.ContinueWith(_ => {plan.Name}.Dispose(), {plan.Scheduler}.Default);";
        bool endsLine = statement.GetTrailingTrivia().Any(SyntaxKind.EndOfLineTrivia) && DocumentLayout.IsFirstOnLine(statement.SpanStart, draft.Text);
        edits.Insert(
            endsLine ? statement.FullSpan.End : statement.Span.End,
            endsLine ? DocumentLayout.IndentationAt(statement.SpanStart, draft.Text) + line + layout.LineBreak : " " + line);
        draft.Apply(edits, default);
        return true;
    }

    /// <summary>Turns the declaration of a local into a <c>using</c> declaration or, where none is allowed, into a <c>using</c> statement.</summary>
    private bool WriteDeclaration(Draft draft, TextSpan span, DisposalPlan plan)
    {
        if (draft.Find<LocalDeclarationStatementSyntax>(span) is not { } declaration)
        {
            return false;
        }

        if (!NeedsStatement(declaration, plan))
        {
            var edits = new TextEdits();
            edits.Insert(declaration.SpanStart, plan.Keyword + " ");
            draft.Apply(edits, default);
            return true;
        }

        return Nest(draft, declaration, declaration.Declaration, declaration.SemicolonToken, plan);
    }

    private static bool NeedsStatement(StatementSyntax statement, DisposalPlan plan) =>
        !plan.HasUsingDeclarations || statement.Parent is SwitchSectionSyntax;

    private bool Nest(Draft draft, StatementSyntax statement, SyntaxNode resource, SyntaxToken semicolon, DisposalPlan plan)
    {
        string before = Comments.In(TextSpan.FromBounds(statement.SpanStart, resource.SpanStart), statement);
        string text = draft.Text.ToString(TextSpan.FromBounds(resource.SpanStart, semicolon.SpanStart));
        if (UsingNest.Edits(statement, $"{plan.Keyword} ({before}{text})", draft.Text, layout) is not { } edits)
        {
            return false;
        }

        draft.Apply(edits, default);
        return true;
    }

    private static bool IsInList(StatementSyntax statement) => statement.Parent is BlockSyntax or SwitchSectionSyntax or GlobalStatementSyntax;

    private static SyntaxNode PlaceOf(SyntaxNode call) => call.Ancestors().First(node =>
        node is StatementSyntax or AnonymousFunctionExpressionSyntax or ArrowExpressionClauseSyntax or MemberDeclarationSyntax);

    private static void ReplaceBy(string name, InvocationExpressionSyntax call, SourceText text, TextEdits edits)
    {
        // If the dot after the call is on the next line, the line break before it is replaced too.
        bool isSplit = call.Parent is MemberAccessExpressionSyntax access
            && text.ToString(TextSpan.FromBounds(call.Span.End, access.OperatorToken.SpanStart)) is var between
            && between.Length > 0 && between.Trim().Length == 0;
        int end = isSplit ? ((MemberAccessExpressionSyntax)call.Parent!).OperatorToken.SpanStart : call.Span.End;
        edits.Replace(TextSpan.FromBounds(call.SpanStart, end), name);
    }

    /// <summary>Gets the text that declares a local for the result of a call, with the call's lines indented to fit.</summary>
    private string DeclarationOf(InvocationExpressionSyntax call, string indentation, string name, SourceText text)
    {
        string before = DocumentLayout.IndentationAt(call.SpanStart, text);
        string[] lines = call.ToString().Split(["\r\n", "\n"], StringSplitOptions.None);
        for (int i = 1; i < lines.Length; i++)
        {
            lines[i] = lines[i].StartsWith(before, StringComparison.Ordinal) ? indentation + lines[i].Substring(before.Length) : lines[i];
        }

        return $"var {name} = {string.Join(layout.LineBreak, lines)};";
    }

    /// <summary>The text of a document that is changed in several steps.</summary>
    private sealed class Draft(SyntaxTree tree, SourceText text)
    {
        private SyntaxNode? _root;

        public SourceText Text { get; private set; } = text;

        public List<TextEdits> Edits { get; } = [];

        public SyntaxNode Root => _root ??= tree.WithChangedText(Text).GetRoot();

        /// <summary>Applies edits to the text.</summary>
        /// <returns>The given span as it is in the changed text.</returns>
        public TextSpan Apply(TextEdits edits, TextSpan span)
        {
            Text = edits.ApplyTo(Text);
            Edits.Add(edits);
            _root = null;
            return edits.Map(span);
        }

        public T? Find<T>(TextSpan span)
            where T : SyntaxNode =>
            !Root.FullSpan.Contains(span)
                ? null
                : Root.FindNode(span, getInnermostNodeForTie: true).AncestorsAndSelf().TakeWhile(node => node.Span == span).OfType<T>().FirstOrDefault();
    }
}
