namespace LeakAnalyzer.Tests.Rules.LEAK010_OwnerLeavesTask;

/// <summary>Creates a disposable type with a task in the field <c>_loop</c>.</summary>
internal static class Owner
{
    /// <summary>Creates the type with a task that does the given work, and with the given statements in its <c>Dispose</c>.</summary>
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
    /// Verifies code in which <c>START</c> stands for a <c>Task.Run</c> that is reported or not, and <c>CALLED</c>, before a method's name, for a
    /// call that starts it.
    /// </summary>
    public static Task Verify(string source, bool isReported, Setup? setup = null) => isReported
        ? Tests.Verify.Reported(Expand(source, isReported), setup)
        : Tests.Verify.Silent(Expand(source, isReported), setup);

    public static string Expand(string source, bool isReported) => source
        .Replace("START", isReported ? "{|LEAK010:Task.Run|}" : "Task.Run", StringComparison.Ordinal)
        .Replace("PUMP", isReported ? "{|LEAK010:PumpAsync|}" : "PumpAsync", StringComparison.Ordinal);
}
