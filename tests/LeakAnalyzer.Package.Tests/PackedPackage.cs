using System.IO.Compression;
using System.Xml.Linq;

namespace LeakAnalyzer.Package.Tests;

/// <summary>A package as this run of the tests packed it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Folder">Where it is: a folder that serves as a package source.</param>
internal sealed record PackedPackage(string Id, string Folder)
{
    /// <summary>A version that no earlier run had, so that no cache can answer with an older package.</summary>
    public static string Version { get; } = $"0.0.0-test.{DateTime.UtcNow:yyyyMMddHHmmss}.{Environment.ProcessId}";

    public string File => Path.Combine(Folder, $"{Id}.{Version}.nupkg");

    public string SymbolsFile => Path.ChangeExtension(File, ".snupkg");

    /// <summary>The names of all files in the package.</summary>
    public string[] FileNames() => FileNames(File);

    /// <summary>The names of all files in the package with the symbols.</summary>
    public string[] SymbolsFileNames() => FileNames(SymbolsFile);

    /// <summary>What the package says it is: the values of the elements in its nuspec.</summary>
    public Dictionary<string, string> Metadata()
    {
        using var nuspec = new MemoryStream(Read(File, $"{Id}.nuspec"));
        return XDocument.Load(nuspec).Root!.Elements().Single().Elements().ToDictionary(element => element.Name.LocalName, element => element.Value);
    }

    /// <summary>The ids of the packages that it depends on.</summary>
    public string[] Dependencies()
    {
        using var nuspec = new MemoryStream(Read(File, $"{Id}.nuspec"));
        return [.. XDocument.Load(nuspec).Descendants().Where(element => element.Name.LocalName == "dependency").Select(dependency => dependency.Attribute("id")!.Value)];
    }

    /// <summary>The bytes of one file in one of the two.</summary>
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

        // How NuGet names its core properties depends on its version.
        return [.. archive.Entries
            .Select(entry => entry.FullName.EndsWith(".psmdcp", StringComparison.Ordinal) ? "*.psmdcp" : entry.FullName)
            .Order(StringComparer.Ordinal)];
    }
}
