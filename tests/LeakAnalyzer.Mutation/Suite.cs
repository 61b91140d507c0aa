using System.Diagnostics;
using System.Reflection;
using Xunit;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace LeakAnalyzer.Mutation;

/// <summary>Runs the tests of one assembly in this process, one after the other.</summary>
internal sealed class Suite(Assembly assembly, Log log)
{
    /// <summary>A test class that runs none of the analyzer's code.</summary>
    private const string WithoutAnalyzer = "LeakAnalyzer.Catalogue.Tests.RunTests";

    /// <summary>How often a failed test is run again if the process got too little processor time.</summary>
    private const int MostRepeats = 4;

    /// <summary>The shortest time limit of a test.</summary>
    private static readonly TimeSpan s_shortestLimit = TimeSpan.FromSeconds(30);

    private static readonly Options s_options = new();

    private readonly XunitTestFramework _framework = new(new NullMessageSink()) { SourceInformationProvider = new NoSource() };
    private readonly Dictionary<string, Dictionary<string, ITestCase>> _byClass = [];

    public string Name { get; } = assembly.GetName().Name!;

    public void RunAll()
    {
        log.StopsAtFailure = false;
        Run(Find((discoverer, sink) => discoverer.Find(includeSourceInformation: false, sink, s_options)).Values.Where(test => test.TestMethod.TestClass.Class.Name != WithoutAnalyzer));
        log.Failed.ForEach(test => log.Write(Worker.Fails, test));
    }

    /// <summary>Runs tests until one fails, also when it is run alone. Returns whether all passed.</summary>
    public bool RunUntilFailure(IEnumerable<Test> tests)
    {
        log.StopsAtFailure = true;
        ITestCase[] left = [.. tests.SelectMany(Find)];
        while (left.Length > 0)
        {
            Run(left);
            if (log.Failed is [var failed, ..] && FailsAlone(failed))
            {
                log.Write(Worker.Fails, failed);
                return false;
            }

            left = Array.FindAll(left, test => !log.Ended.Contains(test.UniqueID));
        }

        return true;
    }

    private bool FailsAlone(ITestCase test)
    {
        for (int repeats = MostRepeats; !Run([test]) && repeats > 0; repeats--)
        {
        }

        return log.Failed.Count > 0;
    }

    /// <summary>
    /// Runs tests. Returns false if the process got so little processor time that a test may have exceeded its time limit only for this reason.
    /// </summary>
    private bool Run(IEnumerable<ITestCase> tests)
    {
        log.Restart();
        var clock = Stopwatch.StartNew();
        TimeSpan before = Environment.CpuUsage.TotalTime;
        _framework.GetExecutor(assembly.GetName()).RunTests(tests, log, s_options);
        log.WaitForEnd();
        return clock.Elapsed < s_shortestLimit || Environment.CpuUsage.TotalTime - before > s_shortestLimit / 2;
    }

    private IEnumerable<ITestCase> Find(Test test)
    {
        if (!_byClass.TryGetValue(test.Class, out Dictionary<string, ITestCase>? known))
        {
            known = Find((discoverer, sink) => discoverer.Find(test.Class, includeSourceInformation: false, sink, s_options));
            _byClass.Add(test.Class, known);
        }

        return test.Id == Test.All ? known.Values : known.TryGetValue(test.Id, out ITestCase? found) ? [found] : [];
    }

    private Dictionary<string, ITestCase> Find(Action<ITestFrameworkDiscoverer, IMessageSink> start)
    {
        var found = new Discovery();
        start(_framework.GetDiscoverer(Reflector.Wrap(assembly)), found);
        return found.Wait();
    }

    private sealed class Discovery : LongLivedMarshalByRefObject, IMessageSink
    {
        private readonly Dictionary<string, ITestCase> _found = [];
        private readonly ManualResetEventSlim _ended = new();

        public bool OnMessage(IMessageSinkMessage message)
        {
            switch (message)
            {
                case ITestCaseDiscoveryMessage { TestCase: var test }:
                    _found.TryAdd(test.UniqueID, test);
                    break;
                case IDiscoveryCompleteMessage:
                    _ended.Set();
                    break;
            }

            return true;
        }

        public Dictionary<string, ITestCase> Wait()
        {
            _ended.Wait();
            return _found;
        }
    }

    private sealed class Options : ITestFrameworkDiscoveryOptions, ITestFrameworkExecutionOptions
    {
        private readonly Dictionary<string, object> _values = new()
        {
            ["xunit.discovery.SynchronousMessageReporting"] = true,
            ["xunit.execution.SynchronousMessageReporting"] = true,
            ["xunit.execution.DisableParallelization"] = true,
        };

        public TValue GetValue<TValue>(string name) => _values.TryGetValue(name, out object? value) ? (TValue)value : default!;

        public void SetValue<TValue>(string name, TValue value) => _values[name] = value!;
    }

    private sealed class NoSource : LongLivedMarshalByRefObject, ISourceInformationProvider
    {
        public ISourceInformation GetSourceInformation(ITestCase testCase) => new SourceInformation();

        public void Dispose()
        {
        }
    }
}
