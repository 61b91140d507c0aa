using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace LeakAnalyzer.Volume.Tests.Rewriting;

/// <summary>Rewrites the files of real code, compiled project by project as far as that goes without the packages.</summary>
internal static class FolderRun
{
    private static readonly MetadataReference[] s_references =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path))];

    private static readonly CSharpParseOptions s_options = new(
        LanguageVersion.Preview, DocumentationMode.None, preprocessorSymbols: ["NET", "NETCOREAPP", "NET6_0_OR_GREATER", "NET8_0_OR_GREATER", "NET9_0_OR_GREATER", "NET10_0_OR_GREATER"]);

    private static readonly SyntaxTree s_usings = CSharpSyntaxTree.ParseText(
        """
        global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq;
        global using System.Net.Http; global using System.Threading; global using System.Threading.Tasks;
        """,
        s_options);

    /// <summary>Tries all rewrites on the files below a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="everyFile">Whether all files are tried; if not, only those with reports.</param>
    /// <param name="check">Compares the reports.</param>
    public static async Task TryAsync(string folder, bool everyFile, RewriteCheck check)
    {
        foreach (IGrouping<string, string> project in Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories).Where(file => !IsBuilt(folder, file)).GroupBy(file => ProjectOf(file, folder)))
        {
            SyntaxTree[] files = [.. project.Order(StringComparer.Ordinal).Select(file => CSharpSyntaxTree.ParseText(File.ReadAllText(file), s_options, Path.GetRelativePath(folder, file)))];
            var compilation = CSharpCompilation.Create(
                Path.GetFileName(project.Key), [.. files, s_usings], s_references, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable));
            IEnumerable<SyntaxTree> tried = everyFile ? files : await ReportPlaces.FilesWithReportsAsync(compilation);
            await Parallel.ForEachAsync(tried, async (file, _) => await check.RunAsync(compilation, file));
        }
    }

    private static bool IsBuilt(string folder, string file) =>
        Path.GetRelativePath(folder, file).Split(Path.DirectorySeparatorChar) is var parts && (parts.Contains("obj") || parts.Contains("bin"));

    /// <summary>The nearest folder around a file that has a project, or the folder of all.</summary>
    private static string ProjectOf(string file, string folder)
    {
        string around = Path.GetDirectoryName(file)!;
        while (around.Length > folder.Length && !Directory.EnumerateFiles(around, "*.csproj").Any())
        {
            around = Path.GetDirectoryName(around)!;
        }

        return around;
    }
}
