namespace LeakAnalyzer.Package.Tests;

/// <summary>Folders outside the repository, all under one root. What a test made it deletes itself: the end of the process leaves time for little.</summary>
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

        // Nothing that stands further up on this machine has a say in the projects below.
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
            // Something still looks at a file; the folder is a temporary one anyway.
        }
    }
}
