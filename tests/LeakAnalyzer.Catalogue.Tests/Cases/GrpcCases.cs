using Grpc.Core;
using Grpc.Net.Client;
using LeakAnalyzer.Catalogue.Tests.Running;
using LeakAnalyzer.Catalogue.Tests.Servers;

namespace LeakAnalyzer.Catalogue.Tests.Cases;

internal static class GrpcCases
{
    public static IEnumerable<WaitCase> All =>
    [
        Streaming(Waits.OnAsync(CallAsync, stream => stream.Call.ResponseStream.MoveNext(default)), Outcome.EndsOne)
            .WithToken((stream, token) => stream.Call.ResponseStream.MoveNext(token)),
        Streaming(Waits.OnAsync(CallAsync, stream => stream.Call.ResponseStream.MoveNext()), Outcome.EndsOne),
        Streaming(Waits.OnAsync(CallAsync, stream => stream.Call.ResponseStream.ReadAllAsync(default)), Outcome.EndsNothing)
            .WithToken((stream, token) => stream.Call.ResponseStream.ReadAllAsync(token)),
    ];

    private static async Task<Stream> CallAsync()
    {
        GrpcChannel channel = GrpcChannel.ForAddress(await WebServer.GrpcAsync());
        string feed = Guid.NewGuid().ToString();
        var source = new CancellationTokenSource();
        return new(
            channel,
            channel.CreateCallInvoker().AsyncServerStreamingCall(StreamServiceBase.Method, null, new(cancellationToken: source.Token), feed),
            source,
            feed);
    }

    private static WaitCaseOf<Stream> Streaming(WaitCaseOf<Stream> wait, Outcome ofAnItem) => wait
        .Alone()
        .When("the server writes", stream => { Feeds.Of(stream.Feed).Writer.TryWrite("item"); }, ofAnItem)
        .When("the server ends", stream => { Feeds.Of(stream.Feed).Writer.Complete(); }, Outcome.EndsAll)
        .EndsAll(stream => stream.Call.Dispose())
        .EndsAll(stream => stream.Channel.Dispose())
        .When("the call's token is cancelled", stream => { stream.Source.Cancel(); }, Outcome.EndsAll)
        .EndsNothing(stream => stream.Call.ResponseHeadersAsync);

    private sealed record Stream(GrpcChannel Channel, AsyncServerStreamingCall<string> Call, CancellationTokenSource Source, string Feed);
}
