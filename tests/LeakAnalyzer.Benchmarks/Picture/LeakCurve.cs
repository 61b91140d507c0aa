using System.Collections.Immutable;

namespace LeakAnalyzer.Benchmarks.Picture;

/// <summary>What a number of calls of a method have left in memory.</summary>
/// <param name="Calls">The number of calls.</param>
/// <param name="LiveTasks">The number of tasks that the calls started and that have neither completed nor been garbage-collected.</param>
/// <param name="Bytes">The managed memory in use after a full garbage collection, minus that before the first call.</param>
internal readonly record struct LeakPoint(int Calls, int LiveTasks, long Bytes);

/// <summary>What a method leaves in memory, for each measured number of calls.</summary>
internal sealed record LeakCurve(string Method, ImmutableArray<LeakPoint> Points);
