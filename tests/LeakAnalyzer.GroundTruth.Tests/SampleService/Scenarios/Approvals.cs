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

        // A read that the first call has left pending would take the approval.
        await Task.WhenAny(next, Task.Delay(200));
        return $"{late}";
    }
}
