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
    object[] MessageArguments);
