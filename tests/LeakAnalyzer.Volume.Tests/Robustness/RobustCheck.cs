using System.Collections.Concurrent;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using LeakAnalyzer.Volume.Tests.Checking;
using LeakAnalyzer.Volume.Tests.Determinism;
using LeakAnalyzer.Volume.Tests.RealCode;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace LeakAnalyzer.Volume.Tests.Robustness;

/// <summary>
/// Analyses inputs: randomly changed or extreme code. The analyzer must not throw, must report the same each time, and must not take much longer for one
/// input than for others.
/// </summary>
/// <param name="progress">Receives a line for each failure as soon as it is found; null for no progress.</param>
/// <param name="mostTimesMedian">An input is slow if its time for each line is more than this many times the median.</param>
internal sealed class RobustCheck(TextWriter? progress = null, double mostTimesMedian = 50)
{

    /// <summary>The work of each compilation that doesn't depend on its length, in lines.</summary>
    private const int FixedLines = 100;

    /// <summary>The number of reports of an input whose fixes are applied.</summary>
    private const int MostFixed = 1;

    /// <summary>The number of characters that count as a line. A longer line counts as several.</summary>
    private const int MostColumns = 80;

    /// <summary>The time after which an analysis counts as endless, if the process has also used that much processor time.</summary>
    private static readonly TimeSpan s_endless = TimeSpan.FromMinutes(1);

    private static readonly AdhocWorkspace s_workspace = new();
    private static readonly ProjectId s_project = ProjectId.CreateNewId();
    private static readonly Project s_base = s_workspace.CurrentSolution
        .AddProject(ProjectInfo.Create(
            s_project, VersionStamp.Default, "Input", "Input", LanguageNames.CSharp,
            compilationOptions: RealSolution.CompilationOptions(isExecutable: false), parseOptions: RealSolution.ParseOptions, metadataReferences: RealSolution.References))
        .AddDocument(DocumentId.CreateNewId(s_project), "Usings.g.cs", RealSolution.GlobalUsings, filePath: "/Usings.g.cs")
        .GetProject(s_project)!;

    private readonly ConcurrentBag<(string Name, string What, string Text)> _failures = [];
    private readonly ConcurrentBag<Cost> _costs = [];
    private int _reports;
    private int _offers;
    private long _digest;

    public IReadOnlyCollection<(string Name, string What, string Text)> Failures => _failures;

    public int Inputs => _costs.Count;

    public int Reports => _reports;

    /// <summary>
    /// Gets a number that is the same in two processes that analyse the same inputs and have the same reports on each, in whatever order.
    /// </summary>
    public long Digest => _digest;

    /// <summary>Gets the number of fixes that were applied.</summary>
    public int Offers => _offers;

    /// <summary>
    /// Analyses an input twice, and applies the fixes that are offered. The input is created again when it is needed, because all inputs would need too much
    /// memory. Returns null if the analysis failed.
    /// </summary>
    public async Task<Cost?> RunAsync(string name, Func<string> input)
    {
        string text = input();
        try
        {
            (TimeSpan time, bool hasReports) = await EndOfAsync(TimeOfAsync(name, text));
            Cost cost = new(name, input, Math.Max(text.AsSpan().Count('\n') + 1, text.Length / MostColumns), time, hasReports);
            _costs.Add(cost);
            return cost;
        }
        catch (TimeoutException)
        {
            Fail(name, $"It takes more than {s_endless}.", text);
        }
        catch (Exception exception)
        {
            Fail(name, exception.ToString(), text);
        }

        return null;
    }

    /// <summary>Gets the median of the times for each line, in microseconds, of the inputs with reports.</summary>
    public double Median()
    {
        double[] sorted = [.. _costs.Where(cost => cost.HasReports).Select(cost => cost.ForEachLine).Order()];
        return sorted.Length == 0 ? 0 : sorted[sorted.Length / 2];
    }

