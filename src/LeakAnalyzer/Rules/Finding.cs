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
/// <param name="Scope">The method, lambda or other body that contains the reported code.</param>
/// <param name="Subject">The object that the finding is about, such as a <see cref="StartedTask"/> or <see cref="RacedOperation"/>, for the code
/// fixes.</param>
/// <param name="MessageArguments">The arguments for the placeholders in the descriptor's message format.</param>
internal sealed record Finding(
    DiagnosticDescriptor Descriptor,
    Location Location,
    IReadOnlyList<Wait> Waits,
    Scope Scope,
    object Subject,
    object[] MessageArguments)
{
    /// <summary>Further places that the report shows, such as the race or the places at which callers wait.</summary>
    public IReadOnlyList<Location> Places { get; init; } = [];

    /// <summary>The other findings of the same rule at the same location, which this report includes.</summary>
    public IReadOnlyList<Finding> Others { get; init; } = [];

    /// <summary>Whether the report is only a suggestion, because it is less certain than the rule's other reports.</summary>
    public bool IsSuggestion { get; init; }

    /// <summary>Combines findings at the same location into the first one.</summary>
    public static Finding OfAll(IReadOnlyList<Finding> same) => same.Count == 1 ? same[0] : same[0] with { Others = [.. same.Skip(1)] };
}

/// <summary>A <c>CancellationTokenSource</c> in a local that isn't cancelled on every path, although a task waits with its token.</summary>
/// <param name="Task">The task.</param>
/// <param name="Source">The local that holds the source.</param>
internal sealed record LostSource(StartedTask Task, ILocalSymbol Source);

/// <summary>
/// A <c>CancellationTokenSource</c> in a field that isn't cancelled before it is disposed or replaced, although a task waits with its token.
/// </summary>
/// <param name="Task">The task.</param>
/// <param name="Source">The source.</param>
/// <param name="Loss">How the source is lost.</param>
internal sealed record LostFieldSource(StartedTask Task, FieldSource Source, SourceLoss Loss);

/// <summary>A channel or a <c>TaskCompletionSource</c> in a local that isn't completed on every path, although a task waits on it.</summary>
/// <param name="Task">The task.</param>
/// <param name="Wait">The task's wait.</param>
/// <param name="Local">The local that holds the signal.</param>
/// <param name="Creation">The expression that creates the signal.</param>
/// <param name="Life">Whether the signal may be left uncompleted where the function that creates it exits.</param>
internal sealed record OpenSignal(StartedTask Task, Wait Wait, ILocalSymbol Local, ExpressionSyntax Creation, SignalLife Life);
