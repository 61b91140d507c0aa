using System.Diagnostics;
using System.Globalization;
using System.Reflection;

namespace LeakAnalyzer.Benchmarks.Speed;

/// <summary>
/// The command <c>build</c>: measures how much more processor time the compiler needs for real projects with LeakAnalyzer than without. The times are
/// written to a file, so that a later run continues where an earlier one stopped.
/// </summary>
internal static class BuildCommand
{
    private const int Rounds = 20;
    private const int Warming = 10;

    private static readonly string[] s_analyzers = [typeof(TaskLeakAnalyzer).Assembly.Location, typeof(CodeFixes.LeakFix).Assembly.Location];

    /// <summary>Compiles the projects until there are enough times for each, or the time is over, and prints the ratios.</summary>
    public static int Run(string[] arguments)
    {
        bool isFresh = arguments.Contains("--fresh");
        int minutes = arguments.SkipWhile(argument => argument != "--minutes").Skip(1).Select(number => int.Parse(number, CultureInfo.InvariantCulture)).FirstOrDefault(int.MaxValue / 60_000);
        if (arguments.TakeWhile(argument => !argument.StartsWith("--", StringComparison.Ordinal)).ToArray() is not [var times, _, ..] named)
        {
            Console.Error.WriteLine("usage: build <times.tsv> <project.csproj>... [--fresh] [--minutes N]");
            return 2;
        }

        CompiledProject[] projects = [.. named.Skip(1).Select(CompiledProject.Of)];
        long start = Stopwatch.GetTimestamp();
        using (var compiler = new CompilerProcess(typeof(BuildCommand).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(fact => fact.Key == "Compiler").Value!, isFresh))
        {
            for (int warm = 0; warm < (isFresh ? 1 : Warming); warm++)
            {
                foreach (CompiledProject project in projects)
                {
                    Pair(compiler, project, warm);
                }
            }

            for (int round = ReadTimes(times, projects).Min(pairs => pairs.Value.Count); round < Rounds && Stopwatch.GetElapsedTime(start) < TimeSpan.FromMinutes(minutes); round++)
            {
                foreach (CompiledProject project in projects)
                {
                    (double with, double without) = Pair(compiler, project, round);
                    File.AppendAllText(times, string.Create(CultureInfo.InvariantCulture, $"{project.Name}\t{with:0.00}\t{without:0.00}\n"));
                }
            }
        }

        Dictionary<string, List<(double With, double Without)>> all = ReadTimes(times, projects);
        foreach (CompiledProject project in projects)
        {
            Print($"{project.Name} ({project.CountLines():N0} lines)", all[project.Name]);
        }

        Print("all", [.. Enumerable.Range(0, all.Min(pairs => pairs.Value.Count)).Select(round => (all.Values.Sum(pairs => pairs[round].With), all.Values.Sum(pairs => pairs[round].Without)))]);
        return 0;
    }

    private static (double With, double Without) Pair(CompilerProcess compiler, CompiledProject project, int round)
    {
        double with = round % 2 == 0 ? compiler.Compile(project, s_analyzers) : 0;
        double without = compiler.Compile(project, []);
        return (round % 2 == 0 ? with : compiler.Compile(project, s_analyzers), without);
    }

    private static Dictionary<string, List<(double With, double Without)>> ReadTimes(string file, CompiledProject[] projects)
    {
        var times = projects.ToDictionary(project => project.Name, _ => new List<(double, double)>());
        foreach (string line in File.Exists(file) ? File.ReadLines(file) : [])
        {
            if (line.Split('\t') is [var name, var with, var without] && times.TryGetValue(name, out List<(double, double)>? pairs))
            {
                pairs.Add((double.Parse(with, CultureInfo.InvariantCulture), double.Parse(without, CultureInfo.InvariantCulture)));
            }
        }

        return times;
    }

    private static void Print(string name, IReadOnlyCollection<(double With, double Without)> pairs)
    {
        if (pairs.Count < 2)
        {
            return;
        }

        var ratio = PairedRatio.Of(pairs);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name}: {pairs.Average(pair => pair.Without):0.00} s without, {pairs.Average(pair => pair.With):0.00} s with: {ratio.Mean:+0.0 %;-0.0 %} ({ratio.Lower:+0.0 %;-0.0 %} to {ratio.Upper:+0.0 %;-0.0 %} in {ratio.Pairs} pairs)"));
    }
}
