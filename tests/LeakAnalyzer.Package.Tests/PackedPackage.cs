using System.IO.Compression;
using System.Xml.Linq;

namespace LeakAnalyzer.Package.Tests;

/// <summary>A package that this test run has packed.</summary>
/// <param name="Id">The package's id.</param>
/// <param name="Folder">The folder that contains the package. Projects use it as a package source.</param>
internal sealed record PackedPackage(string Id, string Folder)
{
    /// <summary>Gets a version that no earlier test run had, because a cache may still have that run's package.</summary>
    public static string Version { get; } = $"0.0.0-test.{DateTime.UtcNow:yyyyMMddHHmmss}.{Environment.ProcessId}";

    public string File => Path.Combine(Folder, $"{Id}.{Version}.nupkg");

    public string SymbolsFile => Path.ChangeExtension(File, ".snupkg");

    public string[] FileNames() => FileNames(File);

    public string[] SymbolsFileNames() => FileNames(SymbolsFile);

    /// <summary>Gets the elements of the package's metadata (its nuspec) with their values.</summary>
    public Dictionary<string, string> Metadata()
    {
        using var nuspec = new MemoryStream(Read(File, $"{Id}.nuspec"));
        return XDocument.Load(nuspec).Root!.Elements().Single().Elements().ToDictionary(element => element.Name.LocalName, element => element.Value);
    }

    public string[] Dependencies()
    {
        using var nuspec = new MemoryStream(Read(File, $"{Id}.nuspec"));
        return [.. XDocument.Load(nuspec).Descendants().Where(element => element.Name.LocalName == "dependency").Select(dependency => dependency.Attribute("id")!.Value)];
    }

    public static byte[] Read(string package, string fileName)
    {
        using ZipArchive archive = ZipFile.OpenRead(package);
        using Stream entry = archive.GetEntry(fileName)!.Open();
        var bytes = new MemoryStream();
        entry.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static string[] FileNames(string package)
    {
        using ZipArchive archive = ZipFile.OpenRead(package);

        // The name of the *.psmdcp file depends on NuGet's version.
        return [.. archive.Entries
            .Select(entry => entry.FullName.EndsWith(".psmdcp", StringComparison.Ordinal) ? "*.psmdcp" : entry.FullName)
            .Order(StringComparer.Ordinal)];
    }
}
