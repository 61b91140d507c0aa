using System.Threading.Channels;
using LeakAnalyzer.Catalogue.Tests.Running;

namespace LeakAnalyzer.Catalogue.Tests.Cases;

internal static class ChannelCases
{
    public static IEnumerable<WaitCase> All =>
    [
        Reading(Waits.On(Empty, channel => channel.Reader.ReadAsync(default)), Outcome.EndsOne)
            .WithToken((channel, token) => channel.Reader.ReadAsync(token)),
        Reading(Waits.On(Empty, channel => channel.Reader.WaitToReadAsync(default)), Outcome.EndsAll)
            .WithToken((channel, token) => channel.Reader.WaitToReadAsync(token)),
        Reading(Waits.On(Empty, channel => channel.Reader.ReadAllAsync(default)), Outcome.EndsNothing)
            .WithToken((channel, token) => channel.Reader.ReadAllAsync(token)),
        Reading(Waits.On(Empty, channel => channel.Reader.Completion), Outcome.EndsNothing),
        Writing(Waits.On(Full, channel => channel.Writer.WriteAsync(1, default)), Outcome.EndsOne)
            .WithToken((channel, token) => channel.Writer.WriteAsync(1, token)),
        Writing(Waits.On(Full, channel => channel.Writer.WaitToWriteAsync(default)), Outcome.EndsAll)
            .WithToken((channel, token) => channel.Writer.WaitToWriteAsync(token)),
    ];

    private static Channel<int> Empty() => Channel.CreateUnbounded<int>();

    private static Channel<int> Full()
    {
        Channel<int> channel = Channel.CreateBounded<int>(1);
        channel.Writer.TryWrite(0);
        return channel;
    }

    private static WaitCaseOf<Channel<int>> Reading(WaitCaseOf<Channel<int>> wait, Outcome ofAnItem) => wait
        .EndsAll(channel => channel.Writer.Complete(null))
        .EndsAll(channel => channel.Writer.TryComplete(null))
        .Try(channel => channel.Writer.TryWrite(1), ofAnItem)
        .Try(channel => channel.Writer.WriteAsync(1, default), ofAnItem)
        .EndsNothing(channel => channel.Writer.WaitToWriteAsync(default))
        .EndsNothing(channel => channel.Reader.Count);

    private static WaitCaseOf<Channel<int>> Writing(WaitCaseOf<Channel<int>> wait, Outcome ofAPlace) => wait
        .EndsAll(channel => channel.Writer.Complete(null))
        .EndsAll(channel => channel.Writer.TryComplete(null))
        .Try(channel => channel.Reader.ReadAsync(default), ofAPlace)
        .Try(channel => channel.Reader.ReadAllAsync(default), Outcome.EndsAll)
        .EndsNothing(channel => channel.Reader.WaitToReadAsync(default))
        .EndsNothing(channel => channel.Reader.Count)
        .EndsNothing(channel => channel.Writer.TryWrite(1));
}
