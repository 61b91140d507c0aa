using System.Globalization;
using System.Text.RegularExpressions;
using LeakAnalyzer.Volume.Tests;
using LeakAnalyzer.Volume.Tests.Checking;
using LeakAnalyzer.Volume.Tests.Determinism;
using LeakAnalyzer.Volume.Tests.RealCode;
using LeakAnalyzer.Volume.Tests.Rewriting;
using LeakAnalyzer.Volume.Tests.Robustness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

return args switch
{
    ["rewrite", .. var folders] => await RewriteAsync(folders),
    ["fixes", .. var rest] => await FixRealCodeAsync(Arguments.Of(rest)),
    ["order", .. var rest] => await OrderAsync(Arguments.Of(rest)),
    ["reports", .. var folders] => await WriteReportsAsync(folders),
    ["robust", .. var rest] => await RobustAsync(Arguments.Of(rest)),
    [var count, .. var rest] when Number(count) is { } variations && Number(rest.FirstOrDefault() ?? "0") is { } first => await TryGeneratedAsync(first, variations),
    _ => Usage(),
};

/// <summary>The commands of this program.</summary>
internal static partial class Program
{
    private static readonly TextWriter s_output = TextWriter.Synchronized(Console.Out);

    private static int Usage()
    {
        Console.Error.WriteLine(
            """
            usage: <count> [<first>]                          tries the fixes on generated code
                   rewrite <folder>...                        rewrites real code in ways that mean nothing
                   fixes <folder>... [--limit N] [--seed S]   tries the fixes on real code, as found and with leaks planted, N in each folder
                   robust <folder>... [--inputs N] [--seed S] analyses spoiled code, and code of extreme shapes
                   order <folder>... [--rounds N]             analyses real code again in other orders of its files, and with several threads
                   reports <folder>...                        writes the reports on real code, to be compared with another Roslyn's
            """);
        return 2;
    }

    private static long? Number(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : null;

    /// <summary>Tries the fixes on generated code. Prints one example of each kind of failure, and the counts.</summary>
    private static async Task<int> TryGeneratedAsync(long first, long count)
    {
        var run = new GeneratedRun();
        await run.TryAsync(first, count);
        foreach (var sort in run.Failures.GroupBy(failure => Particulars().Replace($"{failure.Failure.Key}: {failure.Failure.What.Split('\n')[0]}", "…")).OrderByDescending(sort => sort.Count()))
        {
            (long number, Failure failure) = sort.MinBy(failure => failure.Failure.Before.Length);
            Console.WriteLine($"##### {sort.Count()} × {sort.Key}\nvariation {number}: {GeneratedRun.VariationOf(number)}\n{failure}\n");
        }

        Console.WriteLine(run.Tally);
        return run.Failures.Count == 0 ? 0 : 1;
    }

    /// <summary>Tries the fixes on real code, for its own reports and for inserted leaks.</summary>
    private static async Task<int> FixRealCodeAsync(Arguments arguments)
    {
        var run = new FolderFixes(arguments["limit"] ?? 60, arguments["seed"] ?? 1, s_output);
        foreach (string folder in arguments.Folders)
        {
            await run.TryAsync(folder);
        }

        Console.WriteLine(run.Tally);
        Console.WriteLine($"{run.Tally.Tried} fixes tried; {run.Failures.Count} failures, and {run.LooseFailures.Count} where only types are missing");
        return run.Failures.Count == 0 ? 0 : 1;
    }

    /// <summary>Rewrites real code in ways that don't change its meaning, and prints which rewrites change a report.</summary>
    private static async Task<int> RewriteAsync(string[] folders)
    {
        var check = new RewriteCheck(s_output);
        foreach (string folder in folders)
        {
            await FolderRun.TryAsync(Path.GetFullPath(folder), check);
        }

        foreach ((string name, int count) in check.Tried.OrderBy(tried => tried.Key, StringComparer.Ordinal))
        {
            Console.WriteLine($"{count} files, {check.Changed.Count(changed => changed.Rewrite.Name == name)} changed: {name}");
        }

        Console.WriteLine($"{check.Reports} reports");
        return check.Changed.Count == 0 ? 0 : 1;
    }

    /// <summary>Analyses extreme code and randomly changed code. Prints the failures, and the code whose analysis takes very long.</summary>
    private static async Task<int> RobustAsync(Arguments arguments)
    {
        var check = new RobustCheck(s_output);
        await new RobustRun(new MutableSources(arguments.Folders), arguments["seed"] ?? 1).RunAsync(check, arguments["first"] ?? 0, arguments["inputs"] ?? 1000, s_output);
        foreach (ExtremeCode extreme in ExtremeCode.All.Skip(arguments["skip"] ?? 0).Take(arguments["take"] ?? int.MaxValue))
        {
            Console.WriteLine(await check.RunAsync(extreme.Name, () => extreme.Of(extreme.Size * (arguments["percent"] ?? 100) / 100)));
        }

        IReadOnlyList<RobustCheck.Cost> slow = await check.SlowAsync();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{check.Inputs} inputs, {check.Reports} reports (digest {check.Digest:x16}), {check.Offers} fixes applied, {check.Failures.Count} failures; the median is {check.Median():0.0} µs a line, {slow.Count} take more than 50 times that"));
        foreach (RobustCheck.Cost cost in slow)
        {
            Console.WriteLine(cost);
        }

        return check.Failures.Count + slow.Count == 0 ? 0 : 1;
    }

    /// <summary>Analyses projects with their files in different orders and on several threads, and prints the reports that differ.</summary>
    private static async Task<int> OrderAsync(Arguments arguments)
    {
        var check = new OrderCheck(arguments["rounds"] ?? 2);
        foreach (string folder in arguments.Folders)
        {
            int failures = check.Failures.Count;
            await check.TryAsync(folder);
            Console.WriteLine($"{folder}: {check.Compilations} projects, {check.Lines} lines, {check.Reports} reports, {check.Failures.Count} failures");
            foreach (string failure in check.Failures.Skip(failures))
            {
                Console.WriteLine($"##### {failure}");
            }
        }

        return check.Failures.Count == 0 ? 0 : 1;
    }

    /// <summary>Prints the reports on the projects in some folders, sorted: the same with each Roslyn that this program is built with.</summary>
    private static async Task<int> WriteReportsAsync(string[] folders)
    {
        Console.Error.WriteLine($"Roslyn {typeof(Microsoft.CodeAnalysis.Compilation).Assembly.GetName().Version}");
        foreach (Project project in folders.SelectMany(folder => RealSolution.Load(folder).Projects))
        {
            var language = ((CSharpParseOptions)project.ParseOptions!).WithLanguageVersion(LanguageVersion.CSharp12);
            ReportTexts reports = await ReportTexts.OfAsync((await project.WithParseOptions(language).GetCompilationAsync())!, isConcurrent: true);
            foreach (string report in reports.Exceptions.Concat(reports.Reports))
            {
                Console.WriteLine($"{project.Name}\t{report}");
            }
        }

        return 0;
    }

    [GeneratedRegex(@"(?<![\dA-Z])\d+|'[^']*'|(?<=comment ).*(?= is)")]
    private static partial Regex Particulars();
}
