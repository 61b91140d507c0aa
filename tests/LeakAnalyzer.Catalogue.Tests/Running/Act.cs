using System.Reflection;

namespace LeakAnalyzer.Catalogue.Tests.Running;

/// <summary>Something that is done to an object while a wait on it is pending, such as a call of <c>Close</c>.</summary>
/// <param name="Name">The description, which is part of the test's name.</param>
/// <param name="Type">The type of the object; null if no member of it is called.</param>
/// <param name="Member">The member that is called; null if there is none.</param>
/// <param name="Expected">What the act is expected to do to the waits.</param>
/// <param name="Throws">The type of the expected exception; null for none.</param>
/// <param name="TryAsync">Starts new waits, does this to their object, and returns what was observed.</param>
internal sealed record Act(
    string Name, Type? Type, MemberInfo? Member, Outcome Expected, Type? Throws, Func<Task<Observation>> TryAsync);
