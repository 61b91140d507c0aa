using Xunit.Abstractions;
using Xunit.Sdk;

namespace LeakAnalyzer.LeakTest.Xunit;

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
            _held[0] = new TestFailed(
                failed.Test, failed.ExecutionTime, failed.Output + text + Environment.NewLine, failed.ExceptionTypes, failed.Messages, failed.StackTraces, failed.ExceptionParentIndices);
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
                _held[0] = new TestFailed(passed.Test, passed.ExecutionTime, passed.Output, failure);
            }

            Flush();
            return _goesOn;
        }
    }

    /// <summary>The messages go on to a bus that others dispose.</summary>
    public void Dispose()
    {
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
