// Close to what LEAK001 and LEAK002 report, but without a leak: tasks that nobody awaits on purpose. They complete by themselves, or when the token
// is cancelled that was passed to the method which starts them.
using System.Threading.Channels;

namespace LeakAnalyzer.ValidCode;

public sealed class Notifications(HttpClient client, Action<Exception> onError)
{
    /// <summary>Sends a text, without making the caller wait.</summary>
    public void Send(Uri address, string text) => SendAsync(address, text).Forget(onError);

    /// <summary>Sends reminders until the token is cancelled.</summary>
    public void StartReminders(Uri address, TimeSpan pause, CancellationToken lifetime) => _ = RemindAsync(address, pause, lifetime);

    /// <summary>Sends the texts of a channel until the channel is completed or the token is cancelled.</summary>
    public void StartForwarding(Uri address, ChannelReader<string> texts, CancellationToken lifetime) => _ = Task.Run(
        async () =>
        {
            await foreach (string text in texts.ReadAllAsync(lifetime).ConfigureAwait(false))
            {
                await SendAsync(address, text).ConfigureAwait(false);
            }
        },
        lifetime);

    private async Task SendAsync(Uri address, string text)
    {
        using var content = new StringContent(text);
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                using HttpResponseMessage response = await client.PostAsync(address, content).ConfigureAwait(false);
                response.EnsureSuccessStatusCode();
                return;
            }
            catch (HttpRequestException) when (attempt < 5)
            {
                await Task.Delay(TimeSpan.FromSeconds(attempt)).ConfigureAwait(false);
            }
        }
    }

    private async Task RemindAsync(Uri address, TimeSpan pause, CancellationToken lifetime)
    {
        while (!lifetime.IsCancellationRequested)
        {
            await SendAsync(address, "reminder").ConfigureAwait(false);
            await Task.Delay(pause, lifetime).ConfigureAwait(false);
        }
    }
}

internal static class TaskExtensions
{
    /// <summary>Observes the exception of a task that nobody awaits.</summary>
    public static async void Forget(this Task task, Action<Exception> onError)
    {
        try
        {
            await task.ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            onError(exception);
        }
    }
}
