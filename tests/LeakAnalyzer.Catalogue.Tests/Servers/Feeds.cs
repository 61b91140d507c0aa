using System.Collections.Concurrent;
using System.Threading.Channels;

namespace LeakAnalyzer.Catalogue.Tests.Servers;

/// <summary>Channels, each with a name: the servers of this process send to their clients what a test writes to a channel.</summary>
internal static class Feeds
{
    private static readonly ConcurrentDictionary<string, Channel<string>> s_feeds = new();

    public static Channel<string> Of(string name) => s_feeds.GetOrAdd(name, _ => Channel.CreateUnbounded<string>());
}
