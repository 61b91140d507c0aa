using LeakAnalyzer.Races;
using LeakAnalyzer.Summaries;
using LeakAnalyzer.Tasks;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakAnalyzer.Rules;

/// <summary>What a rule has found.</summary>
/// <param name="Descriptor">The rule.</param>
/// <param name="Location">Where the report stands.</param>
/// <param name="Waits">The waits that it is about, in order.</param>
/// <param name="Scope">The body that starts the task.</param>
/// <param name="Subject">
/// The object that it is about, for the fixes: a <see cref="StartedTask"/>, <see cref="OwnedTask"/>, <see cref="LostSource"/>, <see cref="OpenSignal"/>,
/// <see cref="RacedOperation"/>, <see cref="HeldHandle"/>, <see cref="HandedOutPromise"/>, <see cref="FieldChannel"/> or <see cref="OwnerPromises"/>.
/// </param>
/// <param name="MessageArguments">What the message names.</param>
internal sealed record Finding(
    DiagnosticDescriptor Descriptor,
    Location Location,
    IReadOnlyList<Wait> Waits,
    Scope Scope,
    object Subject,
    object[] MessageArguments)
{
    /// <summary>What else a reader wants to see: the race, the exit of the scope, or where a caller waits.</summary>
    public IReadOnlyList<Location> Places { get; init; } = [];

    /// <summary>The other findings of the same rule at the same location, which have no report of their own.</summary>
    public IReadOnlyList<Finding> Others { get; init; } = [];

    /// <summary>Whether the report is less certain than the rule's others, and so only a suggestion.</summary>
    public bool IsSuggestion { get; init; }

    /// <summary>One finding for several at the same location: the first, which holds the others.</summary>
    public static Finding OfAll(IReadOnlyList<Finding> same) => same.Count == 1 ? same[0] : same[0] with { Others = [.. same.Skip(1)] };
}

/// <summary>A source of a scope whose token a task waits with, and that some path leaves uncancelled.</summary>
/// <param name="Task">The task.</param>
/// <param name="Source">The local that holds the source.</param>
internal sealed record LostSource(StartedTask Task, ILocalSymbol Source);

/// <summary>A channel or promise of a scope that a task waits on, and that some path leaves uncompleted.</summary>
/// <param name="Task">The task.</param>
/// <param name="Wait">Its wait.</param>
/// <param name="Local">The local that holds the signal.</param>
/// <param name="Creation">The expression that makes it.</param>
/// <param name="Life">Its worst state at the scope's exit.</param>
internal sealed record OpenSignal(StartedTask Task, Wait Wait, ILocalSymbol Local, ExpressionSyntax Creation, SignalLife Life);
