// Close to what LEAK006 and LEAK008 report, but without a leak: an async sequence of events. One event handler completes the channel.
// The handlers are removed when the consumer stops, which it may do after any item.
using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace LeakAnalyzer.ValidCode;

public sealed class Sensor
{
    public event EventHandler<double>? Measured;

    public event EventHandler? Closed;

    public void Measure(double value) => Measured?.Invoke(this, value);

    public void Close() => Closed?.Invoke(this, EventArgs.Empty);
}

public static class SensorExtensions
{
    public static async IAsyncEnumerable<double> ReadAllAsync(this Sensor sensor, [EnumeratorCancellation] CancellationToken token = default)
    {
        var values = Channel.CreateBounded<double>(new BoundedChannelOptions(16) { FullMode = BoundedChannelFullMode.DropOldest });
        void OnMeasured(object? sender, double value) => values.Writer.TryWrite(value);
        void OnClosed(object? sender, EventArgs e) => values.Writer.TryComplete();

        sensor.Measured += OnMeasured;
        sensor.Closed += OnClosed;
        try
        {
            await foreach (double value in values.Reader.ReadAllAsync(token).ConfigureAwait(false))
            {
                yield return value;
            }
        }
        finally
        {
            sensor.Measured -= OnMeasured;
            sensor.Closed -= OnClosed;
        }
    }

    /// <summary>Waits for the first value that isn't less than a minimum.</summary>
    public static async Task<double> WaitForAsync(this Sensor sensor, double least, CancellationToken token)
    {
        var found = new TaskCompletionSource<double>(TaskCreationOptions.RunContinuationsAsynchronously);
        using CancellationTokenRegistration registration = token.Register(() => found.TrySetCanceled(token));
        void OnMeasured(object? sender, double value)
        {
            if (value >= least)
            {
                found.TrySetResult(value);
            }
        }

        sensor.Measured += OnMeasured;
        try
        {
            return await found.Task.ConfigureAwait(false);
        }
        finally
        {
            sensor.Measured -= OnMeasured;
        }
    }

    /// <summary>Copies the values to a file until the sensor is closed or the returned object is disposed.</summary>
    public static IDisposable CopyTo(this Sensor sensor, TextWriter file)
    {
        var stopped = new CancellationTokenSource();
        _ = CopyAsync(sensor, file, stopped.Token);
        return new Stopper(stopped);
    }

    private static async Task CopyAsync(Sensor sensor, TextWriter file, CancellationToken stopped)
    {
        await foreach (double value in sensor.ReadAllAsync(stopped).ConfigureAwait(false))
        {
            await file.WriteLineAsync(value.ToString("R", System.Globalization.CultureInfo.InvariantCulture)).ConfigureAwait(false);
        }
    }

    private sealed class Stopper(CancellationTokenSource source) : IDisposable
    {
        public void Dispose()
        {
            source.Cancel();
            source.Dispose();
        }
    }
}
