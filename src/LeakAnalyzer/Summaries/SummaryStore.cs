using System.Collections.Concurrent;

namespace LeakAnalyzer.Summaries;

/// <summary>
/// Stores summaries that are composed from each other. In a recursion, and at a limit of the depth, a summary is unknown. A stored summary is only used
/// where composing it again would come to the same, so that no summary depends on what was asked before.
/// </summary>
/// <typeparam name="TKey">What is summarized.</typeparam>
/// <typeparam name="TSummary">The summary.</typeparam>
/// <param name="composition">What is being composed, in this store and in those whose summaries are composed from this store's.</param>
/// <param name="comparer">Compares the keys.</param>
/// <param name="unknown">The summary that tells nothing.</param>
internal sealed class SummaryStore<TKey, TSummary>(ThreadLocal<Composition> composition, IEqualityComparer<TKey> comparer, TSummary unknown)
    where TKey : notnull
{
    /// <summary>The summaries for which nothing was cut off, with the number of summaries one inside the other that were composed for them.</summary>
    private readonly ConcurrentDictionary<TKey, (TSummary Summary, int Height)> _whole = new(comparer);

    /// <summary>The summaries for which a recursion or the limit has cut something off, and inside which no other was being composed then.</summary>
    private readonly ConcurrentDictionary<TKey, TSummary> _outermost = new(comparer);
    private readonly ThreadLocal<State> _state = new(() => new State(comparer));

    /// <summary>Gets a summary.</summary>
    /// <param name="key">What is summarized.</param>
    /// <param name="compose">Composes the summary, and may get others on the way.</param>
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

        /// <summary>What is summarized at the moment, each inside the one before.</summary>
        public HashSet<TKey> Active { get; } = new(comparer);

        /// <summary>The summaries for which something was cut off while the outermost one is being composed. Only it uses them again.</summary>
        public Dictionary<TKey, TSummary> Cut { get; } = new(comparer);

        /// <summary>Gets this state, without the summaries of an earlier composition.</summary>
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

/// <summary>What one thread is composing, over all stores: summaries one inside the other.</summary>
internal sealed class Composition
{
    /// <summary>The limit is there for the stack: a summary is stored once, so that depth costs no time.</summary>
    private const int MostDepth = 24;

    /// <summary>How many summaries are being composed.</summary>
    public int Depth { get; private set; }

    /// <summary>The number of the outermost composition.</summary>
    public int Number { get; private set; }

    /// <summary>The depth that the composition of the innermost summary has reached.</summary>
    public int Deepest { get; private set; }

    /// <summary>Whether a recursion or the limit has cut something off the innermost summary.</summary>
    public bool IsCut { get; set; }

    /// <summary>Notes that so many more summaries are composed one inside the other; false if they are too many.</summary>
    public bool TryReach(int height)
    {
        if (Depth + height > MostDepth)
        {
            return false;
        }

        Deepest = Math.Max(Deepest, Depth + height);
        return true;
    }

    /// <summary>Begins a summary.</summary>
    /// <returns>What is to be passed to <see cref="Leave"/>.</returns>
    public (int Deepest, bool IsCut) Enter()
    {
        (int Deepest, bool IsCut) outer = (Deepest, IsCut);
        Depth++;
        (Deepest, IsCut) = (Depth, false);
        return outer;
    }

    /// <summary>Ends a summary.</summary>
    public void Leave(int deepest, bool isCut)
    {
        Depth--;
        Number += Depth == 0 ? 1 : 0;
        Deepest = Math.Max(Deepest, deepest);
        IsCut = Depth > 0 && (IsCut || isCut);
    }
}
