using System.Reflection;

namespace LeakAnalyzer.Catalogue.Tests.Running;

/// <summary>Something that is done to an object while somebody waits on it.</summary>
/// <param name="Name">What is done, for the reader of a test's name.</param>
/// <param name="Type">The type of the object that it is done to; null where somebody else does it, such as the peer of a connection.</param>
/// <param name="Member">The member that does it; null where somebody else does it.</param>
/// <param name="Expected">What it does to the waits.</param>
/// <param name="Throws">The type of the exception that it throws; null where it throws none.</param>
/// <param name="TryAsync">Tries it on new waits.</param>
internal sealed record Act(
    string Name, Type? Type, MemberInfo? Member, Outcome Expected, Type? Throws, Func<Task<Observation>> TryAsync);
