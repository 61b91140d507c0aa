using System.Reflection;

namespace LeakAnalyzer.Catalogue.Tests.Running;

/// <summary>Something that is done to an object while a wait on it is pending: a call of its member, or an action of its peer.</summary>
/// <param name="Name">The description of the act, which is part of the test's name.</param>
/// <param name="Type">The type of the object; null if no member of it is called.</param>
/// <param name="Member">The member that is called; null if there is none.</param>
/// <param name="Expected">What the act is expected to do to the waits.</param>
/// <param name="Throws">The type of the exception that the act is expected to throw; null for none.</param>
/// <param name="TryAsync">Tries the act on new waits, and returns what was observed.</param>
internal sealed record Act(
    string Name, Type? Type, MemberInfo? Member, Outcome Expected, Type? Throws, Func<Task<Observation>> TryAsync);
