using LeakAnalyzer.CodeFixes.CancelSource;
using LeakAnalyzer.CodeFixes.Dispose;
using LeakAnalyzer.CodeFixes.Editing;
using LeakAnalyzer.CodeFixes.LinkToScope;
using LeakAnalyzer.CodeFixes.OwnerCancel;
using LeakAnalyzer.CodeFixes.PassToken;
using LeakAnalyzer.CodeFixes.Reports;
using LeakAnalyzer.Summaries;
using LeakAnalyzer.Tasks;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.Volume.Tests.Checking;

/// <summary>The parts of a document that a fix may change or move. Everything else must stay as it is.</summary>
internal sealed class Latitude
{
    private readonly SyntaxNode _root;
    private readonly List<TextSpan> _replaced = [];
    private readonly List<TextSpan> _moved = [];
    private readonly List<TextSpan> _loose = [];
    private readonly List<TextSpan> _shifted = [];

    private Latitude(SyntaxNode root) => _root = root;

    /// <summary>Gets the spans of code that the fix moves.</summary>
    public IReadOnlyList<TextSpan> Moved => _moved;

    /// <summary>Finds out what a fix of some reports may change in a document.</summary>
    public static Latitude Of(FixKind kind, IEnumerable<LeakReport> reports, SyntaxNode root)
    {
        var latitude = new Latitude(root);
        foreach (LeakReport report in reports)
        {
            if (kind is FixKind.LinkToScope or FixKind.LinkToScopeAndJoin or FixKind.LinkToNewParameter or FixKind.PassToken or FixKind.CancelOnDispose)
            {
                latitude.AddRelays(report);
            }

            if (kind == FixKind.CancelOnDispose && report.Remedy.Owner is { } owner)
            {
                latitude.AddOwner(owner);
            }

            if (report.Finding.Location.SourceTree == root.SyntaxTree)
            {
                latitude.AddScope(kind, report);
            }
        }

        return latitude;
    }

    /// <summary>Whether the fix may remove the piece of text at a span.</summary>
    public bool MayGo(TextSpan span) => _replaced.Exists(replaced => replaced.Contains(span)) || _moved.Exists(moved => moved.Contains(span));

    /// <summary>Whether the fix may change the white space at a position.</summary>
    public bool IsLoose(int position) => _loose.Exists(loose => loose.Contains(position));

    /// <summary>Whether the fix may indent the line further, or break it.</summary>
    public bool MayShift(int position) => _shifted.Exists(shifted => shifted.Contains(position));

    private void AddScope(FixKind kind, LeakReport report)
    {
        if (kind != FixKind.PassToken)
        {
            AddBody(report.Scope);
        }

        switch (kind)
        {
            case FixKind.LinkToScopeAndJoin when report.Remedy.Join is { } join:
                AddJoin(join);
                break;
            case FixKind.CancelBeforeDispose when report.Remedy.Cancel is { } cancel:
                AddCancel(cancel, report.Scope);
                break;
            case FixKind.DisposeSource or FixKind.DisposeRegistration or FixKind.DisposeRegistrationWithTask when report.Remedy.Handle is { } handle:
                AddHandle(handle);
                break;
        }
    }

    /// <summary>Adds a function's body, whose lines the fix may indent.</summary>
    private void AddBody(TextSpan function)
    {
        if (ScopeSyntax.Find(_root, function) is not { } scope)
        {
            return;
        }

        _shifted.Add(scope is { Function: CompilationUnitSyntax, Statements: [var first, ..] } ? TextSpan.FromBounds(first.SpanStart, scope.Statements[^1].Span.End) : function);
        if (scope.Expression is { } body)
        {
            SyntaxToken arrow = body.GetFirstToken().GetPreviousToken();
            _replaced.Add(arrow.Span);
            _loose.Add(TextSpan.FromBounds(arrow.SpanStart, body.SpanStart));
        }
    }

