using System.Collections.Immutable;

namespace LeakAnalyzer.Benchmarks.Picture;

/// <summary>What so many calls of a method have left behind.</summary>
/// <param name="Calls">How often it was called.</param>
/// <param name="LiveTasks">The tasks that it started, and that have neither completed nor been collected.</param>
/// <param name="Bytes">The managed memory in use after a full collection, less what was in use before the first call.</param>
internal readonly record struct LeakPoint(int Calls, int LiveTasks, long Bytes);

/// <summary>What a method leaves behind, from no call to the most.</summary>
internal sealed record LeakCurve(string Method, ImmutableArray<LeakPoint> Points);
