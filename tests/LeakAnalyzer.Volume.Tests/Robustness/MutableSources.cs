using LeakAnalyzer.Tests.Conventions;
using LeakAnalyzer.Volume.Tests.Generation;

namespace LeakAnalyzer.Volume.Tests.Robustness;

/// <summary>The code that is changed at random: real code, the samples, the valid code and generated code.</summary>
internal sealed class MutableSources
{
    private const int MostLines = 150;

    private readonly string[] _real;
    private readonly string[] _own;

    /// <summary>Finds the files in folders of real code, of which there may be none.</summary>
    public MutableSources(IEnumerable<string> folders)
    {
        _real = [.. folders.SelectMany(FilesBelow)];
        _own = [.. new[] { "samples", "tests/LeakAnalyzer.ValidCode" }.SelectMany(folder => FilesBelow(Path.Combine(BuildFacts.RepositoryRoot, folder)))];
    }

    /// <summary>Chooses some code, and a name that says where it comes from.</summary>
    public (string Name, string Text) Choose(Random random) => random.Next(10) switch
    {
        < 6 when _real.Length > 0 => PartOf(_real, random),
        < 7 => PartOf(_own, random),
        _ => Generated(random),
    };

    private static string[] FilesBelow(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    private static (string Name, string Text) Generated(Random random)
    {
        int number = random.Next(1_000_000);
        return ($"variation {number}", string.Join('\n', new GeneratedCode(GeneratedRun.VariationOf(number)).Documents.Select(document => document.Text)));
    }

    /// <summary>Chooses a file, or some lines of a long file, preferably with a word that matters to the analyzer.</summary>
    private static (string Name, string Text) PartOf(string[] files, Random random)
    {
        (string Name, string Text) part = default;
        for (int attempt = 0; attempt < 8 && (part.Text is null || !MutableCode.IsHot(part.Text)); attempt++)
        {
            string file = files[random.Next(files.Length)];
            string[] lines = File.ReadAllLines(file);
            int start = lines.Length <= MostLines ? 0 : random.Next(lines.Length - MostLines);
            part = ($"{file}, from line {start + 1}", string.Join('\n', lines.Skip(start).Take(MostLines)));
        }

        return part;
    }
}
