using LeakAnalyzer.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Tracking;

/// <summary>The lives of all objects that a variable has held, merged over all paths to a point. A life is null where no path has such an object.</summary>
/// <param name="BeforeStart">The life of the present object, on paths on which nothing depends on it yet.</param>
/// <param name="SinceStart">The life of the present object, on paths on which a task depends on it or the scope has to deal with it.</param>
/// <param name="Replaced">The worst life of the objects that something depended on when the variable got another.</param>
internal readonly record struct History<TLife>(TLife? BeforeStart, TLife? SinceStart, TLife? Replaced)
    where TLife : struct, Enum
{
    /// <summary>The worst life of all objects that something depends on; null where there is no such object.</summary>
    public TLife? Worst => Lives.Merge(SinceStart, Replaced);

    /// <summary>The history where two paths meet.</summary>
    public static History<TLife> Merge(History<TLife> one, History<TLife> other) => new(
        Lives.Merge(one.BeforeStart, other.BeforeStart),
        Lives.Merge(one.SinceStart, other.SinceStart),
        Lives.Merge(one.Replaced, other.Replaced));

    /// <summary>The history after the variable gets another object, or none.</summary>
    public History<TLife> Renewed(TLife? present) => new(present, null, Worst);

    /// <summary>The history after something begins to depend on the present object.</summary>
    public History<TLife> Started() => new(null, Lives.Merge(BeforeStart, SinceStart), Replaced);

    /// <summary>The history where the variable is known to be null.</summary>
    public History<TLife> WithoutPresent() => new(null, null, Replaced);

    /// <summary>The history after something is done to the present object.</summary>
    public History<TLife> After(Func<TLife, TLife> act) => this with { BeforeStart = Apply(act, BeforeStart), SinceStart = Apply(act, SinceStart) };

    /// <summary>The history after something is done for those that depend on the present object.</summary>
    public History<TLife> AfterForDependants(Func<TLife, TLife> act) => this with { SinceStart = Apply(act, SinceStart) };

    private static TLife? Apply(Func<TLife, TLife> act, TLife? life) => life is { } known ? act(known) : null;
}

/// <summary>The merge of lives. The values of each kind of life are ordered from the best to the worst.</summary>
internal static class Lives
{
    /// <summary>The life where two paths meet: the worse of the two, so that one bad path is enough. Unknown is the worst value of each kind.</summary>
    public static TLife Merge<TLife>(TLife one, TLife other)
        where TLife : struct, Enum => Comparer<TLife>.Default.Compare(one, other) > 0 ? one : other;

    /// <summary>The life where two paths meet, of which one may have no object.</summary>
    public static TLife? Merge<TLife>(TLife? one, TLife? other)
        where TLife : struct, Enum => one is { } known && other is { } otherKnown ? Merge(known, otherKnown) : one ?? other;
}

/// <summary>
/// The one engine for what becomes of an object on each path of a function: a source that a task depends on, a channel that somebody waits on,
/// a handle that is to be disposed, an operation that is raced. Its clients tell what happens at which node.
/// </summary>
/// <param name="holder">The variable that holds the object; null where none does.</param>
/// <param name="start">The node from which on something depends on it.</param>
/// <param name="born">The life of an object that has just been made.</param>
/// <param name="code">The compilation's code.</param>
internal class Lifecycle<TLife>(ISymbol? holder, SyntaxNode start, TLife born, CodeModel code) : IFlowStates<History<TLife>>
    where TLife : struct, Enum
{
    /// <summary>The nodes at which an object is made that the variable then holds.</summary>
    public HashSet<SyntaxNode> Births { get; } = [];

    /// <summary>The nodes at which the variable is given something else, or nothing.</summary>
    public HashSet<SyntaxNode> Replacements { get; } = [];

    /// <summary>What is done to the object at a node, also by an operation that then throws.</summary>
    public Dictionary<SyntaxNode, Func<TLife, TLife>> Acts { get; } = [];

    /// <summary>What is done at a node, only for the tasks that depend on the object by then.</summary>
    public Dictionary<SyntaxNode, Func<TLife, TLife>> ActsForDependants { get; } = [];

    /// <summary>The worst life of the objects that some path has replaced, also on a path that never reaches the exit.</summary>
    public TLife? WorstReplaced { get; private set; }

    public History<TLife> Merge(History<TLife> one, History<TLife> other) => History<TLife>.Merge(one, other);

    public History<TLife> After(IOperation operation, History<TLife> state)
    {
        SyntaxNode node = operation.Syntax;
        if (operation is IInvocationOperation or IObjectCreationOperation)
        {
            state = Births.Contains(node) ? state.Renewed(born) : state;
            state = node == start ? AfterStart(state.Started()) : state;
        }

        state = AfterActs(node, state);
        WorstReplaced = Lives.Merge(WorstReplaced, state.Replaced);
        return state;
    }

    public virtual History<TLife> AfterThrow(IOperation operation, History<TLife> state) => AfterActs(operation.Syntax, state);

    public bool MayThrow(IOperation operation) => Throwing.MayThrow(operation, code);

    public virtual History<TLife> PastHandler(ITypeSymbol exceptionType, History<TLife> state) => state;

    public History<TLife> Along(BasicBlock block, ControlFlowBranch branch, History<TLife> state) =>
        BranchFacts.Outcome(block, branch) is not { } outcome || block.BranchValue is not { } condition ? state
        : holder is not null && BranchFacts.SayIsNull(condition, outcome, holder) ? state.WithoutPresent()
        : Told(condition, outcome) is { } act ? state.After(act)
        : state;

    /// <summary>The code that the function is of.</summary>
    protected CodeModel Code => code;

    /// <summary>The history after the start.</summary>
    protected virtual History<TLife> AfterStart(History<TLife> state) => state;

    /// <summary>What a condition with a given outcome tells of the object; null where it tells nothing.</summary>
    protected virtual Func<TLife, TLife>? Told(IOperation condition, bool outcome) => null;

    private History<TLife> AfterActs(SyntaxNode node, History<TLife> state)
    {
        state = Replacements.Contains(node) ? state.Renewed(null) : state;
        state = Acts.TryGetValue(node, out Func<TLife, TLife>? act) ? state.After(act) : state;
        return ActsForDependants.TryGetValue(node, out Func<TLife, TLife>? forDependants) ? state.AfterForDependants(forDependants) : state;
    }
}
