using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using LeakAnalyzer.Facts;
using LeakAnalyzer.Races;
using LeakAnalyzer.Summaries;
using LeakAnalyzer.Tasks;
using LeakAnalyzer.Tracking;
using LeakAnalyzer.Options;
using LeakAnalyzer.Rules;
using LeakAnalyzer.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace LeakAnalyzer.CodeFixes.Reports;

/// <summary>
/// Reads a report: it asks the analyzer's own model and rules about the place where the report stands, so that a fix has the analyzer's verdict.
/// Only the operations around that place are asked about, not the file.
/// </summary>
internal static class ReportReader
{
    private static readonly ConditionalWeakTable<Compilation, KeptAnalysis> s_analyses = new();

    /// <summary>The report of a rule at a place in a document; null where the rule finds nothing there, or no fix is right.</summary>
    public static async Task<LeakReport?> ReadAsync(string id, TextSpan place, Document document, CancellationToken cancellationToken)
    {
        if (await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is not { } semantics
            || await semantics.SyntaxTree.GetRootAsync(cancellationToken).ConfigureAwait(false) is not { } root
            || !root.FullSpan.Contains(place)
            || AnalysisOf(semantics, document.Project.AnalyzerOptions) is not { } analysis
            || SiteOf(place, root, semantics, cancellationToken) is not { } site
            || Find(id, place, site, analysis) is not { } finding)
        {
            return null;
        }

        var remedy = Remedy.For(finding, analysis.Model);
        return remedy.Fixes.IsEmpty ? null : new LeakReport(finding, remedy, document)
        {
            Beside = remedy.Fixes.Contains(FixKind.LinkToScope) ? [.. PlacesBeside(finding, remedy, site, analysis)] : [],
        };
    }

    /// <summary>What a rule finds at a place; null where it finds nothing.</summary>
    private static Finding? Find(string id, TextSpan place, BodySite site, BodyAnalysis analysis)
    {
        for (IOperation? operation = site.Operation; operation is not null; operation = operation.Parent)
        {
            foreach (Finding finding in analysis.Find(new BodySite(operation, site.Containing)))
            {
                if (finding.Descriptor.Id == id && finding.Location.SourceSpan == place)
                {
                    return finding;
                }
            }
        }

        return null;
    }

    /// <summary>
    /// The places of the other rules' reports in the same scope that the same source is right for. The source is declared before all of them,
    /// whichever report is fixed first.
    /// </summary>
    private static IEnumerable<TextSpan> PlacesBeside(Finding finding, Remedy remedy, BodySite site, BodyAnalysis analysis) =>
        from operation in site.Operation.FunctionAround().OwnOperations()
        from other in analysis.Find(new BodySite(operation, site.Containing))
        where other.Descriptor.Id != finding.Descriptor.Id && other.Scope.Function == finding.Scope.Function
        let remedyOfOther = Remedy.For(other, analysis.Model)
        where remedyOfOther.Fixes.Contains(FixKind.LinkToScope) && remedyOfOther.Token == remedy.Token && remedyOfOther.Block == remedy.Block
        from place in remedyOfOther.Slots.Select(slot => slot.Span).Append(other.Location.SourceSpan)
        select place;

    /// <summary>The innermost operation around a place, and the member whose body it stands in, which is never a lambda or local function, as for the compiler's driver.</summary>
    private static BodySite? SiteOf(TextSpan place, SyntaxNode root, SemanticModel semantics, CancellationToken cancellationToken)
    {
        ISymbol? member = semantics.GetEnclosingSymbol(place.Start, cancellationToken);
        while (member is IMethodSymbol { MethodKind: MethodKind.AnonymousFunction or MethodKind.LocalFunction })
        {
            member = member.ContainingSymbol;
        }

        for (SyntaxNode? node = root.FindNode(place, getInnermostNodeForTie: true); node is not null && member is not null; node = node.Parent)
        {
            if (semantics.GetOperation(node, cancellationToken) is { } operation)
            {
                return new BodySite(operation, member);
            }
        }

        return null;
    }

    private static BodyAnalysis? AnalysisOf(SemanticModel semantics, AnalyzerOptions options) =>
        s_analyses.GetValue(semantics.Compilation, compilation => new KeptAnalysis(compilation, options.AnalyzerConfigOptionsProvider)).Of(semantics);

    /// <summary>The analyzer's model of a compilation with the semantic models that it has asked for, kept as long as the compilation lives.</summary>
    private sealed class KeptAnalysis
    {
        private readonly BodyAnalysis? _analysis;
        private readonly ConcurrentDictionary<SyntaxTree, SemanticModel> _semantics = new();

        public KeptAnalysis(Compilation compilation, AnalyzerConfigOptionsProvider options)
        {
            if (KnownSymbols.Of(compilation) is { } symbols)
            {
                var model = new LeakModel(symbols, new LeakOptions.Reader(options, symbols), tree => _semantics.GetOrAdd(tree, other => compilation.GetSemanticModel(other)));
                _analysis = new BodyAnalysis(model, new RuleSwitches(compilation, CancellationToken.None));
            }
        }

        /// <summary>The analysis, which uses the given semantic model for its file and so what that has bound already.</summary>
        public BodyAnalysis? Of(SemanticModel semantics)
        {
            _semantics.TryAdd(semantics.SyntaxTree, semantics);
            return _analysis;
        }
    }
}
