using System.Reflection;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace LeakAnalyzer.LeakTest.Xunit;

/// <summary>A test case that runs another test case inside a check.</summary>
/// <param name="inner">The test case to run.</param>
/// <param name="assembly">The assembly that contains the tests.</param>
internal sealed class CheckedTestCase(IXunitTestCase inner, Assembly assembly) : IXunitTestCase
{
    public Exception InitializationException => inner.InitializationException;

    public IMethodInfo Method => inner.Method;

    public int Timeout => inner.Timeout;

    public string DisplayName => inner.DisplayName;

    public string SkipReason => inner.SkipReason;

    public ISourceInformation SourceInformation
    {
        get => inner.SourceInformation;
        set => inner.SourceInformation = value;
    }

    public ITestMethod TestMethod => inner.TestMethod;

    public object[] TestMethodArguments => inner.TestMethodArguments;

    public Dictionary<string, List<string>> Traits => inner.Traits;

    public string UniqueID => inner.UniqueID;

    public async Task<RunSummary> RunAsync(
        IMessageSink diagnosticMessageSink, IMessageBus messageBus, object[] constructorArguments, ExceptionAggregator aggregator, CancellationTokenSource cancellationTokenSource)
    {
        if (OptionsOf() is not { } options)
        {
            using IDisposable pause = LeakCheck.Pause();
            return await inner.RunAsync(diagnosticMessageSink, messageBus, constructorArguments, aggregator, cancellationTokenSource);
        }

        using var results = new HeldResults(messageBus);
        Exception? failure = null;
        LeakCheck? check = null;
        try
        {
            check = LeakCheck.Start(options);
        }
        catch (NotSupportedException cantCheck)
        {
            failure = cantCheck;
        }

        RunSummary summary = await inner.RunAsync(diagnosticMessageSink, results, constructorArguments, aggregator, cancellationTokenSource);
        if (results.HavePassed)
        {
            failure ??= check is null ? null : await check.EndAsync();
            summary.Failed += failure is null ? 0 : 1;
        }
        else
        {
            results.AddToOutput(check?.EndFailed());
        }

        if (!results.Release(failure))
        {
            cancellationTokenSource.Cancel();
        }

        return summary;
    }

    public void Deserialize(IXunitSerializationInfo info) => inner.Deserialize(info);

    public void Serialize(IXunitSerializationInfo info) => inner.Serialize(info);

    private LeakCheckOptions? OptionsOf() => string.IsNullOrEmpty(inner.SkipReason)
        ? LeakCheckOptions.OfTest(assembly, (inner.TestMethod.TestClass.Class as IReflectionTypeInfo)?.Type, (inner.Method as IReflectionMethodInfo)?.MethodInfo)
        : null;
}
