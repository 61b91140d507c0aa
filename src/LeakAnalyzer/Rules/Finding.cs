using LeakAnalyzer.Model;
using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.Rules;

/// <summary>What a rule has found on a task.</summary>
/// <param name="Descriptor">The rule.</param>
/// <param name="Location">Where the report stands.</param>
/// <param name="Waits">The waits that it is about, in order.</param>
/// <param name="Scope">The body that starts the task.</param>
/// <param name="Remedy">What would help.</param>
/// <param name="MessageArguments">What the message names.</param>
internal sealed record Finding(
    DiagnosticDescriptor Descriptor,
    Location Location,
    IReadOnlyList<Wait> Waits,
    Scope Scope,
    Remedy Remedy,
    object[] MessageArguments)
{
    /// <summary>One finding for several that stand at the same place: the first, and its remedy if that is the remedy of all.</summary>
    public static Finding OfAll(IReadOnlyList<Finding> same) => same.All(other => other.Remedy.ActsAs(same[0].Remedy))
        ? same[0]
        : same[0] with { Remedy = Remedy.None };
}
