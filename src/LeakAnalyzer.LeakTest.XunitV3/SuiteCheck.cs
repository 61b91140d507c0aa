using System.Reflection;
using Xunit.Sdk;
using Xunit.v3;

namespace LeakAnalyzer.LeakTest.XunitV3;

/// <summary>Checks all tests of an assembly together. It delays the message that the assembly has finished until the check has ended.</summary>
internal sealed class SuiteCheck : IMessageSink, IDisposable
{
    private readonly IMessageSink _inner;
    private readonly LeakCheck _check;
    private ITestAssemblyFinished? _finished;

    public SuiteCheck(Assembly assembly, IMessageSink inner)
    {
        _inner = inner;
        _check = LeakCheck.Start(LeakCheckOptions.OfSuite(assembly));
    }

    public bool OnMessage(IMessageSinkMessage message)
    {
        if (message is ITestAssemblyFinished finished)
        {
            _finished = finished;
            return true;
        }

        return _inner.OnMessage(message);
    }

    /// <summary>Ends the check. A leak is reported as a failed clean-up of the assembly.</summary>
    public async ValueTask EndAsync()
    {
        LeakException? leak = await _check.EndAsync();
        if (_finished is null)
        {
            return;
        }

        if (leak is not null)
        {
            // 'dotnet test' prints only the exception type of a failed clean-up, so the message is put into the type.
            _inner.OnMessage(new TestAssemblyCleanupFailure
            {
                AssemblyUniqueID = _finished.AssemblyUniqueID,
                ExceptionParentIndices = [-1],
                ExceptionTypes = [$"{leak.GetType()} : {leak.Message}"],
                Messages = [""],
                StackTraces = [null],
            });
        }

        _inner.OnMessage(_finished);
    }

    public void Dispose() => _check.EndFailed();
}
