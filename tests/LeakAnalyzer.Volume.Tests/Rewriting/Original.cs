using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakAnalyzer.Volume.Tests.Rewriting;

/// <summary>A compilation before its files are rewritten.</summary>
/// <param name="Compilation">The compilation.</param>
/// <param name="Files">The files to rewrite.</param>
/// <param name="Reports">The reports on all files.</param>
/// <param name="Errors">The number of the compiler's errors in each file that has some.</param>
internal sealed record Original(Compilation Compilation, IReadOnlyList<SyntaxTree> Files, IReadOnlyList<PlacedReport> Reports, IReadOnlyDictionary<SyntaxTree, int> Errors)
{
    /// <summary>Numbers the identifiers in the files (see <see cref="ReportPlaces"/>), and analyses the compilation.</summary>
    public static async Task<Original> OfAsync(Compilation compilation, IReadOnlyList<SyntaxTree> files)
    {
        int places = 0;
        var numbered = new List<SyntaxTree>();
        foreach (SyntaxTree file in files)
        {
            SyntaxNode root = ReportPlaces.Numbered((CompilationUnitSyntax)await file.GetRootAsync(), ref places);
            numbered.Add(file.WithRootAndOptions(root, file.Options).WithFilePath(file.FilePath));
            compilation = compilation.ReplaceSyntaxTree(file, numbered[^1]);
        }

        return new Original(compilation, numbered, await ReportPlaces.OfAsync(compilation), ErrorsOf(compilation));
    }

    public static IReadOnlyDictionary<SyntaxTree, int> ErrorsOf(Compilation compilation) =>
        compilation.GetDiagnostics()
            .Where(diagnostic => diagnostic is { Severity: DiagnosticSeverity.Error, Location.SourceTree: not null })
            .CountBy(diagnostic => diagnostic.Location.SourceTree!)
            .ToDictionary();
}