    /// <summary>Gets the slow inputs. Each is measured again alone, because something else may have delayed its analysis.</summary>
    public async Task<IReadOnlyList<Cost>> SlowAsync()
    {
        double most = Median() * mostTimesMedian;
        var slow = new List<Cost>();
        foreach (Cost cost in _costs.Where(cost => cost.ForEachLine > most))
        {
            Cost best = cost;
            for (int attempt = 0; attempt < 5 && best.ForEachLine > most; attempt++)
            {
                TimeSpan time = (await ReportTexts.OfAsync(await CompileAsync(DocumentOf(cost.Input())), isConcurrent: false)).Time;
                best = time < best.Time ? best with { Time = time } : best;
            }

            if (best.ForEachLine > most)
            {
                slow.Add(best);
            }
        }

        return [.. slow.OrderByDescending(cost => cost.ForEachLine)];
    }

    /// <summary>Waits for an analysis. Both elapsed time and processor time count, because other processes may have used the processor.</summary>
    private static async Task<T> EndOfAsync<T>(Task<T> work)
    {
        using var process = Process.GetCurrentProcess();
        TimeSpan start = process.TotalProcessorTime;
        while (true)
        {
            try
            {
                return await work.WaitAsync(s_endless);
            }
            catch (TimeoutException) when (Worked() < s_endless && !work.IsCompleted)
            {
            }
        }

        TimeSpan Worked()
        {
            process.Refresh();
            return process.TotalProcessorTime - start;
        }
    }

    private async Task<(TimeSpan Time, bool HasReports)> TimeOfAsync(string name, string text)
    {
        await Task.Yield();
        Document document = DocumentOf(text);
        ReportTexts once = await ReportTexts.OfAsync(await CompileAsync(document), isConcurrent: false);
        ReportTexts again = await ReportTexts.OfAsync(await CompileAsync(DocumentOf(text)), isConcurrent: true);
        Interlocked.Add(ref _reports, once.Reports.Length);
        Interlocked.Add(ref _digest, DigestOf(name, once.Reports));
        foreach (string exception in once.Exceptions.Concat(again.Exceptions))
        {
            Fail(name, exception, text);
        }

        if (!once.Reports.SequenceEqual(again.Reports))
        {
            Fail(name, $"The reports differ: {string.Join("\n", once.Reports.Except(again.Reports))}\nthen {string.Join("\n", again.Reports.Except(once.Reports))}", text);
        }

        if (once.Reports.Length > 0)
        {
            await FixAsync(name, text, document);
        }

        // Other processes can only delay the analysis, so the shorter time is more accurate.
        return (once.Time < again.Time ? once.Time : again.Time, once.Reports.Length > 0);
    }

    private async Task FixAsync(string name, string text, Document document)
    {
        foreach (Diagnostic report in (await Snapshot.OfAsync(document.Project.Solution, [document.Id])).Reports.Take(MostFixed))
        {
            try
            {
                foreach (Offer offer in await Offer.ForAsync(report, document))
                {
                    await offer.ApplyAsync();
                    Interlocked.Increment(ref _offers);
                }
            }
            catch (Exception exception)
            {
                Fail(name, $"A fix of {report.Id} throws: {exception}", text);
            }
        }
    }

    private void Fail(string name, string what, string text)
    {
        _failures.Add((name, what, text));
        progress?.WriteLine($"##### {name}: {what}\n----- input\n{(text.Length > 40_000 ? "(long)" : text)}\n-----");
    }

    private static long DigestOf(string name, IEnumerable<string> reports) =>
        BitConverter.ToInt64(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', reports.Prepend(name)))));

    private static Document DocumentOf(string text) => s_base.AddDocument("Input.cs", text, filePath: "/Input.cs");

    private static async Task<Compilation> CompileAsync(Document document) => (await document.Project.GetCompilationAsync())!;

    /// <summary>The time that the analysis of an input took.</summary>
    /// <param name="Name">The name of the input.</param>
    /// <param name="Input">Creates the input.</param>
    /// <param name="Lines">The number of lines. A long line counts as several.</param>
    /// <param name="Time">The time.</param>
    /// <param name="HasReports">Whether the input has reports.</param>
    internal sealed record Cost(string Name, Func<string> Input, int Lines, TimeSpan Time, bool HasReports)
    {
        public double ForEachLine => Time.TotalMicroseconds / (Lines + FixedLines);

        /// <inheritdoc/>
        public override string ToString() => FormattableString.Invariant($"{Name}: {Lines} lines, {Time.TotalMilliseconds:0.0} ms, {ForEachLine:0.0} µs a line");
    }
}
