namespace LeakAnalyzer.Catalogue.Tests.Running;

/// <summary>What was observed when an <see cref="Act"/> was tried on pending waits.</summary>
/// <param name="Stayed">Whether all waits were still pending before it.</param>
/// <param name="Outcome">What it did to the waits.</param>
/// <param name="Thrown">The exception that it threw; null if it threw none, or hadn't returned when it was observed.</param>
internal sealed record Observation(bool Stayed, Outcome Outcome, Exception? Thrown);
