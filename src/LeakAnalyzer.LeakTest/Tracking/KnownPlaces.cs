using System.Collections.Concurrent;
using System.Reflection;

namespace LeakAnalyzer.LeakTest.Tracking;

/// <summary>
/// Where methods were started when a stack was last taken: a start without a stack of its own was most likely at one of these places.
/// </summary>
internal static class KnownPlaces
{
    private const int MostPerOperation = 4;

    /// <summary>By what the runtime calls the method, which methods of several types may share. The latest place is the first.</summary>
    private static readonly ConcurrentDictionary<string, StartPlace[]> s_places = new();

    /// <summary>Keeps the place of a start.</summary>
    public static void Remember(string operation, StartPlace place) =>
        s_places.AddOrUpdate(operation, static (_, place) => [place], static (_, known, place) => With(known, place), place);

    /// <summary>The latest places of an operation.</summary>
    public static IReadOnlyList<StartPlace> Of(string operation) => s_places.TryGetValue(operation, out StartPlace[]? known) ? known : [];

    /// <summary>The place first, then those of other methods.</summary>
    private static StartPlace[] With(StartPlace[] known, StartPlace place)
    {
        MethodBase? method = place.Frames.MethodAt(place.First);
        return [place, .. known.Where(other => other.First == 0 || other.Frames.MethodAt(other.First) != method).Take(MostPerOperation - 1)];
    }
}
