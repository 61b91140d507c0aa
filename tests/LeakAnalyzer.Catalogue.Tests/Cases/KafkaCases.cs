using Confluent.Kafka;
using LeakAnalyzer.Catalogue.Tests.Running;

namespace LeakAnalyzer.Catalogue.Tests.Cases;

/// <summary>
/// Cases for a consumer without a broker, which waits for the broker as it would wait for a message. <c>Close</c> and <c>Dispose</c> aren't tried,
/// because their outcome varies: a pending <c>Consume</c> sometimes ends, and sometimes goes on waiting in the native library.
/// </summary>
internal static class KafkaCases
{
    public static IEnumerable<WaitCase> All =>
    [
        Waits.On(Subscribed, consumer => consumer.Consume(default(CancellationToken)))
            .Alone()
            .EndsNothing(consumer => consumer.Unsubscribe())
            .EndsNothing(consumer => consumer.Unassign())
            .WithToken((consumer, token) => consumer.Consume(token)),
    ];

    private static IConsumer<Ignore, string> Subscribed()
    {
        IConsumer<Ignore, string> consumer = new ConsumerBuilder<Ignore, string>(new ConsumerConfig { BootstrapServers = "127.0.0.1:1", GroupId = "group" })
            .SetLogHandler((_, _) => { })
            .SetErrorHandler((_, _) => { })
            .Build();
        consumer.Subscribe("topic");
        return consumer;
    }
}
