using Xunit;
using Xunit.Abstractions;

namespace LeakAnalyzer.Mutation;

/// <summary>Receives xUnit.net's messages about a run, collects the tests that fail, and writes a line for each that starts or passes.</summary>
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

    public void Write(string what, ITestCase test) =>
        output.WriteLine($"{what}\t{Test.Of(test) with { Blocks = what == Worker.Passes ? Worker.NumbersIn(reached) : [] }}");
}
