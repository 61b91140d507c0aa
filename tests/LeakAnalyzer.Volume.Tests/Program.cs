using System.Globalization;
using System.Text.RegularExpressions;
using LeakAnalyzer.Volume.Tests;
using LeakAnalyzer.Volume.Tests.Checking;
using LeakAnalyzer.Volume.Tests.Rewriting;

if (args is ["rewrite", .. var folders])
{
    return await RewriteAsync(folders);
}

// Tries the fixes on as many variations as are asked for, from the given number on, and prints each sort of failure once, then all counts.
if (args is not [var countText, ..]
    || !long.TryParse(countText, NumberStyles.None, CultureInfo.InvariantCulture, out long count)
    || !long.TryParse(args.ElementAtOrDefault(1) ?? "0", NumberStyles.None, CultureInfo.InvariantCulture, out long first))
{
    await Console.Error.WriteLineAsync("usage: <count> [<first>], or: rewrite <folder>...");
    return 2;
}

var run = new GeneratedRun();
await run.TryAsync(first, count);
foreach (var sort in run.Failures.GroupBy(failure => Particulars().Replace($"{failure.Failure.Key}: {failure.Failure.What.Split('\n')[0]}", "…")).OrderByDescending(sort => sort.Count()))
{
    (long number, Failure failure) = sort.MinBy(failure => failure.Failure.Before.Length);
    Console.WriteLine($"##### {sort.Count()} × {sort.Key}\nvariation {number}: {GeneratedRun.VariationOf(number)}\n{failure}\n");
}

Console.WriteLine(run.Tally);
return run.Failures.Count == 0 ? 0 : 1;

/// <summary>The program.</summary>
internal static partial class Program
{
    /// <summary>
    /// Rewrites each file with reports below some folders in ways that mean nothing, and prints which of them change a report. The code is compiled
    /// without its packages.
    /// </summary>
    private static async Task<int> RewriteAsync(string[] folders)
    {
        var check = new RewriteCheck(TextWriter.Synchronized(Console.Out));
        foreach (string folder in folders)
        {
            await FolderRun.TryAsync(Path.GetFullPath(folder), everyFile: false, check);
        }

        foreach ((string name, int count) in check.Tried.OrderBy(tried => tried.Key, StringComparer.Ordinal))
        {
            Console.WriteLine($"{count} files, {check.Changed.Count(changed => changed.Rewrite.Name == name)} changed: {name}");
        }

        Console.WriteLine($"{check.Reports} reports");
        return check.Changed.Count == 0 ? 0 : 1;
    }

    [GeneratedRegex(@"(?<![\dA-Z])\d+|'[^']*'|(?<=comment ).*(?= is)")]
    private static partial Regex Particulars();
}
