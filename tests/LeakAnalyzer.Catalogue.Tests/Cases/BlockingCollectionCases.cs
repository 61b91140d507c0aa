using System.Collections.Concurrent;
using LeakAnalyzer.Catalogue.Tests.Running;

namespace LeakAnalyzer.Catalogue.Tests.Cases;

internal static class BlockingCollectionCases
{
    public static IEnumerable<WaitCase> All =>
    [
        Taking(Waits.On(Empty, items => items.Take()), Outcome.EndsOne),
        Taking(Waits.On(Empty, items => items.Take(default)), Outcome.EndsOne).WithToken((items, token) => items.Take(token)),
        Taking(Waits.On(Empty, items => items.GetConsumingEnumerable()), Outcome.EndsNothing),
        Taking(Waits.On(Empty, items => items.GetConsumingEnumerable(default)), Outcome.EndsNothing)
            .WithToken((items, token) => items.GetConsumingEnumerable(token)),
        Waits.On(Full, items => items.Add(1))
            .EndsAll(items => items.CompleteAdding())
            .EndsOne(items => items.Take())
            .EndsNothing(items => items.Dispose()),
        Waits.On(Full, items => items.Add(1, default))
            .EndsAll(items => items.CompleteAdding())
            .EndsOne(items => items.Take())
            .EndsNothing(items => items.Dispose())
            .WithToken((items, token) => { items.Add(1, token); return null; }),
        Waits.On(() => new BlockingCollection<int>[] { new(), new() }, items => BlockingCollection<int>.TakeFromAny(items, out Ignored.Item))
            .EndsOne(items => items[0].Add(1))
            .EndsNothing(items => items[0].Dispose()),
    ];

    private static BlockingCollection<int> Empty() => [];

    private static BlockingCollection<int> Full() => new(1) { 0 };

    private static WaitCaseOf<BlockingCollection<int>> Taking(WaitCaseOf<BlockingCollection<int>> wait, Outcome ofAnItem) => wait
        .EndsAll(items => items.CompleteAdding())
        .EndsNothing(items => items.Dispose())
        .Try(items => items.Add(1), ofAnItem)
        .Try(items => items.TryAdd(1), ofAnItem)
        .EndsNothing(items => items.ToArray())
        .EndsNothing(items => items.Count);

    private static class Ignored
    {
        public static int Item;
    }
}
