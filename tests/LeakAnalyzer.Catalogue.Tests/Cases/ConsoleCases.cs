using LeakAnalyzer.Catalogue.Tests.Running;
using LeakAnalyzer.Catalogue.Tests.Servers;

namespace LeakAnalyzer.Catalogue.Tests.Cases;

internal static class ConsoleCases
{
    private static readonly byte[] s_buffer = new byte[1];
    private static readonly Stream s_input = Stream.Null; // Never read, only named by the expressions: the started process reads from its own console.

    public static IEnumerable<WaitCase> All =>
    [
        Waiting(Waits.OnAsync(() => ConsoleProcess.StartAsync("ReadLine"), _ => Console.ReadLine(), process => process.WaitForEnd())),
        Waiting(Waits.OnAsync(() => ConsoleProcess.StartAsync("Read"), _ => Console.Read(), process => process.WaitForEnd())),
        Waiting(Waits.OnAsync(() => ConsoleProcess.StartAsync("ReadLineAsync"), _ => Console.In.ReadLineAsync(default), process => process.WaitForEnd()))
            .Case("the console's reader"),
        Waiting(Waits.OnAsync(() => ConsoleProcess.StartAsync("ReadStream"), _ => s_input.Read(s_buffer, 0, 1), process => process.WaitForEnd()))
            .Case("the console's stream"),
        Waiting(Waits.OnAsync(() => ConsoleProcess.StartAsync("ReadAsync"), _ => s_input.ReadAsync(s_buffer, default), process => process.WaitForEnd()))
            .Case("the console's stream"),
    ];

    /// <summary>Adds what is tried on the read. A cancelled token doesn't end it, because the console checks the token only before it reads.</summary>
    private static WaitCaseOf<ConsoleProcess> Waiting(WaitCaseOf<ConsoleProcess> wait) => wait
        .Alone()
        .When("a line comes", process => { process.Input.Write("\n"); process.Input.Flush(); }, Outcome.EndsOne)
        .When("its input ends", process => { process.Input.Close(); }, Outcome.EndsAll)
        .When("the read's token is cancelled", process => { process.Do("Cancel"); }, Outcome.EndsNothing)
        .When("the stream is disposed", process => { process.Do("Dispose"); }, Outcome.EndsNothing);
}
