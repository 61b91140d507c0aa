using System.IO.Compression;
using System.Xml.Linq;

namespace LeakAnalyzer.Package.Tests;

/// <summary>A package that this run of the tests has packed.</summary>
/// <param name="Id">The package's id.</param>
/// <param name="Folder">The folder that contains the package, which serves as a package source.</param>
internal sealed record PackedPackage(string Id, string Folder)
{
    /// <summary>Gets a version that no earlier run had, so that no cache can return an older package.</summary>
    public static string Version { get; } = $"0.0.0-test.{DateTime.UtcNow:yyyyMMddHHmmss}.{Environment.ProcessId}";

    public string File => Path.Combine(Folder, $"{Id}.{Version}.nupkg");

    public string SymbolsFile => Path.ChangeExtension(File, ".snupkg");

    /// <summary>Gets the names of all files in the package.</summary>
    public string[] FileNames() => FileNames(File);

    /// <summary>Gets the names of all files in the package with the symbols.</summary>
    public string[] SymbolsFileNames() => FileNames(SymbolsFile);

    /// <summary>Gets the package's metadata: the values of the elements in its nuspec.</summary>
    public Dictionary<string, string> Metadata()
    {
        using var nuspec = new MemoryStream(Read(File, $"{Id}.nuspec"));
        return XDocument.Load(nuspec).Root!.Elements().Single().Elements().ToDictionary(element => element.Name.LocalName, element => element.Value);
    }

    /// <summary>Gets the ids of the packages that this package depends on.</summary>
    public string[] Dependencies()
    {
        using var nuspec = new MemoryStream(Read(File, $"{Id}.nuspec"));
        return [.. XDocument.Load(nuspec).Descendants().Where(element => element.Name.LocalName == "dependency").Select(dependency => dependency.Attribute("id")!.Value)];
    }

    /// <summary>Gets the content of a file in a package.</summary>
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

        // The name that NuGet gives to the core properties depends on NuGet's version.
        return [.. archive.Entries
            .Select(entry => entry.FullName.EndsWith(".psmdcp", StringComparison.Ordinal) ? "*.psmdcp" : entry.FullName)
            .Order(StringComparer.Ordinal)];
    }
}
