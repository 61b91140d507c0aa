using System.Threading.Channels;

namespace OrderService;

/// <summary>Waits for an approval until a timeout. After the timeout the read still waits, and takes the next approval, which is then lost.</summary>
public sealed class Approvals
{
    private readonly Channel<int> _approved = Channel.CreateUnbounded<int>();

    public void Approve(int id) => _approved.Writer.TryWrite(id);

    public async Task<int?> NextAsync(TimeSpan timeout)
    {
        Task<int> next = _approved.Reader.ReadAsync().AsTask(); // LEAK005
        Task first = await Task.WhenAny(next, Task.Delay(timeout)); // LEAK009
        return first == next ? await next : null;
    }
}
