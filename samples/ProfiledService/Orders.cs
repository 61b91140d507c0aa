using System.Threading.Channels;

namespace ProfiledService;

/// <summary>Answers requests for orders: by one method that leaks, and by one that doesn't.</summary>
public sealed class Orders
{
    private readonly Channel<int> _parcels = Channel.CreateUnbounded<int>();

    /// <summary>Leaves no task behind.</summary>
    public async Task<string> GetAsync(int id)
    {
        await Task.Yield();
        return $"order {id}";
    }

    /// <summary>Leaves a task behind with each request: the task waits for a parcel that nobody sends.</summary>
    public async Task<string> LeakyGetAsync(int id)
    {
        _ = Task.Run(async () => await _parcels.Reader.ReadAsync());
        return await GetAsync(id);
    }
}
