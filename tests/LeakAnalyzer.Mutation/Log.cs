using Xunit;
using Xunit.Abstractions;

namespace LeakAnalyzer.Mutation;

/// <summary>Receives xUnit.net's messages about a run, and writes a line for each test that starts or passes. Collects the tests that fail.</summary>
/// <param name="output">The writer of the lines.</param>
/// <param name="reached">The arrays in which the <see cref="Probes"/> mark the blocks of statements that a test reaches.</param>
internal sealed class Log(TextWriter output, bool[][] reached) : LongLivedMarshalByRefObject, IMessageSink
{
    private readonly ManualResetEventSlim _ended = new();

    public bool StopsAtFailure { get; set; }

    /// <summary>Gets the tests that have failed since the last <see cref="Restart"/>.</summary>
    public List<ITestCase> Failed { get; } = [];

    /// <summary>Gets the unique ids of the tests that have ended in any run.</summary>
    public HashSet<string> Ended { get; } = [];

    public void Restart()
    {
        Failed.Clear();
        _ended.Reset();
    }

    public void WaitForEnd() => _ended.Wait();

    public bool OnMessage(IMessageSinkMessage message)
    {
        switch (message)
        {
            case ITestCaseStarting { TestCase: var test }:
                Array.ForEach(reached, Array.Clear);
                Write(Worker.Starts, test);
                break;
            case ITestCaseFinished { TestsFailed: > 0, TestCase: var test }:
                Ended.Add(test.UniqueID);
                Failed.Add(test);
                break;
            case ITestCaseFinished { TestCase: var test }:
                Ended.Add(test.UniqueID);
                Write(Worker.Passes, test);
                break;
            case ITestAssemblyFinished:
                _ended.Set();
                break;
        }

        return !StopsAtFailure || Failed.Count == 0;
    }

    /// <summary>Writes a line about a test. If the test has passed, the line includes the blocks that it has reached.</summary>
    public void Write(string what, ITestCase test) =>
        output.WriteLine($"{what}\t{Test.Of(test) with { Blocks = what == Worker.Passes ? Worker.NumbersIn(reached) : [] }}");
}
