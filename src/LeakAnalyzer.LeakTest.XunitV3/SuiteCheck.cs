using System.Reflection;
using Xunit.Sdk;
using Xunit.v3;

namespace LeakAnalyzer.LeakTest.XunitV3;

/// <summary>A check of the assembly as a whole. The message that its run has finished is held back until the check has ended.</summary>
internal sealed class SuiteCheck : IMessageSink, IDisposable
{
    private readonly IMessageSink _inner;
    private readonly LeakCheck _check;
    private ITestAssemblyFinished? _finished;

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
        if (message is ITestAssemblyFinished finished)
        {
            _finished = finished;
            return true;
        }

        return _inner.OnMessage(message);
    }

    /// <summary>Ends the check, and tells what it found as a failed clean-up of the assembly.</summary>
    public async ValueTask EndAsync()
    {
        LeakException? leak = await _check.EndAsync();
        if (_finished is null)
        {
            return;
        }

        if (leak is not null)
        {
            // Of such a failure the runner of 'dotnet test' writes the type alone.
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
