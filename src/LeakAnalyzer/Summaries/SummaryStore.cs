using System.Collections.Concurrent;

namespace LeakAnalyzer.Summaries;

/// <summary>
/// Stores summaries that are composed from each other. A summary that needs itself gets the unknown summary instead. No summary depends on which others
/// were composed before.
/// </summary>
/// <typeparam name="TKey">The type of what is summarized, such as a method.</typeparam>
/// <typeparam name="TSummary">The type of a summary, such as the effects of a method.</typeparam>
/// <param name="composition">Tells which summaries each thread is composing. Stores share it if their summaries are composed from each other.</param>
/// <param name="comparer">Compares the keys.</param>
/// <param name="unknown">The summary that stands for no knowledge.</param>
internal sealed class SummaryStore<TKey, TSummary>(ThreadLocal<Composition> composition, IEqualityComparer<TKey> comparer, TSummary unknown)
    where TKey : notnull
{
    /// <summary>The complete summaries, each with the number of nested levels that were needed to compose it, itself included.</summary>
    private readonly ConcurrentDictionary<TKey, (TSummary Summary, int Height)> _whole = new(comparer);

    /// <summary>The summaries that a recursion or the limit of nesting left incomplete, and that weren't composed for another summary.</summary>
    private readonly ConcurrentDictionary<TKey, TSummary> _outermost = new(comparer);
    private readonly ThreadLocal<State> _state = new(() => new State(comparer));

    /// <summary>Gets a summary.</summary>
    /// <param name="key">What is summarized, such as a method.</param>
    /// <param name="compose">Composes the summary if none is stored. It may get other summaries, which are then nested in this one.</param>
    public TSummary Get(TKey key, Func<TKey, TSummary> compose)
    {
        Composition all = composition.Value!;
        State state = _state.Value!.In(all);
        if (state.Cut.TryGetValue(key, out TSummary? cut))
        {
            all.IsCut = true;
            return cut;
        }

        if (_whole.TryGetValue(key, out (TSummary Summary, int Height) whole) && all.TryReach(whole.Height))
        {
            return whole.Summary;
        }

        if (all.Depth == 0 && _outermost.TryGetValue(key, out TSummary? outermost))
        {
            return outermost;
        }

        if (!all.TryReach(1) || !state.Active.Add(key))
        {
            all.IsCut = true;
            return unknown;
        }

        (int deepest, bool isCut) = all.Enter();
        try
        {
            TSummary summary = compose(key);
            if (!all.IsCut)
            {
                _whole.TryAdd(key, (summary, all.Deepest - all.Depth + 1));
            }
            else if (all.Depth == 1)
            {
                _outermost.TryAdd(key, summary);
            }
            else
            {
                state.Cut[key] = summary;
            }

            return summary;
        }
        finally
        {
            state.Active.Remove(key);
            all.Leave(deepest, isCut);
        }
    }

    /// <summary>What one thread is composing in this store.</summary>
    private sealed class State(IEqualityComparer<TKey> comparer)
    {
        private int _number;

        /// <summary>The keys whose summaries the thread has begun to compose, but hasn't finished yet.</summary>
        public HashSet<TKey> Active { get; } = new(comparer);

        /// <summary>The incomplete summaries that were composed for the outermost summary, and are used again only until that is complete.</summary>
        public Dictionary<TKey, TSummary> Cut { get; } = new(comparer);

        /// <summary>Gets this state, without incomplete summaries that belong to an earlier outermost summary.</summary>
        public State In(Composition all)
        {
            if (_number != all.Number)
            {
                _number = all.Number;
                Cut.Clear();
            }

            return this;
        }
    }
}

/// <summary>What one thread is composing in all stores: a summary, another summary that it needs, and so on.</summary>
internal sealed class Composition
{
    /// <summary>The maximum number of nested summaries. This limit protects the stack.</summary>
    private const int MostDepth = 24;

    /// <summary>The number of nested summaries that are being composed.</summary>
    public int Depth { get; private set; }

    /// <summary>The number of outermost summaries that have been composed.</summary>
    public int Number { get; private set; }

    /// <summary>The greatest depth of nesting that has been reached since the composition of the innermost summary began.</summary>
    public int Deepest { get; private set; }

    /// <summary>Whether the innermost summary is incomplete, because of a recursion or the limit.</summary>
    public bool IsCut { get; set; }

    /// <summary>Records that <paramref name="height"/> more levels of nesting are needed. Returns false if the limit doesn't allow them.</summary>
    public bool TryReach(int height)
    {
        if (Depth + height > MostDepth)
        {
            return false;
        }

        Deepest = Math.Max(Deepest, Depth + height);
        return true;
    }

    /// <summary>Records that another summary, nested in the current one, is begun.</summary>
    /// <returns>The values of the summary around the new one, which must be passed to <see cref="Leave"/>.</returns>
    public (int Deepest, bool IsCut) Enter()
    {
        (int Deepest, bool IsCut) outer = (Deepest, IsCut);
        Depth++;
        (Deepest, IsCut) = (Depth, false);
        return outer;
    }

    /// <summary>Records that the innermost summary has been composed. The arguments are what <see cref="Enter"/> has returned.</summary>
    public void Leave(int deepest, bool isCut)
    {
        Depth--;
        Number += Depth == 0 ? 1 : 0;
        Deepest = Math.Max(Deepest, deepest);
        IsCut = Depth > 0 && (IsCut || isCut);
    }
}
