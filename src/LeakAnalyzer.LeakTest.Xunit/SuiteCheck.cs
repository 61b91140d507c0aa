using System.Reflection;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace LeakAnalyzer.LeakTest.Xunit;

/// <summary>A check of the assembly as a whole. The message that its run has finished is held back until the check has ended.</summary>
internal sealed class SuiteCheck : IMessageSink, IDisposable
{
    private readonly IMessageSink _inner;
    private readonly LeakCheck _check;
    private IMessageSinkMessage? _finished;

    /// <summary>Begins the check.</summary>
    /// <param name="assembly">The assembly.</param>
    /// <param name="inner">Where the messages go.</param>
    public SuiteCheck(Assembly assembly, IMessageSink inner)
    {
        _inner = inner;
        _check = LeakCheck.Start(LeakCheckOptions.OfSuite(assembly));
    }

    public bool OnMessage(IMessageSinkMessage message)
    {
        if (message is ITestAssemblyFinished)
        {
            _finished = message;
            return true;
        }

        return _inner.OnMessage(message);
    }

    /// <summary>Ends the check, and tells what it found as a failed clean-up of the assembly.</summary>
    public async Task EndAsync(ITestAssembly assembly, IEnumerable<ITestCase> testCases)
    {
        if (await _check.EndAsync() is { } leak)
        {
            // Of such a failure the runner of 'dotnet test' writes the type alone.
            _inner.OnMessage(new TestAssemblyCleanupFailure(testCases, assembly, [$"{leak.GetType()} : {leak.Message}"], [""], [""], [-1]));
        }

        if (_finished is not null)
        {
            _inner.OnMessage(_finished);
        }
    }

    public void Dispose() => _check.EndFailed();
}
