namespace LeakAnalyzer.Catalogue.Tests.Running;

/// <summary>What was observed when an <see cref="Act"/> was tried on pending waits.</summary>
/// <param name="Stayed">Whether all waits were still pending before the act.</param>
/// <param name="Outcome">What the act did to the waits.</param>
/// <param name="Thrown">The exception that the act threw; null if there is none.</param>
internal sealed record Observation(bool Stayed, Outcome Outcome, Exception? Thrown);
