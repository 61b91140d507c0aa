using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace LeakAnalyzer.Volume.Tests.Rewriting;

/// <summary>A report at identifiers with numbers, which stay the same when the file is rewritten.</summary>
/// <param name="Id">The id of the rule.</param>
/// <param name="Places">The numbers of the first identifier at the report. It can have several, see <see cref="ReportPlaces.InPlaceOf"/>.</param>
internal sealed record PlacedReport(string Id, ImmutableArray<int> Places)
{
    /// <summary>Whether a report on the rewritten file is the same as this one.</summary>
    public bool IsSameAs(PlacedReport other) => Id == other.Id && (Places.Any(other.Places.Contains) || Places.IsEmpty && other.Places.IsEmpty);

    /// <inheritdoc/>
    public override string ToString() => $"{Id} at {string.Join('/', Places)}";
}

/// <summary>Numbers the identifiers of code, with annotations, and finds the numbers at the reports.</summary>
internal static class ReportPlaces
{
    private const string Kind = "place";

    private static readonly ImmutableArray<DiagnosticAnalyzer> s_analyzers = [new TaskLeakAnalyzer()];

    /// <summary>Numbers the identifiers of a file. The first gets <paramref name="number"/>, which is set to the next free number.</summary>
    public static CompilationUnitSyntax Numbered(CompilationUnitSyntax file, ref int number)
    {
        int next = number;
        CompilationUnitSyntax numbered = file.ReplaceTokens(file.DescendantTokens().Where(IsPlace), (token, _) => token.WithAdditionalAnnotations(Place(next++)));
        number = next;
        return numbered;
    }

    /// <summary>Gives the numbers of replaced code to new code, so that a report on the one counts as the same as a report on the other.</summary>
    public static T InPlaceOf<T>(T code, SyntaxNode replaced)
        where T : SyntaxNode =>
        code.DescendantTokens().FirstOrDefault(IsPlace) is var first && first.IsKind(SyntaxKind.None)
            ? code
            : code.ReplaceToken(first, first.WithAdditionalAnnotations(NumbersOf(replaced.DescendantTokens()).Select(Place)));

    public static async Task<IReadOnlyList<PlacedReport>> OfAsync(Compilation compilation) =>
        [.. (await ReportsAsync(compilation)).Select(report => new PlacedReport(report.Id, PlacesOf(report.Location)))];

    public static async Task<IReadOnlyList<SyntaxTree>> FilesWithReportsAsync(Compilation compilation) =>
        [.. (await ReportsAsync(compilation)).Select(report => report.Location.SourceTree).OfType<SyntaxTree>().Distinct()];

    private static Task<ImmutableArray<Diagnostic>> ReportsAsync(Compilation compilation) => compilation.WithAnalyzers(
        s_analyzers, new CompilationWithAnalyzersOptions(new AnalyzerOptions([]), onAnalyzerException: null, concurrentAnalysis: true, logAnalyzerExecutionTime: false)).GetAnalyzerDiagnosticsAsync(CancellationToken.None);

    private static ImmutableArray<int> PlacesOf(Location location) =>
        location.SourceTree is { } file ? NumbersOf(file.GetRoot().DescendantTokens(location.SourceSpan).Where(token => location.SourceSpan.Contains(token.Span))) : [];

    /// <summary>Gets the numbers of the first token that has numbers.</summary>
    private static ImmutableArray<int> NumbersOf(IEnumerable<SyntaxToken> tokens) =>
        [.. tokens.Select(token => token.GetAnnotations(Kind)).FirstOrDefault(numbers => numbers.Any(), []).Select(number => int.Parse(number.Data!, CultureInfo.InvariantCulture))];

    private static bool IsPlace(SyntaxToken token) => token.IsKind(SyntaxKind.IdentifierToken);

    private static SyntaxAnnotation Place(int number) => new(Kind, number.ToString(CultureInfo.InvariantCulture));
}
