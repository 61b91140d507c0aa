using System.Runtime.CompilerServices;
using BenchmarkDotNet.Attributes;
using LeakAnalyzer.LeakTest;

namespace LeakAnalyzer.Benchmarks.LeakTest;

/// <summary>Measures the cost of one task with the leak check and without it.</summary>
[MemoryDiagnoser(displayGenColumns: false)]
[MinColumn, MedianColumn]
public class TaskCostBenchmarks
{
    private const int Tasks = 1_000;

    private readonly Task[] _started = new Task[Tasks];
    private IDisposable? _check;

    [ParamsAllValues]
    public CheckState Check { get; set; }

    [GlobalSetup]
    public void Open()
    {
        if (Check != CheckState.NotThere)
        {
            _check = OpenCheck(Check);
        }
    }

    [GlobalCleanup]
    public void Close() => _check?.Dispose();

    [Benchmark(Description = "Task.Run", OperationsPerInvoke = Tasks)]
    public void StartTasks()
    {
        for (int i = 0; i < _started.Length; i++)
        {
            _started[i] = Task.Run(static () => { });
        }

        Task.WaitAll(_started);
    }

    /// <summary>Calls async methods that are suspended once.</summary>
    [Benchmark(Description = "async method", OperationsPerInvoke = Tasks)]
    public void CallAsyncMethods()
    {
        var gate = new TaskCompletionSource();
        for (int i = 0; i < _started.Length; i++)
        {
            _started[i] = WaitAsync(gate.Task);
        }

        gate.SetResult();
        Task.WaitAll(_started);
    }

    /// <summary>Calls one async method that is suspended many times: the cost of one more suspension.</summary>
    [Benchmark(Description = "suspended await", OperationsPerInvoke = Tasks)]
    public void Suspend()
    {
        var gates = new TaskCompletionSource[Tasks];
        for (int i = 0; i < gates.Length; i++)
        {
            gates[i] = new TaskCompletionSource();
        }

        Task waiter = WaitForEachAsync(gates);
        foreach (TaskCompletionSource gate in gates)
        {
            gate.SetResult();
        }

        waiter.Wait();
    }

    private static async Task WaitAsync(Task gate) => await gate;

    private static async Task WaitForEachAsync(TaskCompletionSource[] gates)
    {
        foreach (TaskCompletionSource gate in gates)
        {
            await gate.Task;
        }
    }

    /// <summary>Isn't inlined, because the runtime loads the leak check's assembly when it compiles a method that uses it.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static IDisposable? OpenCheck(CheckState state)
    {
        switch (state)
        {
            case CheckState.On:
                return LeakCheck.Start();
            case CheckState.Elsewhere:
                using (ExecutionContext.SuppressFlow())
                {
                    return Task.Run(() => LeakCheck.Start()).GetAwaiter().GetResult();
                }

            default:
                LeakCheck.None(static () => Task.Run(static () => { }).Wait());
                return null;
        }
    }
}
