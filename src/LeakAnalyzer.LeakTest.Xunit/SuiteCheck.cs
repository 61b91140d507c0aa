using System.Reflection;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace LeakAnalyzer.LeakTest.Xunit;

/// <summary>Checks all tests of an assembly together. It delays the message that the assembly has finished until the check has ended.</summary>
internal sealed class SuiteCheck : IMessageSink, IDisposable
{
    private readonly IMessageSink _inner;
    private readonly LeakCheck _check;
    private IMessageSinkMessage? _finished;

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

    /// <summary>Ends the check. A leak is reported as a failed clean-up of the assembly.</summary>
    public async Task EndAsync(ITestAssembly assembly, IEnumerable<ITestCase> testCases)
    {
        if (await _check.EndAsync() is { } leak)
        {
            // 'dotnet test' prints only the exception type of a failed clean-up, so the message is put into the type.
            _inner.OnMessage(new TestAssemblyCleanupFailure(testCases, assembly, [$"{leak.GetType()} : {leak.Message}"], [""], [""], [-1]));
        }

        if (_finished is not null)
        {
            _inner.OnMessage(_finished);
        }
    }

    public void Dispose() => _check.EndFailed();
}
