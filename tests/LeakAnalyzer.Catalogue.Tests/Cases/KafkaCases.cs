using Confluent.Kafka;
using LeakAnalyzer.Catalogue.Tests.Running;

namespace LeakAnalyzer.Catalogue.Tests.Cases;

/// <summary>Cases for a consumer without a broker. <c>Close</c> and <c>Dispose</c> aren't tried: they end a pending <c>Consume</c> only sometimes.</summary>
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
