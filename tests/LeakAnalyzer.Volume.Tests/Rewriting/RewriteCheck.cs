using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakAnalyzer.Volume.Tests.Rewriting;

/// <summary>A rewrite that has changed reports.</summary>
/// <param name="Rewrite">The rewrite.</param>
/// <param name="File">The file's path.</param>
/// <param name="Lost">The rule and line of each report that has disappeared.</param>
/// <param name="Gained">The rule and line of each new report.</param>
/// <param name="Code">The rewritten code.</param>
internal sealed record Changed(Rewrite Rewrite, string File, string Lost, string Gained, string Code)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Rewrite.Name}, {File}: lost [{Lost}], gained [{Gained}]";
}

/// <summary>Rewrites files in ways that don't change their meaning, and compares the reports before and after.</summary>
/// <param name="progress">Receives a line for each file and each changed report at once, because real code takes long; null for none.</param>
internal sealed class RewriteCheck(TextWriter? progress = null)
{
    private readonly ConcurrentBag<Changed> _changed = [];
    private readonly ConcurrentDictionary<string, int> _tried = new();
    private int _reports;

    /// <summary>The rewrites that have changed reports.</summary>
    public IReadOnlyList<Changed> Changed => [.. _changed.OrderBy(changed => changed.Rewrite.Name, StringComparer.Ordinal).ThenBy(changed => changed.File, StringComparer.Ordinal)];

    /// <summary>Gets the number of files that each rewrite has changed, with no new error.</summary>
    public IReadOnlyDictionary<string, int> Tried => _tried;

    /// <summary>Gets the number of reports before the rewrites.</summary>
    public int Reports => _reports;

    /// <summary>Tries all rewrites on one file of a compilation.</summary>
    /// <param name="compilation">The compilation.</param>
    /// <param name="file">The file.</param>
    /// <param name="rewrites">The rewrites; all if null.</param>
    public async Task RunAsync(Compilation compilation, SyntaxTree file, IEnumerable<Rewrite>? rewrites = null)
    {
        SyntaxTree numbered = With(file, ReportPlaces.Numbered((CompilationUnitSyntax)await file.GetRootAsync()), file.FilePath);
        compilation = compilation.ReplaceSyntaxTree(file, numbered);
        SemanticModel model = compilation.GetSemanticModel(numbered);
        int errors = Errors(compilation, [numbered]);
        List<(string Id, string Place)> before = await ReportPlaces.OfAsync(compilation, [numbered]);
        Interlocked.Add(ref _reports, before.Count);
        foreach (Rewrite rewrite in rewrites ?? Rewrite.All)
        {
            IReadOnlyList<CompilationUnitSyntax> written = rewrite.Apply(model, (CompilationUnitSyntax)await numbered.GetRootAsync());
            SyntaxTree[] files = [.. written.Select((root, i) => With(numbered, root, i == 0 ? numbered.FilePath : string.Create(CultureInfo.InvariantCulture, $"{numbered.FilePath}.{i}.cs")))];
            Compilation rewritten = compilation.ReplaceSyntaxTree(numbered, files[0]).AddSyntaxTrees(files[1..]);
            if (files is [var only] && only.GetText().ContentEquals(numbered.GetText()) || Errors(rewritten, files) > errors)
            {
                continue;
            }

            _tried.AddOrUpdate(rewrite.Name, 1, static (_, count) => count + 1);
            List<(string Id, string Place)> after = await ReportPlaces.OfAsync(rewritten, files);
            string lost = Only(before, after, rewrite), gained = Only(after, before, rewrite);
            if (lost.Length + gained.Length > 0)
            {
                var changed = new Changed(rewrite, numbered.FilePath, lost, gained, string.Join("\n// next file\n", files.Select(tree => tree.ToString())));
                _changed.Add(changed);
                progress?.WriteLine(changed);
            }
        }

        progress?.WriteLine($"{numbered.FilePath}: {before.Count} reports");
    }

    private static SyntaxTree With(SyntaxTree file, SyntaxNode root, string path) => file.WithRootAndOptions(root, file.Options).WithFilePath(path);

    private static int Errors(Compilation compilation, SyntaxTree[] files) =>
        files.Sum(file => compilation.GetSemanticModel(file).GetDiagnostics().Count(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));

    private static string Only(List<(string Id, string Place)> ones, List<(string Id, string Place)> others, Rewrite rewrite)
    {
        List<(string Id, string Place)> rest = [.. others];
        return string.Join(", ", ones.Where(one => !rest.Remove(one) && !rewrite.MovedRules.Contains(one.Id)).Select(one => $"{one.Id} at {one.Place}"));
    }
}
