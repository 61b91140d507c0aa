using Xunit.Sdk;
using Xunit.v3;

namespace LeakAnalyzer.LeakTest.XunitV3;

/// <summary>A message bus that delays the result of the last test of a test case until the check has ended, which can turn the result into a failure.</summary>
/// <param name="inner">The bus that finally gets the messages.</param>
internal sealed class HeldResults(IMessageBus inner) : IMessageBus
{
    private readonly object _gate = new();
    private readonly List<IMessageSinkMessage> _held = [];
    private bool _hasFailed;
    private bool _goesOn = true;

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

    /// <summary>Adds text to the output of the delayed result, if that is a failure.</summary>
    public void AddToOutput(string? text)
    {
        if (text is not null && _held is [TestFailed failed, ..])
        {
            failed.Output += text + Environment.NewLine;
        }
    }

    /// <summary>Sends the delayed messages.</summary>
    /// <param name="failure">The exception that turns the result of the last test into a failure; null to leave the result as it is.</param>
    /// <returns>False if the bus has asked to stop the test run.</returns>
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

    /// <summary>Does nothing: the inner bus belongs to its creator.</summary>
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
