namespace LeakAnalyzer.Tests.Rules.LEAK010_OwnerLeavesTask;

/// <summary>Builds and verifies the code of a disposable type with a task in the field <c>_loop</c>.</summary>
internal static class Owner
{
    /// <summary>Verifies a type whose task does the given work, and whose <c>Dispose</c> contains the given statements.</summary>
    public static Task Of(string fields, string work, string end, bool isReported) =>
        Verify(Type(fields, $"_loop = START(async () => {{ {work} }});", end), isReported);

    public static string Type(string members, string start, string end) => Code.Class($$"""
        private Task? _loop;
        {{members}}

        public void Start(CancellationToken token)
        {
            {{start}}
        }

        public void Dispose()
        {
            {{end}}
        }
        """).Replace("class Subject", "class Subject : IDisposable", StringComparison.Ordinal);

    /// <summary>
    /// Verifies code in which <c>START</c> stands for <c>Task.Run</c>, and <c>PUMP</c> for <c>PumpAsync</c>, with or without the mark of a report.
    /// </summary>
    public static Task Verify(string source, bool isReported, Setup? setup = null) => isReported
        ? Tests.Verify.Reported(Expand(source, isReported), setup)
        : Tests.Verify.Silent(Expand(source, isReported), setup);

    public static string Expand(string source, bool isReported) => source
        .Replace("START", isReported ? "{|LEAK010:Task.Run|}" : "Task.Run", StringComparison.Ordinal)
        .Replace("PUMP", isReported ? "{|LEAK010:PumpAsync|}" : "PumpAsync", StringComparison.Ordinal);
}
