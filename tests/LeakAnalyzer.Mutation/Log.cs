using Xunit;
using Xunit.Abstractions;

namespace LeakAnalyzer.Mutation;

/// <summary>Writes which tests start and pass, with the blocks of statements that they reach, and collects the tests that fail.</summary>
/// <param name="output">Receives the lines.</param>
/// <param name="reached">The arrays in which the <see cref="Probes"/> mark the reached blocks.</param>
internal sealed class Log(TextWriter output, bool[][] reached) : LongLivedMarshalByRefObject, IMessageSink
{
    private readonly ManualResetEventSlim _ended = new();

    /// <summary>Whether a run stops at its first failure.</summary>
    public bool StopsAtFailure { get; set; }

    /// <summary>The tests that have failed in this run.</summary>
    public List<ITestCase> Failed { get; } = [];

    /// <summary>The identities of the tests that have ended in any run.</summary>
    public HashSet<string> Ended { get; } = [];

    /// <summary>Prepares for another run.</summary>
    public void Restart()
    {
        Failed.Clear();
        _ended.Reset();
    }

    /// <summary>Waits until the run is over.</summary>
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

    /// <summary>Writes a line about a test.</summary>
    public void Write(string what, ITestCase test) =>
        output.WriteLine($"{what}\t{Test.Of(test) with { Blocks = what == Worker.Passes ? Worker.NumbersIn(reached) : [] }}");
}
