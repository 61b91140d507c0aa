using System.Text.RegularExpressions;

namespace LeakAnalyzer.Volume.Tests.RealCode;

/// <summary>
/// A project of real code. Files that don't belong to any project file form a project in the root folder.
/// </summary>
/// <param name="Folder">The folder of the project.</param>
/// <param name="Files">The C# files, without generated ones.</param>
/// <param name="ReferencedFolders">The folders of the projects that this project references.</param>
/// <param name="IsExecutable">Whether the project is an executable, according to the project file.</param>
internal sealed partial record RealProject(string Folder, IReadOnlyList<string> Files, IReadOnlyList<string> ReferencedFolders, bool IsExecutable)
{
    /// <summary>Finds the projects in a folder and its subfolders, ordered by path.</summary>
    public static IReadOnlyList<RealProject> Below(string root)
    {
        root = Path.GetFullPath(root);
        HashSet<string> folders = [.. Directory.EnumerateFiles(root, "*.csproj", SearchOption.AllDirectories).Select(file => Path.GetDirectoryName(file)!)];
        return
        [
            .. Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
                .Where(file => !IsBuilt(root, file))
                .GroupBy(file => FolderOf(file, root, folders))
                .OrderBy(files => files.Key, StringComparer.Ordinal)
                .Select(files => Read(files.Key, [.. files.Order(StringComparer.Ordinal)])),
        ];
    }

    private static RealProject Read(string folder, IReadOnlyList<string> files)
    {
        string text = Directory.EnumerateFiles(folder, "*.csproj").OrderBy(file => file.Length).FirstOrDefault() is { } file ? File.ReadAllText(file) : "";
        return new RealProject(
            folder,
            files,
            [.. Reference().Matches(text).Select(match => Path.GetDirectoryName(Path.GetFullPath(Path.Combine(folder, match.Groups[1].Value.Replace('\\', '/'))))!)],
            Executable().IsMatch(text));
    }

    private static bool IsBuilt(string root, string file) =>
        Path.GetRelativePath(root, file).Split(Path.DirectorySeparatorChar) is var parts && (parts.Contains("obj") || parts.Contains("bin"));

    private static string FolderOf(string file, string root, HashSet<string> folders)
    {
        string around = Path.GetDirectoryName(file)!;
        while (around.Length > root.Length && !folders.Contains(around))
        {
            around = Path.GetDirectoryName(around)!;
        }

        return around;
    }

    [GeneratedRegex("""<ProjectReference\s+Include="([^"$*]+)["]""")]
    private static partial Regex Reference();

    [GeneratedRegex("""<OutputType>\s*(Win)?Exe|Sdk="Microsoft\.NET\.Sdk\.(Web|Worker)["]""", RegexOptions.IgnoreCase)]
    private static partial Regex Executable();
}
