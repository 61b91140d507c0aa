namespace LeakAnalyzer.Tests.Rules.LEAK010_OwnerLeavesTask;

/// <summary>Creates and verifies the code of a disposable type that has a task in its field <c>_loop</c>.</summary>
internal static class Owner
{
    /// <summary>Verifies a type with these fields, statements of its task (<c>work</c>) and statements of its <c>Dispose</c> (<c>end</c>).</summary>
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

    /// <summary>Verifies code. The placeholders <c>START</c> (for <c>Task.Run</c>) and <c>PUMP</c> (for <c>PumpAsync</c>) are where it is reported.</summary>
    public static Task Verify(string source, bool isReported, Setup? setup = null) => isReported
        ? Tests.Verify.Reported(Expand(source, isReported), setup)
        : Tests.Verify.Silent(Expand(source, isReported), setup);

    public static string Expand(string source, bool isReported) => source
        .Replace("START", isReported ? "{|LEAK010:Task.Run|}" : "Task.Run", StringComparison.Ordinal)
        .Replace("PUMP", isReported ? "{|LEAK010:PumpAsync|}" : "PumpAsync", StringComparison.Ordinal);
}
