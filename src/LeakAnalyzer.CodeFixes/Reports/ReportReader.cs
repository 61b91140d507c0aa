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
/// Finds out what a rule has found at the location of a report, and which fixes are right for it. It runs the analyzer's own rules, so that a fix and the
/// analyzer never disagree.
/// </summary>
internal static class ReportReader
{
    private static readonly ConditionalWeakTable<Compilation, KeptAnalysis> s_analyses = new();

    /// <summary>Reads the report of a rule at a span of a document; null if the rule finds nothing there, or if no fix is right.</summary>
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

    private static Finding? Find(string id, TextSpan place, BodySite site, BodyAnalysis analysis)
    {
        for (IOperation? operation = site.Operation; operation is not null; operation = operation.Parent)
        {
            foreach (Finding finding in analysis.Find(site.At(operation)))
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
    /// Gets the spans of other rules' reports in the same function that can share the new <c>CancellationTokenSource</c>, and of the code where their token
    /// goes.
    /// </summary>
    private static IEnumerable<TextSpan> PlacesBeside(Finding finding, Remedy remedy, BodySite site, BodyAnalysis analysis) =>
        from operation in site.Operation.FunctionAround().OwnOperations()
        from other in analysis.Find(site.At(operation))
        where other.Descriptor.Id != finding.Descriptor.Id && other.Scope.Function == finding.Scope.Function
        let remedyOfOther = Remedy.For(other, analysis.Model)
        where remedyOfOther.Fixes.Contains(FixKind.LinkToScope) && remedyOfOther.Token == remedy.Token && remedyOfOther.Block == remedy.Block
        from place in remedyOfOther.Slots.Select(slot => slot.Span).Append(other.Location.SourceSpan)
        select place;

    /// <summary>Gets the innermost operation around a span, and the member (not the lambda or local function) whose body contains it.</summary>
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

    /// <summary>The analyzer's model of a compilation, which lives as long as the compilation.</summary>
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

        /// <summary>
        /// Gets the analysis, or null if the rules don't apply to the compilation. The analysis uses the given semantic model for its file, so that nothing is
        /// bound twice.
        /// </summary>
        public BodyAnalysis? Of(SemanticModel semantics)
        {
            _semantics.TryAdd(semantics.SyntaxTree, semantics);
            return _analysis;
        }
    }
}
