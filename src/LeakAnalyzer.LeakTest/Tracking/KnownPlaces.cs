using System.Collections.Concurrent;
using System.Reflection;

namespace LeakAnalyzer.LeakTest.Tracking;

/// <summary>
/// The places at which methods were started when a stack was last captured. A start for which no stack was captured was most likely at one of these
/// places.
/// </summary>
internal static class KnownPlaces
{
    private const int MostPerOperation = 4;

    /// <summary>
    /// The places by the name that the runtime gives a task (<see cref="StartedTask.Operation"/>), the latest first. Methods of several types may share
    /// a name.
    /// </summary>
    private static readonly ConcurrentDictionary<string, StartPlace[]> s_places = new();

    public static void Remember(string operation, StartPlace place) =>
        s_places.AddOrUpdate(operation, static (_, place) => [place], static (_, known, place) => With(known, place), place);

    /// <summary>The places at which tasks with the given name were started, the latest first.</summary>
    public static IReadOnlyList<StartPlace> Of(string operation) => s_places.TryGetValue(operation, out StartPlace[]? known) ? known : [];

    /// <summary>Puts the place first, and removes an older place of the same method.</summary>
    private static StartPlace[] With(StartPlace[] known, StartPlace place)
    {
        MethodBase? method = place.Frames.MethodAt(place.First);
        return [place, .. known.Where(other => other.First == 0 || other.Frames.MethodAt(other.First) != method).Take(MostPerOperation - 1)];
    }
}
