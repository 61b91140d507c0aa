using System.Collections.Concurrent;
using System.Collections.Immutable;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Summaries;

/// <summary>
/// Finds what a piece of code (the work) waits on: its own open-ended waits, and those of the functions that it calls, or whose task it awaits or
/// returns. Calls that aren't awaited are followed less deeply, because hardly any of them blocks for ever.
/// </summary>
/// <remarks>
/// Readers share the waits of methods that were read completely, where reading them again would give the same result. So the order of reading doesn't
/// matter.
/// </remarks>
/// <param name="model">The compilation's model.</param>
/// <param name="countsUnseen">Whether a call or sequence counts as a wait if its body can't be seen and a token is passed to it.</param>
internal sealed class WorkReader(LeakModel model, bool countsUnseen = false)
{
    private const int MostDepth = 8;
    private const int MostBodies = 200;

    /// <summary>With more waits than this, only one chain of calls to each wait is kept, because the number of chains can grow exponentially.</summary>
    private const int MostWays = 64;
    private const int NotCut = int.MaxValue;

    private readonly DelegateBodies _finder = new(model, model.Bodies);

    /// <summary>The functions that are being read, each called by the one before it, with their positions in this chain of calls.</summary>
    private readonly Dictionary<ISymbol, int> _active = new(SymbolEqualityComparer.Default);

    /// <summary>The waits of the methods whose reading a limit or a recursion has cut short, which only this reader may use again.</summary>
    private readonly Dictionary<ReadMethod, ImmutableArray<Wait>> _cutSummaries = [];

    /// <summary>The methods whose bodies this reader has counted towards <see cref="MostBodies"/>.</summary>
    private readonly HashSet<ReadMethod> _counted = [];
    private int _bodies;

    /// <summary>What has been read so far for the method whose summary is being composed.</summary>
    private Reading _reading = new();
    private int _blockingDepthLeft = model.Summaries.Length - 1;

    /// <summary>
    /// The lowest position in <see cref="_active"/> to which a recursion has led back; negative after a limit, <see cref="NotCut"/> if nothing is missing.
    /// </summary>
    private int _cutAt = NotCut;

    /// <summary>Whether a call or sequence counts as a wait if its body can't be seen and a token is passed to it.</summary>
    public bool CountsUnseen => countsUnseen;

    /// <summary>
    /// Gets the waits of a function's body, in the order of the code, followed by its endless loops. They refer to the function's own parameters.
    /// </summary>
    public ImmutableArray<Wait> Read(Work work)
    {
        if (_active.TryGetValue(work.Symbol, out int place))
        {
            _cutAt = Math.Min(_cutAt, place);
            return ImmutableArray<Wait>.Empty;
        }

        if (_active.Count >= MostDepth || _bodies >= MostBodies)
        {
            _cutAt = -1;
            return ImmutableArray<Wait>.Empty;
        }

        _active.Add(work.Symbol, _active.Count);
        _bodies++;
        _reading.OwnBodies++;
        _reading.Reach(_active.Count);
        ImmutableArray<Wait> waits = new BodyReader(this, model, work).Read();
        _active.Remove(work.Symbol);
        return waits.Length > MostWays ? OneWayToEach(waits) : waits;
    }

    /// <summary>Keeps only the first chain of calls to each wait, but keeps chains with and without a token apart: they end differently.</summary>
    private static ImmutableArray<Wait> OneWayToEach(ImmutableArray<Wait> waits) =>
        waits.GroupBy(wait => (wait.Syntax, wait.Token.IsNeverCancelled, wait.IsSwallowed)).Select(ways => ways.First()).ToImmutableArray();

    /// <summary>Gets the waits of a call. The call's arguments replace the parameters of the called function.</summary>
    /// <param name="call">A call whose task is joined, or that blocks.</param>
    /// <param name="sequenceToken">
    /// The token that the enumeration of the call's result passes by <c>WithCancellation</c>; null if there is none.
    /// </param>
    public ImmutableArray<Wait> ReadCall(IInvocationOperation call, GivenToken? sequenceToken = null)
    {
        ImmutableArray<Wait> waits = Summarize(call);
        if (waits.IsEmpty)
        {
            return waits;
        }

        var binding = CallBinding.OfCall(model, call, sequenceToken);
        return waits.Select(binding.Bind).ToImmutableArray();
    }

    /// <summary>Gets the waits of a delegate that is passed to a call. The call's state argument replaces the delegate's parameter.</summary>
    public ImmutableArray<Wait> ReadDelegate(IOperation? value, IInvocationOperation call)
    {
        if (_finder.OfDelegate(value) is not { } work)
        {
            return ImmutableArray<Wait>.Empty;
        }

        ImmutableArray<Wait> waits = Read(work);
        return work.Symbol.Parameters.Length == 1 && !waits.IsEmpty
            ? waits.Select(CallBinding.OfState(model, call, work.Symbol).Bind).ToImmutableArray()
            : waits;
    }

