using LeakAnalyzer.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Tracking;

/// <summary>
/// What has become of all objects that a variable has held, at a point of the code and merged over all paths to it. A state, such as a
/// <see cref="SignalLife"/>, is null if no path has such an object.
/// </summary>
/// <param name="BeforeStart">The state of the variable's object on paths on which nothing depends on the object yet.</param>
/// <param name="SinceStart">The state of the variable's object on paths on which a task depends on it, or the function must dispose, join or cancel it.</param>
/// <param name="Replaced">The worst state in which an object was replaced by another although something still depended on it.</param>
internal readonly record struct History<TLife>(TLife? BeforeStart, TLife? SinceStart, TLife? Replaced)
    where TLife : struct, Enum
{
    /// <summary>The worst state of all present and earlier objects on which something depends; null if there is no such object.</summary>
    public TLife? Worst => Lives.Merge(SinceStart, Replaced);

    /// <summary>Gets the history at a point where two paths meet.</summary>
    public static History<TLife> Merge(History<TLife> one, History<TLife> other) => new(
        Lives.Merge(one.BeforeStart, other.BeforeStart),
        Lives.Merge(one.SinceStart, other.SinceStart),
        Lives.Merge(one.Replaced, other.Replaced));

    /// <summary>
    /// Gets the history after another object is assigned to the variable. The object's state is <paramref name="present"/>; null if it isn't followed.
    /// </summary>
    public History<TLife> Renewed(TLife? present) => new(present, null, Worst);

    /// <summary>
    /// Gets the history after the point from which on the variable's object must not be lost, because a task depends on it, or the function must dispose,
    /// join or cancel it.
    /// </summary>
    public History<TLife> Started() => new(null, Lives.Merge(BeforeStart, SinceStart), Replaced);

    /// <summary>Gets the history on a branch on which the variable is known to be null.</summary>
    public History<TLife> WithoutPresent() => new(null, null, Replaced);

    /// <summary>Gets the history after something, such as a disposal, is done to the variable's object.</summary>
    public History<TLife> After(Func<TLife, TLife> act) => this with { BeforeStart = Apply(act, BeforeStart), SinceStart = Apply(act, SinceStart) };

    /// <summary>Gets the history after something is done that changes the object's state only on paths that have passed <see cref="Started"/>.</summary>
    public History<TLife> AfterForDependants(Func<TLife, TLife> act) => this with { SinceStart = Apply(act, SinceStart) };

    private static TLife? Apply(Func<TLife, TLife> act, TLife? life) => life is { } known ? act(known) : null;
}

/// <summary>Merges the states of an object on different paths. Each enum of states, such as <see cref="SourceLife"/>, goes from best to worst.</summary>
internal static class Lives
{
    /// <summary>Gets the state at a point where two paths meet: the worse of the two.</summary>
    public static TLife Merge<TLife>(TLife one, TLife other)
        where TLife : struct, Enum => Comparer<TLife>.Default.Compare(one, other) > 0 ? one : other;

    /// <summary>Gets the state at a point where two paths meet; null, for a path without such an object, doesn't count.</summary>
    public static TLife? Merge<TLife>(TLife? one, TLife? other)
        where TLife : struct, Enum => one is { } known && other is { } otherKnown ? Merge(known, otherKnown) : one ?? other;
}

/// <summary>
/// The flow analysis that follows what happens to an object, such as a cancellation source or a channel, on each path of a function. Its users add the
/// nodes at which something happens.
/// </summary>
/// <param name="holder">The variable that holds the object; null if none does.</param>
/// <param name="start">The node after which the object must not be lost, such as the call that starts a task which waits on the object.</param>
/// <param name="born">The state of an object that has just been created.</param>
/// <param name="code">The compilation's code.</param>
internal class Lifecycle<TLife>(ISymbol? holder, SyntaxNode start, TLife born, CodeModel code) : IFlowStates<History<TLife>>
    where TLife : struct, Enum
{
    /// <summary>The nodes that create an object which the variable then holds.</summary>
    public HashSet<SyntaxNode> Births { get; } = [];

    /// <summary>The nodes at which null, or an object that isn't followed, is assigned to the variable.</summary>
    public HashSet<SyntaxNode> Replacements { get; } = [];

    /// <summary>
    /// Maps each node that does something to the object, such as a disposal, to the change of the object's state. It counts even if the node then throws.
    /// </summary>
    public Dictionary<SyntaxNode, Func<TLife, TLife>> Acts { get; } = [];

    /// <summary>Like <see cref="Acts"/>, but only for paths on which something already depends on the object.</summary>
    public Dictionary<SyntaxNode, Func<TLife, TLife>> ActsForDependants { get; } = [];

    /// <summary>The worst state of the objects that some path has replaced, even if that path never reaches the exit.</summary>
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
        : holder is not null && BranchFacts.MeansNull(condition, outcome, holder) ? state.WithoutPresent()
        : ActOf(condition, outcome) is { } act ? state.After(act)
        : state;

    /// <summary>The code of the compilation.</summary>
    protected CodeModel Code => code;

    /// <summary>Gets the history after the operation at <c>start</c>, which a derived class may change.</summary>
    protected virtual History<TLife> AfterStart(History<TLife> state) => state;

    /// <summary>Gets the change of the object's state that follows from a condition's outcome; null if none follows.</summary>
    protected virtual Func<TLife, TLife>? ActOf(IOperation condition, bool outcome) => null;

    private History<TLife> AfterActs(SyntaxNode node, History<TLife> state)
    {
        state = Replacements.Contains(node) ? state.Renewed(null) : state;
        state = Acts.TryGetValue(node, out Func<TLife, TLife>? act) ? state.After(act) : state;
        return ActsForDependants.TryGetValue(node, out Func<TLife, TLife>? forDependants) ? state.AfterForDependants(forDependants) : state;
    }
}
