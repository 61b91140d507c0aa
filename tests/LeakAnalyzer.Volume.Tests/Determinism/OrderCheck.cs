using System.Collections.Immutable;
using LeakAnalyzer.Volume.Tests.RealCode;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace LeakAnalyzer.Volume.Tests.Determinism;

/// <summary>Analyses compilations with their files in different orders, on one thread and on several. The reports must be the same.</summary>
/// <param name="rounds">The number of orders in addition to the original one.</param>
internal sealed class OrderCheck(int rounds)
{
    private readonly List<string> _failures = [];

    /// <summary>Gets the differences between reports, and the exceptions of the analyzer.</summary>
    public IReadOnlyList<string> Failures => _failures;

    public int Compilations { get; private set; }

    /// <summary>Gets the number of reports in all compilations.</summary>
    public int Reports { get; private set; }

    /// <summary>Gets the number of lines of all compilations.</summary>
    public long Lines { get; private set; }

    /// <summary>Analyses the projects in a folder.</summary>
    public async Task TryAsync(string folder)
    {
        foreach (Project project in RealSolution.Load(folder).Projects)
        {
            await TryAsync(project.Name, (await project.GetCompilationAsync())!);
        }
    }

    /// <summary>Analyses a compilation in each order of its files. The name is for the failures.</summary>
    public async Task TryAsync(string name, Compilation compilation)
    {
        ReportTexts first = await ReportTexts.OfAsync(compilation, isConcurrent: false);
        Compilations++;
        Reports += first.Reports.Length;
        Lines += compilation.SyntaxTrees.Sum(tree => (long)tree.GetText().Lines.Count);
        _failures.AddRange(first.Exceptions.Select(exception => $"{name}: {exception}"));
        SyntaxTree[] files = [.. compilation.SyntaxTrees];
        var random = new Random(Compilations);
        for (int round = 0; round < rounds; round++)
        {
            if (round == 0)
            {
                Array.Reverse(files);
            }
            else
            {
                random.Shuffle(files);
            }

            bool isConcurrent = round % 2 == 1;
            ReportTexts other = await ReportTexts.OfAsync(compilation.RemoveAllSyntaxTrees().AddSyntaxTrees(files), isConcurrent);
            _failures.AddRange(other.Exceptions.Select(exception => $"{name}: {exception}"));
            if (!first.Reports.SequenceEqual(other.Reports))
            {
                _failures.Add($"{name}, round {round}{(isConcurrent ? ", concurrent" : "")}: lost [{Only(first, other)}], gained [{Only(other, first)}]");
            }
        }
    }

    private static string Only(ReportTexts ones, ReportTexts others) => string.Join("\n", ones.Reports.Except(others.Reports));
}
