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

namespace LeakAnalyzer.CodeFixes.OwnerCancel;

/// <summary>
/// The way in which the function that starts a task reads the token of a source in a field: as an argument of its own call, or into a local. The task itself
/// can't read it, because the source may be disposed by then.
/// </summary>
internal sealed class ScopeReading
{
    private readonly ScopeSyntax _scope;
    private readonly BlockSyntax? _block;

    private ScopeReading(ScopeSyntax scope, CodePlace place, BlockSyntax? block, bool needsLocal)
    {
        _scope = scope;
        _block = block;
        Place = place;
        NeedsLocal = needsLocal;
    }

    /// <summary>Gets where lines are inserted that run before the task.</summary>
    public CodePlace Place { get; }

    /// <summary>Whether the function must read the token into a local.</summary>
    public bool NeedsLocal { get; }

    public SyntaxNode Function => _scope.Function;

    /// <summary>Finds how the function of a report reads the token; null if it can't read it before the task runs.</summary>
    public static ScopeReading? Of(LeakReport report, SyntaxNode root)
    {
        if (ScopeSyntax.Of(report.Finding.Scope.Function) is not { } scope || !report.Remedy.Slots.All(slot => report.Scope.Contains(slot.Span)))
        {
            return null;
        }

        bool needsLocal = report.Remedy.Slots.Any(slot => slot.Kind == TokenSlotKind.LoopCondition || ScopeSyntax.FunctionAround(slot.Node) != scope.Function);
        TextSpan[] places = [report.Start, .. report.Remedy.Slots.Select(slot => slot.Span)];
        var all = TextSpan.FromBounds(places.Min(place => place.Start), places.Max(place => place.End));
        if (scope.Expression is { } body)
        {
            return body.Span.Contains(all) ? new ScopeReading(scope, new CodePlace(PlaceForm.ExpressionBody, scope.Function), block: null, needsLocal) : null;
        }

        BlockSyntax? block = root.FindNode(all).AncestorsAndSelf().OfType<BlockSyntax>().FirstOrDefault(block => ScopeSyntax.FunctionAround(block) == scope.Function);
        return block is not null && FirstOf(block, places) is { } first
            ? new ScopeReading(scope, new CodePlace(PlaceForm.Before, first), block, needsLocal)
            : null;
    }

    /// <summary>Gets where lines are inserted that run before all of several tasks of one function.</summary>
    public static CodePlace PlaceBefore(IReadOnlyCollection<ScopeReading> readings)
    {
        ScopeReading first = readings.OrderBy(reading => reading.Place.Node.SpanStart).First();
        return readings.All(reading => reading._block == first._block)
            ? first.Place
            : new CodePlace(PlaceForm.Before, FirstOf(first._scope.Block!, [.. readings.Select(reading => reading.Place.Node.Span)])!);
    }

    /// <summary>Gets the name of a local that already holds the token of a source before the start of the task, or null if there is none.</summary>
    public string? LocalOf(string source, int start) =>
        (from block in _block?.AncestorsAndSelf().TakeWhile(node => node != _scope.Function).OfType<BlockSyntax>() ?? []
         from statement in block.Statements.OfType<LocalDeclarationStatementSyntax>()
         where statement.Span.End <= start && statement.Declaration.Variables.Count == 1
         let variable = statement.Declaration.Variables[0]
         where variable.Initializer?.Value is MemberAccessExpressionSyntax { Name.Identifier.ValueText: nameof(CancellationTokenSource.Token) } token && token.Expression.ToString() == source
         select variable.Identifier.ValueText).FirstOrDefault();

    /// <summary>
    /// Gets the first statement of a block that contains one of the given spans. If a local function contains one, that is the first statement of the block,
    /// because any statement may call the function.
    /// </summary>
    private static StatementSyntax? FirstOf(BlockSyntax block, TextSpan[] places)
    {
        var working = block.Statements.Where(statement => places.Any(statement.Span.Contains)).ToList();
        return working.Exists(statement => statement is LocalFunctionStatementSyntax) ? block.Statements[0] : working.FirstOrDefault();
    }
}