    /// <summary>Adds the code where the fix replaces one <c>CancellationToken</c> by another.</summary>
    private void AddRelays(LeakReport report)
    {
        if (report.Finding.Location.SourceTree == _root.SyntaxTree)
        {
            AddSlots(report.Remedy.Slots);
        }

        foreach (TokenRelay relay in report.Remedy.Relays)
        {
            if (relay.Function.SyntaxTree == _root.SyntaxTree)
            {
                AddSlots(relay.Slots);
            }
        }
    }

    private void AddSlots(IEnumerable<TokenSlot> slots) =>
        _replaced.AddRange(slots.Where(slot => slot.Kind is TokenSlotKind.ReplaceArgument or TokenSlotKind.LoopCondition).Select(slot => slot.Span));

    /// <summary>Adds what the fix replaces when it stores a task in a new variable, such as the discard of <c>_ = RunAsync()</c>.</summary>
    private void AddJoin(JoinPlace join)
    {
        SyntaxNode place = join.Node;
        TypeSyntax? type = join.Form == JoinForm.Local ? place.FirstAncestorOrSelf<LocalDeclarationStatementSyntax>()?.Declaration.Type : null;
        SyntaxNode? replaced = type ?? DiscardOf(place.FirstAncestorOrSelf<ExpressionStatementSyntax>());
        if (replaced is not null)
        {
            _replaced.Add(replaced.Span);
        }
    }

    /// <summary>Adds the <c>Cancel</c> call that the fix moves into a <c>finally</c> block.</summary>
    private void AddCancel(CancelPlace cancel, TextSpan scope) => _replaced.AddRange(
        from block in _root.DescendantNodes().OfType<BlockSyntax>()
        where scope.Contains(block.Span)
            && block.Statements.LastOrDefault() is ExpressionStatementSyntax { Expression: InvocationExpressionSyntax or AwaitExpressionSyntax } last
            && last.ToString().Contains($"{cancel.Source}.Cancel", StringComparison.Ordinal)
        select block.Statements.Last().Span);

    /// <summary>Adds what the fix changes so that a linked source or a registration is disposed.</summary>
    private void AddHandle(HandlePlace handle)
    {
        if (handle.Form == HandleForm.Call)
        {
            _moved.Add(handle.Node.Span);
            return;
        }

        var statement = (StatementSyntax)handle.Node;
        _replaced.Add(statement.GetLastToken().Span);
        if (DiscardOf(statement) is { } discard)
        {
            _replaced.Add(discard.Span);
            _replaced.Add(((AssignmentExpressionSyntax)discard.Parent!).OperatorToken.Span);
        }
    }

    private static ExpressionSyntax? DiscardOf(StatementSyntax? statement) =>
        (statement as ExpressionStatementSyntax)?.Expression is AssignmentExpressionSyntax { Left: var discard } ? discard : null;

    /// <summary>Adds the functions of a type that the fix changes.</summary>
    private void AddOwner(OwnerSource owner)
    {
        if (owner.Constructor is { } constructor)
        {
            AddPlace(constructor);
        }

        foreach (EndPlace end in owner.Ends)
        {
            AddPlace(end.Place);
            if (end.Awaits == EndAwaits.Made && IsHere(end.Place) && MethodAt(end.Place)?.Body?.Statements.LastOrDefault() is ReturnStatementSyntax done)
            {
                _replaced.Add(done.Span);
            }
        }
    }

    private void AddPlace(CodePlace place)
    {
        if (!IsHere(place))
        {
            return;
        }

        if (place.Form == PlaceForm.IdleBody && MethodAt(place) is { ExpressionBody: { } body, SemicolonToken: var semicolon })
        {
            _replaced.Add(TextSpan.FromBounds(body.SpanStart, semicolon.Span.End));
        }

        AddBody(place.Form is PlaceForm.ExpressionBody ? place.Node.Span : (place.Node.FirstAncestorOrSelf<BaseMethodDeclarationSyntax>() ?? place.Node).Span);
    }

    private bool IsHere(CodePlace place) => place.Node.SyntaxTree == _root.SyntaxTree;

    private static MethodDeclarationSyntax? MethodAt(CodePlace place) => place.Node.FirstAncestorOrSelf<MethodDeclarationSyntax>();
}
