using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace LeakAnalyzer.Volume.Tests.Rewriting;

/// <summary>A report, at places that keep their numbers when its file is rewritten.</summary>
/// <param name="Id">The rule.</param>
/// <param name="Places">The numbers of the first identifier in the report's location: its own, and that of a call which it has replaced.</param>
internal sealed record PlacedReport(string Id, ImmutableArray<int> Places)
{
    /// <summary>Whether this is the same report as one on another version of the file.</summary>
    public bool IsSameAs(PlacedReport other) => Id == other.Id && (Places.Any(other.Places.Contains) || Places.IsEmpty && other.Places.IsEmpty);

    /// <inheritdoc/>
    public override string ToString() => $"{Id} at {string.Join('/', Places)}";
}

/// <summary>Numbers the identifiers of code as places, and finds the places of the reports on it.</summary>
internal static class ReportPlaces
{
    private const string Kind = "place";

    private static readonly ImmutableArray<DiagnosticAnalyzer> s_analyzers = [new TaskLeakAnalyzer()];

    /// <summary>Numbers the identifiers of a file, from the given number on, which is then increased.</summary>
    public static CompilationUnitSyntax Numbered(CompilationUnitSyntax file, ref int number)
    {
        int next = number;
        CompilationUnitSyntax numbered = file.ReplaceTokens(file.DescendantTokens().Where(IsPlace), (token, _) => token.WithAdditionalAnnotations(Place(next++)));
        number = next;
        return numbered;
    }

    /// <summary>Lets the first identifier of some code also stand for the place of other code, which it replaces.</summary>
    public static T InPlaceOf<T>(T code, SyntaxNode replaced)
        where T : SyntaxNode =>
        code.DescendantTokens().FirstOrDefault(IsPlace) is var first && first.IsKind(SyntaxKind.None)
            ? code
            : code.ReplaceToken(first, first.WithAdditionalAnnotations(NumbersOf(replaced.DescendantTokens()).Select(Place)));

    /// <summary>Gets the reports on a compilation.</summary>
    public static async Task<IReadOnlyList<PlacedReport>> OfAsync(Compilation compilation) =>
        [.. (await ReportsAsync(compilation)).Select(report => new PlacedReport(report.Id, PlacesOf(report.Location)))];

    /// <summary>Gets the files of a compilation that have reports.</summary>
    public static async Task<IReadOnlyList<SyntaxTree>> FilesWithReportsAsync(Compilation compilation) =>
        [.. (await ReportsAsync(compilation)).Select(report => report.Location.SourceTree).OfType<SyntaxTree>().Distinct()];

    private static Task<ImmutableArray<Diagnostic>> ReportsAsync(Compilation compilation) => compilation.WithAnalyzers(
        s_analyzers, new CompilationWithAnalyzersOptions(new AnalyzerOptions([]), onAnalyzerException: null, concurrentAnalysis: true, logAnalyzerExecutionTime: false)).GetAnalyzerDiagnosticsAsync(CancellationToken.None);

    private static ImmutableArray<int> PlacesOf(Location location) =>
        location.SourceTree is { } file ? NumbersOf(file.GetRoot().DescendantTokens(location.SourceSpan).Where(token => location.SourceSpan.Contains(token.Span))) : [];

    /// <summary>The numbers of the first token that has some.</summary>
    private static ImmutableArray<int> NumbersOf(IEnumerable<SyntaxToken> tokens) =>
        [.. tokens.Select(token => token.GetAnnotations(Kind)).FirstOrDefault(numbers => numbers.Any(), []).Select(number => int.Parse(number.Data!, CultureInfo.InvariantCulture))];

    private static bool IsPlace(SyntaxToken token) => token.IsKind(SyntaxKind.IdentifierToken);

    private static SyntaxAnnotation Place(int number) => new(Kind, number.ToString(CultureInfo.InvariantCulture));
}
