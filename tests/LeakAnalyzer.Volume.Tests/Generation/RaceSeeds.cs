using System.Collections.Immutable;

namespace LeakAnalyzer.Volume.Tests.Generation;

/// <summary>Leaks (<see cref="Seed"/>): waits and delays that lose a race, such as one of <c>Task.WhenAny</c>, and are left pending.</summary>
internal static class RaceSeeds
{
    private const string Step = "private static Task StepAsync() => Task.Delay(1);";

    public static ImmutableArray<Seed> All { get; } =
    [
        new(
            """
            Task<int> read = reader.ReadAsync(cancellationToken).AsTask();
            if (await Task.WhenAny(read, Task.Delay(1000, cancellationToken)) != read)
            {
                throw new TimeoutException();
            }

            Work(await read);
            """) { NeedsToken = true, Awaits = true },
        new(
            """
            Task<bool> ready = reader.WaitToReadAsync().AsTask();
            Task first = await Task.WhenAny(ready, Task.Delay(60000));
            Work(first == ready);
            """) { Awaits = true },
        new("await Task.WhenAny(reader.ReadAsync().AsTask(), gate.WaitAsync()).ConfigureAwait(false);") { Awaits = true, IsExpression = true },
        new("Work(Task.WaitAny(reader.ReadAsync().AsTask(), Task.CompletedTask));") { IsExpression = true },
        new("Work(await reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromMinutes(1)));") { Awaits = true, NeedsNewFramework = true, IsExpression = true },
        new(
            """
            while (flag)
            {
                Task step = StepAsync();
                if (await Task.WhenAny(step, Task.Delay(60000)) != step)
                {
                    break;
                }
            }
            """) { Awaits = true, Members = Step },
        new("await Task.WhenAny(StepAsync(), Task.Delay(60000));") { Awaits = true, Members = Step, IsExpression = true },
        new(
            """
            Task delay = Task.Delay(TimeSpan.FromMinutes(1), cancellationToken), step = StepAsync();
            Work(await Task.WhenAny(step, delay) == delay);
            """) { NeedsToken = true, Awaits = true, Members = Step },
    ];
}
