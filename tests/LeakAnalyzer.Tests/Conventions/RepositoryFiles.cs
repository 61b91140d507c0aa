namespace LeakAnalyzer.Tests.Conventions;

/// <summary>Reads the text files of the repository that the tests were built from.</summary>
internal static class RepositoryFiles
{
    private static readonly string[] s_madeByBuilds = ["bin", "obj", ".git", ".vs", ".idea", "artifacts", "TestResults"];

    private static readonly string[] s_texts =
        [".cs", ".md", ".csproj", ".props", ".targets", ".sln", ".json", ".yml", ".txt", ".editorconfig", ".config", ".sh", ".nuspec", ".globalconfig", ""];

    /// <summary>Gets all text files, by their paths in the repository, with <c>/</c>.</summary>
    public static IReadOnlyDictionary<string, string> Texts() => Read("", path => s_texts.Contains(Path.GetExtension(path)));

    /// <summary>Gets the C# files in a folder, by their paths in the folder, with <c>/</c>.</summary>
    public static IReadOnlyDictionary<string, string> Sources(string folder) => Read(folder, path => path.EndsWith(".cs", StringComparison.Ordinal));

    /// <summary>Gets the text of a file, or null if the file doesn't exist.</summary>
    public static string? Text(string path) =>
        Path.Combine(BuildFacts.RepositoryRoot, path) is var full && File.Exists(full) ? File.ReadAllText(full) : null;

    private static Dictionary<string, string> Read(string folder, Func<string, bool> isWanted)
    {
        string root = Path.Combine(BuildFacts.RepositoryRoot, folder);
        var found = new Dictionary<string, string>();
        var open = new Stack<string>([root]);
        while (open.TryPop(out string? directory))
        {
            foreach (string child in Directory.EnumerateDirectories(directory).Where(child => !s_madeByBuilds.Contains(Path.GetFileName(child))))
            {
                open.Push(child);
            }

            foreach (string file in Directory.EnumerateFiles(directory).Where(isWanted))
            {
                found.Add(Path.GetRelativePath(root, file).Replace('\\', '/'), File.ReadAllText(file));
            }
        }

        return found;
    }
}
