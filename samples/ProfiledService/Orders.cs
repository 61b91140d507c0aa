using System.Threading.Channels;

namespace ProfiledService;

/// <summary>Answers orders, and tells of each when its parcel has left.</summary>
public sealed class Orders
{
    private readonly Channel<int> _parcels = Channel.CreateUnbounded<int>();

    /// <summary>Leaves nothing behind.</summary>
    public async Task<string> GetAsync(int id)
    {
        await Task.Yield();
        return $"order {id}";
    }

    /// <summary>Leaves a task behind with each request: one that waits for a parcel which nobody sends.</summary>
    public async Task<string> LeakyGetAsync(int id)
    {
        _ = Task.Run(async () => await _parcels.Reader.ReadAsync());
        return await GetAsync(id);
    }
}
