namespace LeakAnalyzer.Package.Tests;

/// <summary>A new project outside the repository, or a folder for several, in which a package can be installed. Disposing it deletes the folder.</summary>
internal class FreshProject : ProjectFolder, IDisposable
{
    public FreshProject(string name, PackedPackage package)
        : base(TestFolder.Create(name)) =>
        // Packages are restored from the machine's package sources and from the folder of the packed packages, into a folder of the tests. Packages that
        // the machine already has aren't copied.
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

    public void Dispose() => TestFolder.Delete(Folder);
}