    private ImmutableArray<Wait> Summarize(IInvocationOperation call)
    {
        IMethodSymbol method = (model.Bodies.TargetOf(call) ?? call.TargetMethod).OriginalDefinition;
        bool blocks = !method.IsAsync && !model.Symbols.IsTask(method.ReturnType);
        if (blocks && _blockingDepthLeft == 0)
        {
            return ImmutableArray<Wait>.Empty;
        }

        bool isKept = method.MethodKind == MethodKind.Ordinary;
        if (isKept && model.Bodies.TargetOf(call) is null)
        {
            return ImmutableArray<Wait>.Empty;
        }

        // The waits of a function that is passed a delegate depend on that delegate, so they aren't stored.
        bool isHandedWork = _finder.Enter(call);
        isKept &= !isHandedWork && !countsUnseen;

        var key = new ReadMethod(method, _blockingDepthLeft, Bodies: 0);
        if (isKept && _cutSummaries.TryGetValue(key, out ImmutableArray<Wait> cut))
        {
            _cutAt = -1;
            return cut;
        }

        ConcurrentDictionary<IMethodSymbol, WaitSummary> summaries = model.Summaries[_blockingDepthLeft];
        if (isKept && summaries.TryGetValue(method, out WaitSummary? known) && TryUse(known))
        {
            return known.Waits;
        }

        Reading outer = _reading;
        _reading = isKept ? new Reading() : outer;
        int cutAtBefore = _cutAt;
        _cutAt = NotCut;
        _blockingDepthLeft -= blocks ? 1 : 0;
        bool mayWait = isHandedWork || countsUnseen && TakesToken(method) || MayWait(method, blocks);
        ImmutableArray<Wait> waits = mayWait && _finder.OfCall(call) is { } work ? Read(work) : ImmutableArray<Wait>.Empty;
        _blockingDepthLeft += blocks ? 1 : 0;

        if (isHandedWork)
        {
            _finder.Leave(call);
        }

        // A recursion that led back only to this function has cut off only the function's own waits, which are in the result anyway.
        bool isWhole = _cutAt >= _active.Count;
        _cutAt = isWhole ? cutAtBefore : Math.Min(cutAtBefore, _cutAt);
        if (isKept)
        {
            WaitSummary summary = _reading.Finish(key, waits, _active.Count);
            _reading = outer;
            outer.Add(summary, _active.Count);
            if (isWhole)
            {
                _counted.UnionWith(summary.Bodies);
                summaries.TryAdd(method, summary);
            }
            else
            {
                _cutSummaries[key] = waits;
            }
        }

        return waits;
    }

    /// <summary>Uses a summary if reading its method again here would give the same result; returns false otherwise.</summary>
    private bool TryUse(WaitSummary summary)
    {
        int bodies = 0;
        foreach (ReadMethod read in summary.Bodies)
        {
            if (_active.ContainsKey(read.Method) || _cutSummaries.ContainsKey(read))
            {
                return false;
            }

            bodies += _counted.Contains(read) ? 0 : read.Bodies;
        }

        if (_active.Count + summary.Height > MostDepth || _bodies + bodies > MostBodies)
        {
            return false;
        }

        _bodies += bodies;
        _counted.UnionWith(summary.Bodies);
        _reading.Add(summary, _active.Count);
        return true;
    }

    private bool TakesToken(IMethodSymbol method) => method.Parameters.Any(parameter => model.Symbols.IsCancellationToken(parameter.Type));

    /// <summary>Whether a method may wait, judged by its text, so that it is worth binding its body.</summary>
    private bool MayWait(IMethodSymbol method, bool blocks)
    {
        if (method.DeclaringSyntaxReferences is not [var reference, ..] || reference.GetSyntax() is not MethodDeclarationSyntax declaration)
        {
            return true;
        }

        bool callsNothing = blocks && _blockingDepthLeft == 0 && method.MethodKind == MethodKind.Ordinary;
        return (!callsNothing || MayBlock(declaration)) && model.PossibleWaits.In(declaration, _blockingDepthLeft);
    }

    /// <summary>Whether a method may block or loop for ever, judged by the words in its text.</summary>
    private bool MayBlock(SyntaxNode method) =>
        SymbolUses.MayMention(method, model.BlockingWords) || !model.Options.For(method.SyntaxTree).OpenEndedWaits.IsEmpty;

    /// <summary>Records which methods, and how many bodies, are read for one summary.</summary>
    private sealed class Reading
    {
        private HashSet<ReadMethod>? _methods;
        private int _deepest;

        /// <summary>The number of bodies that were read for this summary, without those in the summaries of called methods.</summary>
        public int OwnBodies { get; set; }

        /// <summary>Records that <paramref name="depth"/> functions are being read, each called by the one before it.</summary>
        public void Reach(int depth) => _deepest = Math.Max(_deepest, depth);

        /// <summary>Adds the summary of a method that was called while <paramref name="depth"/> functions were being read.</summary>
        public void Add(WaitSummary summary, int depth)
        {
            if (!summary.Bodies.IsEmpty)
            {
                (_methods ??= []).UnionWith(summary.Bodies);
                Reach(depth + summary.Height);
            }
        }

        /// <summary>Creates the summary of a method that was called while <paramref name="depth"/> functions were being read.</summary>
        public WaitSummary Finish(ReadMethod method, ImmutableArray<Wait> waits, int depth)
        {
            if (OwnBodies == 0)
            {
                return WaitSummary.Nothing;
            }

            ReadMethod own = method with { Bodies = OwnBodies };
            return new WaitSummary(waits, _deepest - depth, _methods is null ? ImmutableArray.Create(own) : _methods.Where(other => other != own).Append(own).ToImmutableArray());
        }
    }
}
