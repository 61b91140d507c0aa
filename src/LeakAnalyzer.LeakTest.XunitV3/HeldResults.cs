using Xunit.Sdk;
using Xunit.v3;

namespace LeakAnalyzer.LeakTest.XunitV3;

/// <summary>
/// The messages of a test case. From the result of its last test on they are held back until the check has ended, which may change the result.
/// </summary>
/// <param name="inner">Where the messages go.</param>
internal sealed class HeldResults(IMessageBus inner) : IMessageBus
{
    private readonly object _gate = new();
    private readonly List<IMessageSinkMessage> _held = [];
    private bool _hasFailed;
    private bool _goesOn = true;

    /// <summary>Whether the tests have passed, or were skipped.</summary>
    public bool HavePassed => !_hasFailed;

    public bool QueueMessage(IMessageSinkMessage message)
    {
        lock (_gate)
        {
            _hasFailed |= message is ITestFailed or ITestCleanupFailure;
            if (message is ITestStarting)
            {
                Flush();
            }

            if (_held.Count == 0 && message is not (ITestPassed or ITestFailed))
            {
                return Send(message);
            }

            _held.Add(message);
            return _goesOn;
        }
    }

    /// <summary>Adds to what a failed test has written.</summary>
    /// <param name="text">What to add; null for nothing.</param>
    public void AddToOutput(string? text)
    {
        if (text is not null && _held is [TestFailed failed, ..])
        {
            failed.Output += text + Environment.NewLine;
        }
    }

    /// <summary>Sends what was held back.</summary>
    /// <param name="failure">What the last test that passed fails with instead; null where it has passed.</param>
    /// <returns>Whether the run goes on.</returns>
    public bool Release(Exception? failure)
    {
        lock (_gate)
        {
            if (failure is not null && _held is [TestPassed passed, ..])
            {
                _held[0] = Failed(passed, failure);
            }

            Flush();
            return _goesOn;
        }
    }

    /// <summary>The messages go on to a bus that others dispose.</summary>
    public void Dispose()
    {
    }

    private static TestFailed Failed(TestPassed passed, Exception failure)
    {
        var (types, messages, stacks, indices, cause) = ExceptionUtility.ExtractMetadata(failure);
        return new TestFailed
        {
            AssemblyUniqueID = passed.AssemblyUniqueID,
            Cause = cause,
            ExceptionParentIndices = indices,
            ExceptionTypes = types,
            ExecutionTime = passed.ExecutionTime,
            FinishTime = DateTimeOffset.UtcNow,
            Messages = messages,
            Output = passed.Output,
            StackTraces = stacks,
            TestCaseUniqueID = passed.TestCaseUniqueID,
            TestClassUniqueID = passed.TestClassUniqueID,
            TestCollectionUniqueID = passed.TestCollectionUniqueID,
            TestMethodUniqueID = passed.TestMethodUniqueID,
            TestUniqueID = passed.TestUniqueID,
            Warnings = passed.Warnings,
        };
    }

    private void Flush()
    {
        foreach (IMessageSinkMessage message in _held)
        {
            Send(message);
        }

        _held.Clear();
    }

    private bool Send(IMessageSinkMessage message) => _goesOn &= inner.QueueMessage(message);
}
