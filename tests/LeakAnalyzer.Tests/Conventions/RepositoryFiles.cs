namespace LeakAnalyzer.Tests.Conventions;

/// <summary>The texts of the repository that the tests were built from.</summary>
internal static class RepositoryFiles
{
    private static readonly string[] s_madeByBuilds = ["bin", "obj", ".git", ".vs", ".idea", "artifacts", "TestResults"];

    private static readonly string[] s_texts =
        [".cs", ".md", ".csproj", ".props", ".targets", ".sln", ".json", ".yml", ".txt", ".editorconfig", ".config", ".sh", ".nuspec", ".globalconfig", ""];

    /// <summary>All texts, by their path from the root, with <c>/</c>.</summary>
    public static IReadOnlyDictionary<string, string> Texts() => Read("", path => s_texts.Contains(Path.GetExtension(path)));

    /// <summary>The C# sources below a folder, by their path from it.</summary>
    public static IReadOnlyDictionary<string, string> Sources(string folder) => Read(folder, path => path.EndsWith(".cs", StringComparison.Ordinal));

    /// <summary>The text of one file, or null where there is none.</summary>
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
