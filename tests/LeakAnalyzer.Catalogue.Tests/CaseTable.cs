using LeakAnalyzer.Catalogue.Tests.Cases;
using LeakAnalyzer.Catalogue.Tests.Running;

namespace LeakAnalyzer.Catalogue.Tests;

/// <summary>All waits that <see cref="RunTests"/> runs.</summary>
internal static class CaseTable
{
    public static IReadOnlyList<WaitCase> All { get; } =
    [
        .. AsyncExCases.All,
        .. BlockingCollectionCases.All,
        .. ChannelCases.All,
        .. ConsoleCases.All,
        .. DataflowCases.All,
        .. GrpcCases.All,
        .. KafkaCases.All,
        .. ListenerCases.All,
        .. LockCases.All,
        .. NpgsqlCases.All,
        .. PipelineCases.All,
        .. PipeStreamCases.All,
        .. ProcessCases.All,
        .. PromiseCases.All,
        .. RedisCases.All,
        .. SignalCases.All,
        .. SignalRCases.All,
        .. SocketCases.All,
        .. TimeCases.All,
        .. VsThreadingCases.All,
        .. WebSocketCases.All,
    ];
}
