using System.Reflection;
using Xunit.Sdk;
using Xunit.v3;

namespace LeakAnalyzer.LeakTest.XunitV3;

/// <summary>A test case that runs another test case inside a check.</summary>
/// <param name="inner">The test case to run.</param>
/// <param name="assembly">The assembly that contains the tests.</param>
internal sealed class CheckedTestCase(IXunitTestCase inner, Assembly assembly) : ISelfExecutingXunitTestCase
{
    public bool Explicit => inner.Explicit;

    public Type[]? SkipExceptions => inner.SkipExceptions;

    public string? SkipReason => inner.SkipReason;

    public Type? SkipType => inner.SkipType;

    public string? SkipUnless => inner.SkipUnless;

    public string? SkipWhen => inner.SkipWhen;

    public string? SourceFilePath => inner.SourceFilePath;

    public int? SourceLineNumber => inner.SourceLineNumber;

    public string TestCaseDisplayName => inner.TestCaseDisplayName;

    public IXunitTestClass TestClass => inner.TestClass;

    public int TestClassMetadataToken => inner.TestClassMetadataToken;

    public string TestClassName => inner.TestClassName;

    public string? TestClassNamespace => inner.TestClassNamespace;

    public string TestClassSimpleName => inner.TestClassSimpleName;

    public IXunitTestCollection TestCollection => inner.TestCollection;

    public IXunitTestMethod TestMethod => inner.TestMethod;

    public int? TestMethodArity => inner.TestMethodArity;

    public int TestMethodMetadataToken => inner.TestMethodMetadataToken;

    public string TestMethodName => inner.TestMethodName;

    public string[] TestMethodParameterTypesVSTest => inner.TestMethodParameterTypesVSTest;

    public string TestMethodReturnTypeVSTest => inner.TestMethodReturnTypeVSTest;

    public int Timeout => inner.Timeout;

    public IReadOnlyDictionary<string, IReadOnlyCollection<string>> Traits => inner.Traits;

    public string UniqueID => inner.UniqueID;

    ITestClass? ITestCase.TestClass => inner.TestClass;

    ITestCollection ITestCase.TestCollection => inner.TestCollection;

    ITestMethod? ITestCase.TestMethod => inner.TestMethod;

    int? ITestCaseMetadata.TestClassMetadataToken => inner.TestClassMetadataToken;

    int? ITestCaseMetadata.TestMethodMetadataToken => inner.TestMethodMetadataToken;

    public ValueTask<IReadOnlyCollection<IXunitTest>> CreateTests() => inner.CreateTests();

    public void PostInvoke() => inner.PostInvoke();

    public void PreInvoke() => inner.PreInvoke();

    public async ValueTask<RunSummary> Run(
        ExplicitOption explicitOption, IMessageBus messageBus, object?[] constructorArguments, ExceptionAggregator aggregator, CancellationTokenSource cancellationTokenSource)
    {
        if (OptionsOf() is not { } options)
        {
            using IDisposable pause = LeakCheck.Pause();
            return await RunInner(messageBus);
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

        RunSummary summary = await RunInner(results);
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

        ValueTask<RunSummary> RunInner(IMessageBus bus) => inner is ISelfExecutingXunitTestCase selfExecuting
            ? selfExecuting.Run(explicitOption, bus, constructorArguments, aggregator, cancellationTokenSource)
            : XunitRunnerHelper.RunXunitTestCase(inner, bus, cancellationTokenSource, aggregator, explicitOption, constructorArguments);
    }

    private LeakCheckOptions? OptionsOf() => LeakCheckOptions.OfTest(assembly, inner.TestClass.Class, inner.TestMethod.Method);
}
