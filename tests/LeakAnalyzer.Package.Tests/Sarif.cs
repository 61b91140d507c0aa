using System.Text.Json;

namespace LeakAnalyzer.Package.Tests;

/// <summary>The parts of a compiler's SARIF 2.1 log that the tests read.</summary>
internal sealed class Sarif(JsonDocument log)
{
    private readonly JsonElement _run = log.RootElement.GetProperty("runs").EnumerateArray().Single();

    /// <summary>All results, of the compiler and of every analyzer.</summary>
    public IEnumerable<JsonElement> Results => _run.GetProperty("results").EnumerateArray();

    public IEnumerable<JsonElement> Rules => _run.GetProperty("tool").GetProperty("driver").GetProperty("rules").EnumerateArray();

    public static int StartLine(JsonElement result) =>
        result.GetProperty("locations")[0].GetProperty("physicalLocation").GetProperty("region").GetProperty("startLine").GetInt32();
}
