namespace LeakAnalyzer.Tests.Speed;

/// <summary>Tests that the analyzer allocates no memory for ordinary code, such as code that starts no task.</summary>
public class AllocationTests
{
    [Theory]
    [InlineData("int sum = 0; foreach (int item in items) { if (item > 3) { sum += item * n; } } Work(sum);")]
    [InlineData("string text = items.Count.ToString(); name = text + n; items.Add(n); Work(); Work(name, n);")]
    [InlineData("var big = items.Where(item => item > n).Select(item => item + 1).ToList(); big.Sort(); var first = big.FirstOrDefault();")]
    [InlineData("var map = new Dictionary<string, List<int>> { ['a'.ToString()] = items }; map.Remove(name); List<int> copy = [.. items];")]
    [InlineData("await Task.Delay(n); await LoadAsync(n).ConfigureAwait(false); int loaded = await LoadAsync(1); name = await NameAsync();")]
    [InlineData("await Task.WhenAll(LoadAsync(1), LoadAsync(2)); bool took = await gate.WaitAsync(10); gate.Release(); gate.Wait(5);")]
    [InlineData("await writer.WriteLineAsync(name); string? line = await reader.ReadLineAsync(); reader.Read(); reader?.Dispose();")]
    [InlineData("handler(n); Changed?.Invoke(this, EventArgs.Empty); Changed += (_, _) => Work();")]
    [InlineData("lock (items) { items.Clear(); } try { Work(); } catch (Exception e) { Work(e.Message); throw; } finally { Work(); }")]
    [InlineData("if (token.IsCancellationRequested) { return; } token.ThrowIfCancellationRequested(); await Task.Yield();")]
    [InlineData("_ = n; _ = items[0]; n++; name ??= string.Empty; (n, name) = (1, null); Local(); void Local() => Work(n);")]
    public void Code_That_Starts_Nothing_Costs_No_Allocation(string body) => Assert.Empty(CostIn(body));

    [Fact]
    public void A_Start_Costs_Some() => Assert.NotEmpty(CostIn("_ = Task.Run(() => LoadAsync(n));"));

    /// <summary>Gets the operations of a method body for which the analyzer allocates memory each time.</summary>
    private static List<string> CostIn(string body)
    {
        AskedCode code = AskedCode.Of($$"""
            using System; using System.Collections.Generic; using System.IO; using System.Linq; using System.Threading; using System.Threading.Tasks;
            class C
            {
                static void Work(params object?[] things) { }
                static Task<int> LoadAsync(int n) => Task.FromResult(n);
                static async Task<string> NameAsync() { await Task.Yield(); return ""; }
                event EventHandler? Changed;
                async Task M(int n, string? name, List<int> items, SemaphoreSlim gate, TextReader reader, TextWriter writer, Action<int> handler, CancellationToken token)
                {
                    {{body}}
                }
            }
            """, method => method == "M");
        var costs = new List<string>();
        foreach (BodySite site in code.Sites)
        {
            code.Ask(site);
            code.Ask(site);
            long before = GC.GetAllocatedBytesForCurrentThread();
            code.Ask(site);
            long bytes = GC.GetAllocatedBytesForCurrentThread() - before;
            if (bytes > 0)
            {
                costs.Add($"{site.Operation.Kind} {site.Operation.Syntax}: {bytes} bytes");
            }
        }

        return costs;
    }
}
