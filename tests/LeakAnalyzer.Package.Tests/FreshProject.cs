namespace LeakAnalyzer.Package.Tests;

/// <summary>A new project, or a folder for several new projects, outside the repository. Disposing it deletes the folder.</summary>
internal class FreshProject : ProjectFolder, IDisposable
{
    public FreshProject(string name, PackedPackage package)
        : base(TestFolder.Create(name)) =>
        // The fallback folder has the packages that the build of the tests has already downloaded.
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
