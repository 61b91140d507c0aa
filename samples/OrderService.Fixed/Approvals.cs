using System.Threading.Channels;

namespace OrderService;

/// <summary>Waits for an approval until a timeout.</summary>
public sealed class Approvals
{
    private readonly Channel<int> _approved = Channel.CreateUnbounded<int>();

    public void Approve(int id) => _approved.Writer.TryWrite(id);

    public async Task<int?> NextAsync(TimeSpan timeout)
    {
        using var inTime = new CancellationTokenSource(timeout);
        try
        {
            return await _approved.Reader.ReadAsync(inTime.Token);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }
}
