namespace LeakAnalyzer.Package.Tests;

/// <summary>A fresh project outside the repository, where a package can be installed. It goes with its test.</summary>
internal class FreshProject : IDisposable
{
    public FreshProject(string name, PackedPackage package)
    {
        Folder = TestFolder.Create(name);

        // The machine's sources, and ours. Packages go to a folder of the tests' own, and those that the machine has aren't copied.
        Write("nuget.config", $"""
            <configuration>
              <config>
                <add key="globalPackagesFolder" value="{Path.Combine(TestFolder.Root, "packages")}" />
              </config>
              <fallbackPackageFolders>
                <add key="machine" value="{BuildFacts.PackageCache}" />
              </fallbackPackageFolders>
              <packageSources>
                <add key="packed" value="{package.Folder}" />
              </packageSources>
            </configuration>
            """);
    }

    public string Folder { get; }

    public void Write(string fileName, string text) => File.WriteAllText(Path.Combine(Folder, fileName), text);

    public string Read(string fileName) => File.ReadAllText(Path.Combine(Folder, fileName));

    public Task<CommandResult> DotnetAsync(params string[] arguments) => Dotnet.RunAsync(Folder, arguments);

    public void Dispose() => TestFolder.Delete(Folder);
}
