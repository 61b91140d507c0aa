namespace LeakAnalyzer.Catalogue.Tests.Running;

/// <summary>What was seen when an act was tried on waits that were pending.</summary>
/// <param name="Stayed">Whether all waits were pending before the act.</param>
/// <param name="Outcome">What the act did to the waits.</param>
/// <param name="Thrown">The exception that the act threw; null where it threw none, or waits itself.</param>
internal sealed record Observation(bool Stayed, Outcome Outcome, Exception? Thrown);
