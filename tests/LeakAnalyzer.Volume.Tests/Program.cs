using LeakAnalyzer.Volume.Tests;
using LeakAnalyzer.Volume.Tests.Checking;
using LeakAnalyzer.Volume.Tests.Generation;
using CsCheck;
using Microsoft.CodeAnalysis;
// TEMP explore
var tally = new Tally();
int n = int.Parse(args[0]); 
string mode = args.Length > 1 ? args[1] : "";
var pcg = new PCG(uint.Parse(args.Length > 2 ? args[2] : "1"));
var watch = System.Diagnostics.Stopwatch.StartNew();
var byMsg = new Dictionary<string,(int,string)>();
Parallel.For(0, n, new ParallelOptions { MaxDegreeOfParallelism = 2 }, i => {
    Variation v; lock (pcg) v = Variation.Any.Generate(pcg, null, out _);
    var code = new GeneratedCode(v);
    var solution = GeneratedSolution.Of(code);
    tally.See("variations");
    var before = Snapshot.OfAsync(solution).Result;
    var err = before.Complaints.FirstOrDefault(c => c.Severity == DiagnosticSeverity.Error);
    void Add(string k, string t) { lock (byMsg) { byMsg.TryGetValue(k, out var x); byMsg[k] = (x.Item1 + 1, x.Item2 is null || t.Length < x.Item2.Length ? t : x.Item2); } }
    if (err != null) { tally.See("broken"); if (mode == "broken") Add(err.Id + " " + err.GetMessage(), v + "\n" + err + "\n" + string.Join("\n=====\n", code.Documents)); return; }
    try {
    var check = new FixCheck(tally, (c, _) => Snapshot.OfAsync(c));
    check.RunAsync(before).Wait();
    if (mode == "fail") foreach (var f in check.Failures) Add(System.Text.RegularExpressions.Regex.Replace(f.Key + " " + f.What.Split('\n')[0], "[0-9]+|'.*?'", "#"), v + "\n" + f);
    } catch (Exception e) { Add(e.GetBaseException().Message.Split('\n')[0], v + "\n" + e + "\n" + string.Join("\n=====\n", code.Documents)); tally.See("exception"); }
});
foreach (var (k, x) in byMsg.OrderByDescending(x => x.Value.Item1)) Console.WriteLine($"##### {x.Item1} × {k}\n{x.Item2}\n");
Console.WriteLine(tally); Console.WriteLine(watch.Elapsed);
return 0;
