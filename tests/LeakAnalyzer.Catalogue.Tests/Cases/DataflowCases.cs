using System.Threading.Tasks.Dataflow;
using LeakAnalyzer.Catalogue.Tests.Running;

namespace LeakAnalyzer.Catalogue.Tests.Cases;

internal static class DataflowCases
{
    public static IEnumerable<WaitCase> All =>
    [
        Receiving(Waits.On(() => new BufferBlock<int>(), block => block.Receive()), Outcome.EndsOne),
        Receiving(Waits.On(() => new BufferBlock<int>(), block => block.Receive(default(CancellationToken))), Outcome.EndsOne)
            .WithToken((block, token) => block.Receive(token)),
        Receiving(Waits.On(() => new BufferBlock<int>(), block => block.ReceiveAsync()), Outcome.EndsOne),
        Receiving(Waits.On(() => new BufferBlock<int>(), block => block.ReceiveAsync(default(CancellationToken))), Outcome.EndsOne)
            .WithToken((block, token) => block.ReceiveAsync(token)),
        Receiving(Waits.On(() => new BufferBlock<int>(), block => block.OutputAvailableAsync()), Outcome.EndsAll),
        Receiving(Waits.On(() => new BufferBlock<int>(), block => block.OutputAvailableAsync(default)), Outcome.EndsAll)
            .WithToken((block, token) => block.OutputAvailableAsync(token)),
        Receiving(Waits.On(() => new BufferBlock<int>(), block => block.ReceiveAllAsync(default)), Outcome.EndsNothing)
            .WithToken((block, token) => block.ReceiveAllAsync(token)),
        Receiving(Waits.On(() => new BufferBlock<int>(), block => block.Completion), Outcome.EndsNothing),
        Sending(Waits.On(Full, block => block.SendAsync(1))),
        Sending(Waits.On(Full, block => block.SendAsync(1, default))).WithToken((block, token) => block.SendAsync(1, token)),
    ];

    private static BufferBlock<int> Full()
    {
        var block = new BufferBlock<int>(new() { BoundedCapacity = 1 });
        block.Post(0);
        return block;
    }

    private static WaitCaseOf<BufferBlock<int>> Receiving(WaitCaseOf<BufferBlock<int>> wait, Outcome ofAnItem) => wait
        .EndsAll(block => block.Complete())
        .EndsAll(block => ((IDataflowBlock)block).Complete())
        .EndsAll(block => ((IDataflowBlock)block).Fault(new TimeoutException()))
        .Try(block => block.Post(1), ofAnItem)
        .Try(block => block.SendAsync(1), ofAnItem)
        .EndsNothing(block => block.Count);

    private static WaitCaseOf<BufferBlock<int>> Sending(WaitCaseOf<BufferBlock<int>> wait) => wait
        .EndsAll(block => block.Complete())
        .EndsOne(block => block.Receive())
        .EndsOne(block => block.ReceiveAsync())
        .EndsNothing(block => block.Post(1));
}
