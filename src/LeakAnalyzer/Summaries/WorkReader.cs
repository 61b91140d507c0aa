using System.Collections.Concurrent;
using System.Collections.Immutable;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Summaries;

/// <summary>
/// Reads what some work waits on: its own open-ended waits, and those of the functions that it awaits, returns or calls.
/// What it starts and doesn't join is not its own wait. What can't be seen adds nothing. Calls that block are followed less far than
/// those that are awaited: most code calls, and next to none of it blocks for ever so far down.
/// </summary>
internal sealed class WorkReader(LeakModel model)
{
    private const int MostDepth = 8;
    private const int MostBodies = 200;

    private readonly DelegateBodies _finder = new(model, model.Bodies);
    private readonly HashSet<ISymbol> _active = new(SymbolEqualityComparer.Default);
    private int _bodies;
    private int _blockingDepthLeft = model.Summaries.Length - 1;
    private int _cutOff;

    /// <summary>The waits of a body, in the order in which they stand, told in terms of its own parameters.</summary>
    public ImmutableArray<Wait> Read(Work work)
    {
        if (_active.Count >= MostDepth || _bodies >= MostBodies || !_active.Add(work.Symbol))
        {
            _cutOff++;
            return ImmutableArray<Wait>.Empty;
        }

        _bodies++;
        ImmutableArray<Wait> waits = new BodyReader(this, model, work).Read();
        _active.Remove(work.Symbol);
        return waits;
    }

    /// <summary>The waits of a call, told in terms of the caller.</summary>
    /// <param name="call">A call whose task is joined, or that blocks.</param>
    /// <param name="sequenceToken">What an enumeration passes by <c>WithCancellation</c>.</param>
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

    /// <summary>The waits of work that a call is given as a delegate, told in terms of the caller.</summary>
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

        // What a function does with a delegate depends on which it is given.
        bool isHandedWork = _finder.Enter(call);
        isKept &= !isHandedWork;

        ConcurrentDictionary<IMethodSymbol, ImmutableArray<Wait>> summaries = model.Summaries[_blockingDepthLeft];
        if (isKept && summaries.TryGetValue(method, out ImmutableArray<Wait> known))
        {
            return known;
        }

        int cutOffBefore = _cutOff;
        _blockingDepthLeft -= blocks ? 1 : 0;
        bool mayWait = isHandedWork || MayWait(method, blocks);
        ImmutableArray<Wait> waits = mayWait && _finder.OfCall(call) is { } work ? Read(work) : ImmutableArray<Wait>.Empty;
        _blockingDepthLeft += blocks ? 1 : 0;

        if (isHandedWork)
        {
            _finder.Leave(call);
        }

        // What was cut off depends on where the reading began, so it isn't kept for others.
        if (isKept && _cutOff == cutOffBefore)
        {
            summaries.TryAdd(method, waits);
        }

        return waits;
    }

    /// <summary>Whether the text of a method lets it wait, so that it is worth to be bound; what is bound with its caller is.</summary>
    private bool MayWait(IMethodSymbol method, bool blocks)
    {
        if (method.DeclaringSyntaxReferences is not [var reference, ..] || reference.GetSyntax() is not MethodDeclarationSyntax declaration)
        {
            return true;
        }

        bool callsNothing = blocks && _blockingDepthLeft == 0 && method.MethodKind == MethodKind.Ordinary;
        return (!callsNothing || MayBlock(declaration)) && model.PossibleWaits.In(declaration, _blockingDepthLeft);
    }

    /// <summary>Whether the text of a method lets it block, so that it is worth to be bound.</summary>
    private bool MayBlock(SyntaxNode method) =>
        SymbolUses.MayMention(method, model.BlockingWords) || !model.Options.For(method.SyntaxTree).OpenEndedWaits.IsEmpty;
}
