using System.Reflection;

namespace LeakAnalyzer.Catalogue.Tests.Running;

/// <summary>An act, such as a call or what a peer does, that is tried on an object while something waits on the object.</summary>
/// <param name="Name">What is done, for the name of the test.</param>
/// <param name="Type">The type of the object; null if something else acts, such as the peer of a connection.</param>
/// <param name="Member">The member that is called; null if something else acts.</param>
/// <param name="Expected">What the act does to the waits.</param>
/// <param name="Throws">The type of the exception that the act throws; null if it throws none.</param>
/// <param name="TryAsync">Tries the act on new waits.</param>
internal sealed record Act(
    string Name, Type? Type, MemberInfo? Member, Outcome Expected, Type? Throws, Func<Task<Observation>> TryAsync);
