using System.Collections.Concurrent;
using System.Threading.Channels;

namespace LeakAnalyzer.Catalogue.Tests.Servers;

/// <summary>Channels with names. What a test writes to one of them, the servers of this process send to their clients.</summary>
internal static class Feeds
{
    private static readonly ConcurrentDictionary<string, Channel<string>> s_feeds = new();

    public static Channel<string> Of(string name) => s_feeds.GetOrAdd(name, _ => Channel.CreateUnbounded<string>());
}
