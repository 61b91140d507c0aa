using LeakAnalyzer.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Tracking;

/// <summary>
/// The history of a variable at a point of the code: the lives (states) of all objects that the variable has held, merged over all paths to that
/// point. A life is null if no path has such an object.
/// </summary>
/// <param name="BeforeStart">The life of the object that the variable holds now, on paths on which nothing depends on the object yet.</param>
/// <param name="SinceStart">The life of the object that the variable holds now, on paths on which a task depends on the object or the scope has to
/// dispose, join or cancel it.</param>
/// <param name="Replaced">The worst life of the earlier objects on which something depended when the variable was given another object.</param>
internal readonly record struct History<TLife>(TLife? BeforeStart, TLife? SinceStart, TLife? Replaced)
    where TLife : struct, Enum
{
    /// <summary>The worst life of all present and earlier objects on which something depends; null if there is no such object.</summary>
    public TLife? Worst => Lives.Merge(SinceStart, Replaced);

    /// <summary>Gets the history at a point where two paths meet.</summary>
    public static History<TLife> Merge(History<TLife> one, History<TLife> other) => new(
        Lives.Merge(one.BeforeStart, other.BeforeStart),
        Lives.Merge(one.SinceStart, other.SinceStart),
        Lives.Merge(one.Replaced, other.Replaced));

    /// <summary>Gets the history after the variable is given another object, or none.</summary>
    public History<TLife> Renewed(TLife? present) => new(present, null, Worst);

    /// <summary>Gets the history after something begins to depend on the object that the variable holds now.</summary>
    public History<TLife> Started() => new(null, Lives.Merge(BeforeStart, SinceStart), Replaced);

    /// <summary>Gets the history on a branch on which the variable is known to be null.</summary>
    public History<TLife> WithoutPresent() => new(null, null, Replaced);

    /// <summary>Gets the history after an act on the object that the variable holds now.</summary>
    public History<TLife> After(Func<TLife, TLife> act) => this with { BeforeStart = Apply(act, BeforeStart), SinceStart = Apply(act, SinceStart) };

    /// <summary>
    /// Gets the history after an act that changes the life of the present object only on paths on which something already depends on the object.
    /// </summary>
    public History<TLife> AfterForDependants(Func<TLife, TLife> act) => this with { SinceStart = Apply(act, SinceStart) };

    private static TLife? Apply(Func<TLife, TLife> act, TLife? life) => life is { } known ? act(known) : null;
}

/// <summary>Merges lives. The values of each kind of life are ordered from the best to the worst.</summary>
internal static class Lives
{
    /// <summary>
    /// Gets the life at a point where two paths meet: the worse of the two, so that one bad path is enough. Unknown is the worst value of each kind
    /// of life.
    /// </summary>
    public static TLife Merge<TLife>(TLife one, TLife other)
        where TLife : struct, Enum => Comparer<TLife>.Default.Compare(one, other) > 0 ? one : other;

    /// <summary>Gets the life at a point where two paths meet, if a path may have no such object.</summary>
    public static TLife? Merge<TLife>(TLife? one, TLife? other)
        where TLife : struct, Enum => one is { } known && other is { } otherKnown ? Merge(known, otherKnown) : one ?? other;
}

/// <summary>
/// The flow analysis that follows what happens to an object on each path of a function. It is the same for a cancellation source that a task depends
/// on, a channel that is waited on, a handle that has to be disposed, and an operation in a race (<c>Task.WhenAny</c>). Its clients specify what
/// happens at which node.
/// </summary>
/// <param name="holder">The variable that holds the object; null if none does.</param>
/// <param name="start">The node after which something depends on the object.</param>
/// <param name="born">The life of an object that has just been created.</param>
/// <param name="code">The compilation's code.</param>
internal class Lifecycle<TLife>(ISymbol? holder, SyntaxNode start, TLife born, CodeModel code) : IFlowStates<History<TLife>>
    where TLife : struct, Enum
{
    /// <summary>The nodes that create an object which the variable then holds.</summary>
    public HashSet<SyntaxNode> Births { get; } = [];

    /// <summary>The nodes at which the variable is given an object that isn't followed, or null.</summary>
    public HashSet<SyntaxNode> Replacements { get; } = [];

    /// <summary>The acts on the object, by node. An act counts even if the operation at the node then throws.</summary>
    public Dictionary<SyntaxNode, Func<TLife, TLife>> Acts { get; } = [];

    /// <summary>The acts, by node, that change the life of the object only on paths on which a task already depends on the object.</summary>
    public Dictionary<SyntaxNode, Func<TLife, TLife>> ActsForDependants { get; } = [];

    /// <summary>The worst life of the objects that some path has replaced, even if that path never reaches the exit.</summary>
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

    /// <summary>The code of the compilation.</summary>
    protected CodeModel Code => code;

    /// <summary>Gets the history after the start, if the start itself changes a life.</summary>
    protected virtual History<TLife> AfterStart(History<TLife> state) => state;

    /// <summary>Gets the change of the object's life that a condition with a given outcome implies; null if it implies none.</summary>
    protected virtual Func<TLife, TLife>? Told(IOperation condition, bool outcome) => null;

    private History<TLife> AfterActs(SyntaxNode node, History<TLife> state)
    {
        state = Replacements.Contains(node) ? state.Renewed(null) : state;
        state = Acts.TryGetValue(node, out Func<TLife, TLife>? act) ? state.After(act) : state;
        return ActsForDependants.TryGetValue(node, out Func<TLife, TLife>? forDependants) ? state.AfterForDependants(forDependants) : state;
    }
}
