using System.Net;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LeakAnalyzer.Catalogue.Tests.Servers;

/// <summary>A web server on the loopback address. It streams what tests write to <see cref="Feeds"/>, with SignalR and with gRPC.</summary>
internal static class WebServer
{
    private static readonly Lazy<Task<(string Http1, string Http2)>> s_addresses = new(StartAsync);

    /// <summary>Gets the address of the SignalR hub.</summary>
    public static async Task<string> HubAsync() => (await s_addresses.Value).Http1 + "/hub";

    public static async Task<string> GrpcAsync() => (await s_addresses.Value).Http2;

    private static async Task<(string Http1, string Http2)> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1);
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
        });
        builder.Services.AddSignalR();
        builder.Services.AddGrpc();
        WebApplication app = builder.Build();
        app.MapHub<StreamHub>("/hub");
        app.MapGrpcService<StreamService>();
        await app.StartAsync();
        string[] addresses = [.. app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses];
        return (addresses[0], addresses[1]);
    }
}

/// <summary>Streams, with SignalR, what is written to a feed.</summary>
internal sealed class StreamHub : Hub
{
    public IAsyncEnumerable<string> Stream(string feed) => Feeds.Of(feed).Reader.ReadAllAsync();

    public async Task<string> Next(string feed) => await Feeds.Of(feed).Reader.ReadAsync();
}

/// <summary>The base class of the gRPC service, such as the gRPC tools would generate.</summary>
[BindServiceMethod(typeof(StreamServiceBase), nameof(Bind))]
internal abstract class StreamServiceBase
{
    public static Method<string, string> Method { get; } = new(
        MethodType.ServerStreaming, "streams", nameof(Stream), Marshallers.StringMarshaller, Marshallers.StringMarshaller);

    public static void Bind(ServiceBinderBase binder, StreamServiceBase? service) =>
        binder.AddMethod(Method, service is null ? null : new ServerStreamingServerMethod<string, string>(service.Stream));

    public abstract Task Stream(string feed, IServerStreamWriter<string> answer, ServerCallContext context);
}

/// <summary>Streams, with gRPC, what is written to a feed.</summary>
internal sealed class StreamService : StreamServiceBase
{
    public override async Task Stream(string feed, IServerStreamWriter<string> answer, ServerCallContext context)
    {
        await foreach (string item in Feeds.Of(feed).Reader.ReadAllAsync(context.CancellationToken))
        {
            await answer.WriteAsync(item);
        }
    }
}
