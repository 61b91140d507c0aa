using LeakAnalyzer.Volume.Tests.RealCode;
using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.Volume.Tests.Rewriting;

/// <summary>Tries the rewrites on real code, which is compiled project by project without its packages.</summary>
internal static class FolderRun
{
    /// <summary>Tries all rewrites on the projects of a folder.</summary>
    public static async Task TryAsync(string folder, RewriteCheck check)
    {
        foreach (Project project in RealSolution.Load(folder).Projects)
        {
            Compilation compilation = (await project.GetCompilationAsync())!;
            await check.RunAsync(project.Name, compilation, [.. compilation.SyntaxTrees]);
        }
    }
}
