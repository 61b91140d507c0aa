namespace LeakAnalyzer.Package.Tests;

/// <summary>Creates folders outside the repository, in one root folder.</summary>
internal static class TestFolder
{
    private static readonly Lazy<string> s_root = new(CreateRoot);
    private static int s_count;

    public static string Root => s_root.Value;

    public static string Create(string name) =>
        Directory.CreateDirectory(Path.Combine(Root, $"{name}-{Interlocked.Increment(ref s_count)}")).FullName;

    private static string CreateRoot()
    {
        string root = Directory.CreateTempSubdirectory("LeakAnalyzer.Package.Tests-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Delete(root);

        // Without these files, the projects would import the settings of folders above the root.
        foreach (string file in (string[])["Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props"])
        {
            File.WriteAllText(Path.Combine(root, file), "<Project />\n");
        }

        File.WriteAllText(Path.Combine(root, ".editorconfig"), "root = true\n");
        return root;
    }

    public static void Delete(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (IOException)
        {
            // A process still uses a file in the folder.
        }
    }
}
