using System.Collections.Concurrent;
using System.Threading.Channels;

namespace LeakAnalyzer.Catalogue.Tests.Servers;

/// <summary>The items that the servers of this process stream to their clients, in named feeds.</summary>
internal static class Feeds
{
    private static readonly ConcurrentDictionary<string, Channel<string>> s_feeds = new();

    public static Channel<string> Of(string name) => s_feeds.GetOrAdd(name, _ => Channel.CreateUnbounded<string>());
}
