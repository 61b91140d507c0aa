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
    private static readonly ConditionalWeakTable<Compilation, CompilationReader> s_readers = new();

    /// <summary>The report of a rule at a place in a document; null where the rule finds nothing there, or no fix is right.</summary>
    public static async Task<LeakReport?> ReadAsync(string id, TextSpan place, Document document, CancellationToken cancellationToken)
    {
        if (await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is not { } semantics
            || await semantics.SyntaxTree.GetRootAsync(cancellationToken).ConfigureAwait(false) is not { } root
            || !root.FullSpan.Contains(place)
            || ReaderOf(semantics, document.Project.AnalyzerOptions).Find(id, place, root, semantics, cancellationToken) is not var (finding, model))
        {
            return null;
        }

        var remedy = Remedy.For(finding, model);
        return remedy.Fixes.IsEmpty ? null : new LeakReport(finding, remedy, document);
    }

    private static CompilationReader ReaderOf(SemanticModel semantics, AnalyzerOptions options)
    {
        CompilationReader reader = s_readers.GetValue(semantics.Compilation, compilation => new CompilationReader(compilation, options.AnalyzerConfigOptionsProvider));
        reader.Know(semantics);
        return reader;
    }

    /// <summary>The analyzer's model of a compilation, kept as long as that lives.</summary>
    private sealed class CompilationReader
    {
        private readonly BodyAnalysis? _analysis;
        private readonly ConcurrentDictionary<SyntaxTree, SemanticModel> _semantics = new();

        public CompilationReader(Compilation compilation, AnalyzerConfigOptionsProvider options)
        {
            if (KnownSymbols.Of(compilation) is { } symbols)
            {
                var model = new LeakModel(symbols, new LeakOptions.Reader(options, symbols), tree => _semantics.GetOrAdd(tree, other => compilation.GetSemanticModel(other)));
                _analysis = new BodyAnalysis(model, new RuleSwitches(compilation, CancellationToken.None));
            }
        }

        /// <summary>Takes over a semantic model that is there, with what it has bound.</summary>
        public void Know(SemanticModel semantics) => _semantics.TryAdd(semantics.SyntaxTree, semantics);

        /// <summary>What a rule finds at a place; null where it finds nothing.</summary>
        public (Finding Finding, LeakModel Model)? Find(string id, TextSpan place, SyntaxNode root, SemanticModel semantics, CancellationToken cancellationToken)
        {
            if (_analysis is null || OperationAt(place, root, semantics, cancellationToken) is not { } innermost || MemberAround(place, semantics, cancellationToken) is not { } member)
            {
                return null;
            }

            for (IOperation? operation = innermost; operation is not null; operation = operation.Parent)
            {
                foreach (Finding finding in _analysis.Find(new BodySite(operation, member)))
                {
                    if (finding.Descriptor.Id == id && finding.Location.SourceSpan == place)
                    {
                        return (finding, _analysis.Model);
                    }
                }
            }

            return null;
        }

        private static IOperation? OperationAt(TextSpan place, SyntaxNode root, SemanticModel semantics, CancellationToken cancellationToken)
        {
            for (SyntaxNode? node = root.FindNode(place, getInnermostNodeForTie: true); node is not null; node = node.Parent)
            {
                if (semantics.GetOperation(node, cancellationToken) is { } operation)
                {
                    return operation;
                }
            }

            return null;
        }

        /// <summary>The member whose body a place is in, as the driver tells it: no function in that.</summary>
        private static ISymbol? MemberAround(TextSpan place, SemanticModel semantics, CancellationToken cancellationToken)
        {
            ISymbol? symbol = semantics.GetEnclosingSymbol(place.Start, cancellationToken);
            while (symbol is IMethodSymbol { MethodKind: MethodKind.AnonymousFunction or MethodKind.LocalFunction })
            {
                symbol = symbol.ContainingSymbol;
            }

            return symbol;
        }
    }
}
