// Close to what LEAK006 reports, but without a leak: channels between the stages of a pipeline. The writer of a channel completes it on every
// path, with the exception if there is one. A stage that stops early cancels the stages before it.
using System.Globalization;
using System.Threading.Channels;

namespace LeakAnalyzer.ValidCode;

public static class ImportPipeline
{
    /// <summary>Reads lines with one task, parses them with several, and stores the numbers with one.</summary>
    public static async Task<int> RunAsync(TextReader source, Func<int, CancellationToken, Task> store, CancellationToken token)
    {
        using var failed = CancellationTokenSource.CreateLinkedTokenSource(token);
        var lines = Channel.CreateBounded<string>(64);
        var numbers = Channel.CreateBounded<int>(64);

        Task reading = ReadAsync(source, lines.Writer, failed.Token);
        Task parsing = ParseAllAsync(lines.Reader, numbers.Writer, failed.Token);
        try
        {
            return await StoreAsync(numbers.Reader, store, failed.Token).ConfigureAwait(false);
        }
        finally
        {
            await failed.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(reading, parsing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Parses and sums numbers.</summary>
    public static async Task<int> SumAsync(IEnumerable<string> texts, CancellationToken token)
    {
        var numbers = Channel.CreateUnbounded<int>(new UnboundedChannelOptions { SingleReader = true });
        Task<int> summing = SumAsync(numbers.Reader);
        try
        {
            foreach (string text in texts)
            {
                token.ThrowIfCancellationRequested();
                numbers.Writer.TryWrite(int.Parse(text, CultureInfo.InvariantCulture));
            }
        }
        catch (FormatException exception)
        {
            numbers.Writer.TryComplete(exception);
        }
        finally
        {
            numbers.Writer.TryComplete();
        }

        return await summing.ConfigureAwait(false);
    }

    /// <summary>Starts several consumers of one channel.</summary>
    public static async Task SpreadAsync(IReadOnlyList<string> texts, int consumers, Func<string, Task> consume)
    {
        var items = Channel.CreateBounded<string>(consumers);
        var consuming = new List<Task>();
        for (int i = 0; i < consumers; i++)
        {
            consuming.Add(ConsumeAsync(items.Reader, consume));
        }

        try
        {
            foreach (string text in texts)
            {
                await items.Writer.WriteAsync(text).ConfigureAwait(false);
            }
        }
        finally
        {
            items.Writer.Complete();
        }

        await Task.WhenAll(consuming).ConfigureAwait(false);
    }

    private static async Task ConsumeAsync(ChannelReader<string> items, Func<string, Task> consume)
    {
        await foreach (string item in items.ReadAllAsync().ConfigureAwait(false))
        {
            await consume(item).ConfigureAwait(false);
        }
    }

    private static async Task<int> SumAsync(ChannelReader<int> numbers)
    {
        int sum = 0;
        await foreach (int number in numbers.ReadAllAsync().ConfigureAwait(false))
        {
            sum += number;
        }

        return sum;
    }

    private static async Task ReadAsync(TextReader source, ChannelWriter<string> lines, CancellationToken token)
    {
        Exception? problem = null;
        try
        {
            while (await source.ReadLineAsync(token).ConfigureAwait(false) is { } line)
            {
                await lines.WriteAsync(line, token).ConfigureAwait(false);
            }
        }
        catch (Exception exception)
        {
            problem = exception;
        }
        finally
        {
            lines.Complete(problem);
        }
    }

    private static async Task ParseAllAsync(ChannelReader<string> lines, ChannelWriter<int> numbers, CancellationToken token)
    {
        try
        {
            Task[] workers = [.. Enumerable.Range(0, Environment.ProcessorCount).Select(_ => ParseAsync(lines, numbers, token))];
            await Task.WhenAll(workers).ConfigureAwait(false);
            numbers.Complete();
        }
        catch (Exception exception)
        {
            numbers.Complete(exception);
        }
    }

    private static async Task ParseAsync(ChannelReader<string> lines, ChannelWriter<int> numbers, CancellationToken token)
    {
        await foreach (string line in lines.ReadAllAsync(token).ConfigureAwait(false))
        {
            await numbers.WriteAsync(int.Parse(line, CultureInfo.InvariantCulture), token).ConfigureAwait(false);
        }
    }

    private static async Task<int> StoreAsync(ChannelReader<int> numbers, Func<int, CancellationToken, Task> store, CancellationToken token)
    {
        int stored = 0;
        await foreach (int number in numbers.ReadAllAsync(token).ConfigureAwait(false))
        {
            await store(number, token).ConfigureAwait(false);
            stored++;
        }

        return stored;
    }
}
