using LeakAnalyzer.Volume.Tests.RealCode;
using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.Volume.Tests.Rewriting;

/// <summary>Tries the rewrites on real code.</summary>
internal static class FolderRun
{
    public static async Task TryAsync(string folder, RewriteCheck check)
    {
        foreach (Project project in RealSolution.Load(folder).Projects)
        {
            Compilation compilation = (await project.GetCompilationAsync())!;
            await check.RunAsync(project.Name, compilation, [.. compilation.SyntaxTrees]);
        }
    }
}
