using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakAnalyzer.Volume.Tests.Rewriting;

/// <summary>A compilation before its files are rewritten, with numbered places in them.</summary>
/// <param name="Compilation">The compilation.</param>
/// <param name="Files">The files that are to be rewritten.</param>
/// <param name="Reports">The reports on all files.</param>
/// <param name="Errors">How many errors the compiler finds in each file.</param>
internal sealed record Original(Compilation Compilation, IReadOnlyList<SyntaxTree> Files, IReadOnlyList<PlacedReport> Reports, IReadOnlyDictionary<SyntaxTree, int> Errors)
{
    /// <summary>Numbers the places of a compilation, and analyses it.</summary>
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

    /// <summary>Finds out how many errors the compiler finds in each file.</summary>
    public static IReadOnlyDictionary<SyntaxTree, int> ErrorsOf(Compilation compilation) =>
        compilation.GetDiagnostics()
            .Where(diagnostic => diagnostic is { Severity: DiagnosticSeverity.Error, Location.SourceTree: not null })
            .CountBy(diagnostic => diagnostic.Location.SourceTree!)
            .ToDictionary();
}
