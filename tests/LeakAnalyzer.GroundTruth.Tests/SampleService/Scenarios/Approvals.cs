using LeakAnalyzer.GroundTruth;
using OrderService;

public static class Scenario
{
    public static async Task<string> RunAsync(World world)
    {
        var approvals = new Approvals();
        int? late = await approvals.NextAsync(TimeSpan.FromMilliseconds(1));
        Task<int?> next = approvals.NextAsync(TimeSpan.FromSeconds(5));
        approvals.Approve(7);

        // If the first call has left its read pending, that read takes the approval, and the second call doesn't get it.
        await Task.WhenAny(next, Task.Delay(200));
        return $"{late}";
    }
}
