using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace LeakAnalyzer.Volume.Tests.Rewriting;

/// <summary>Finds the reports on a file, at places that stay the same when the file is rewritten.</summary>
internal static class ReportPlaces
{
    private const string Kind = "place";

    private static readonly ImmutableArray<DiagnosticAnalyzer> s_analyzers = [new TaskLeakAnalyzer()];

    /// <summary>Numbers the identifiers of a file.</summary>
    public static CompilationUnitSyntax Numbered(CompilationUnitSyntax file)
    {
        int number = 0;
        return file.ReplaceTokens(
            file.DescendantTokens().Where(token => token.IsKind(SyntaxKind.IdentifierToken)),
            (token, _) => token.WithAdditionalAnnotations(new SyntaxAnnotation(Kind, (number++).ToString(CultureInfo.InvariantCulture))));
    }

    /// <summary>Gets the reports on some files of a compilation: the rule and the number of the first identifier in each report's location.</summary>
    public static async Task<List<(string Id, string Place)>> OfAsync(Compilation compilation, IEnumerable<SyntaxTree> files)
    {
        CompilationWithAnalyzers analysis = AnalysisOf(compilation);
        var places = new List<(string, string)>();
        foreach (SyntaxTree file in files)
        {
            SyntaxNode root = await file.GetRootAsync();
            foreach (Diagnostic report in await analysis.GetAnalyzerSemanticDiagnosticsAsync(analysis.Compilation.GetSemanticModel(file), filterSpan: null, CancellationToken.None))
            {
                IEnumerable<string?> numbers = root.DescendantTokens(report.Location.SourceSpan)
                    .Where(token => report.Location.SourceSpan.Contains(token.Span))
                    .Select(token => token.GetAnnotations(Kind).FirstOrDefault()?.Data);
                places.Add((report.Id, numbers.FirstOrDefault(number => number is not null) ?? ""));
            }
        }

        places.Sort();
        return places;
    }

    /// <summary>Gets the files of a compilation that have reports.</summary>
    public static async Task<IReadOnlyList<SyntaxTree>> FilesWithReportsAsync(Compilation compilation) =>
        [.. (await AnalysisOf(compilation).GetAnalyzerDiagnosticsAsync(CancellationToken.None)).Select(report => report.Location.SourceTree).OfType<SyntaxTree>().Distinct()];

    private static CompilationWithAnalyzers AnalysisOf(Compilation compilation) => compilation.WithAnalyzers(
        s_analyzers, new CompilationWithAnalyzersOptions(new AnalyzerOptions([]), onAnalyzerException: null, concurrentAnalysis: false, logAnalyzerExecutionTime: false));
}
