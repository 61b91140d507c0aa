using System.Text.Json;

namespace LeakAnalyzer.Package.Tests;

/// <summary>The parts that the tests read of a SARIF 2.1 log, which the compiler has written.</summary>
internal sealed class Sarif(JsonDocument log)
{
    private readonly JsonElement _run = log.RootElement.GetProperty("runs").EnumerateArray().Single();

    /// <summary>Gets all diagnostics, those of the compiler and of every analyzer.</summary>
    public IEnumerable<JsonElement> Results => _run.GetProperty("results").EnumerateArray();

    public IEnumerable<JsonElement> Rules => _run.GetProperty("tool").GetProperty("driver").GetProperty("rules").EnumerateArray();

    public static int StartLine(JsonElement result) =>
        result.GetProperty("locations")[0].GetProperty("physicalLocation").GetProperty("region").GetProperty("startLine").GetInt32();
}
