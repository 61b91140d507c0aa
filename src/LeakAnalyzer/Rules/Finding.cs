using LeakAnalyzer.Races;
using LeakAnalyzer.Summaries;
using LeakAnalyzer.Tasks;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakAnalyzer.Rules;

/// <summary>What a rule has found at one location.</summary>
/// <param name="Descriptor">The descriptor of the rule.</param>
/// <param name="Location">The location of the report.</param>
/// <param name="Waits">The waits that the report is about, in the order in which the task's code reaches them.</param>
/// <param name="Scope">The body (of a method or lambda, for example) that contains the reported code.</param>
/// <param name="Subject">
/// The object that the finding is about. The code fixes need it to decide what to change. It is a <see cref="StartedTask"/>, <see cref="OwnedTask"/>,
/// <see cref="LostSource"/>, <see cref="LostFieldSource"/>, <see cref="OpenSignal"/>, <see cref="RacedOperation"/>, <see cref="HeldHandle"/>,
/// <see cref="MemberHandle"/>, <see cref="HandedOutPromise"/>, <see cref="DisposalsPromise"/>, <see cref="FieldChannel"/> or
/// <see cref="OwnerPromises"/>.
/// </param>
/// <param name="MessageArguments">The arguments for the placeholders in the descriptor's message format.</param>
internal sealed record Finding(
    DiagnosticDescriptor Descriptor,
    Location Location,
    IReadOnlyList<Wait> Waits,
    Scope Scope,
    object Subject,
    object[] MessageArguments)
{
    /// <summary>
    /// Further places that the report shows: the race (<c>Task.WhenAny</c>), the place where the function exits, or the places at which callers wait.
    /// </summary>
    public IReadOnlyList<Location> Places { get; init; } = [];

    /// <summary>The other findings of the same rule at the same location, which have no report of their own.</summary>
    public IReadOnlyList<Finding> Others { get; init; } = [];

    /// <summary>Whether the report is only a suggestion, because it is less certain than the rule's other reports.</summary>
    public bool IsSuggestion { get; init; }

    /// <summary>Combines several findings at the same location: returns the first one, with the others in its <see cref="Others"/>.</summary>
    public static Finding OfAll(IReadOnlyList<Finding> same) => same.Count == 1 ? same[0] : same[0] with { Others = [.. same.Skip(1)] };
}

/// <summary>A <c>CancellationTokenSource</c> in a local that some path leaves uncancelled, although a task waits with its token.</summary>
/// <param name="Task">The task.</param>
/// <param name="Source">The local that holds the source.</param>
internal sealed record LostSource(StartedTask Task, ILocalSymbol Source);

/// <summary>
/// A <c>CancellationTokenSource</c> in a field that the type disposes or replaces without cancelling it, although a task waits with its token.
/// </summary>
/// <param name="Task">The task.</param>
/// <param name="Source">The source.</param>
/// <param name="Loss">How the source is lost.</param>
internal sealed record LostFieldSource(StartedTask Task, FieldSource Source, SourceLoss Loss);

/// <summary>A channel or a <c>TaskCompletionSource</c> in a local that some path leaves uncompleted, although a task waits on it.</summary>
/// <param name="Task">The task.</param>
/// <param name="Wait">The task's wait.</param>
/// <param name="Local">The local that holds the signal.</param>
/// <param name="Creation">The expression that creates the signal.</param>
/// <param name="Life">The worst state of the signal at the exit of the function that creates it.</param>
internal sealed record OpenSignal(StartedTask Task, Wait Wait, ILocalSymbol Local, ExpressionSyntax Creation, SignalLife Life);
