using LeakAnalyzer.Volume.Tests.RealCode;
using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.Volume.Tests.Rewriting;

/// <summary>Rewrites the files of real code, which is compiled project by project without its packages.</summary>
internal static class FolderRun
{
    /// <summary>Tries all rewrites on the files in a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="everyFile">Whether all files are tried, or only those with reports.</param>
    /// <param name="check">Compares the reports.</param>
    public static async Task TryAsync(string folder, bool everyFile, RewriteCheck check)
    {
        foreach (Project project in RealSolution.Load(folder).Projects)
        {
            Compilation compilation = (await project.GetCompilationAsync())!;
            IEnumerable<SyntaxTree> tried = everyFile ? compilation.SyntaxTrees : await ReportPlaces.FilesWithReportsAsync(compilation);
            await Parallel.ForEachAsync(tried, async (file, _) => await check.RunAsync(compilation, file));
        }
    }
}
