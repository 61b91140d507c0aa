using System.Collections.Concurrent;
using System.Reflection;

namespace LeakAnalyzer.LeakTest.Tracking;

/// <summary>
/// The places at which methods were started when a stack was last captured. A start without a stack of its own was most likely at one of these
/// places.
/// </summary>
internal static class KnownPlaces
{
    private const int MostPerOperation = 4;

    /// <summary>The places by operation name, the latest first. Methods of several types may share an operation name.</summary>
    private static readonly ConcurrentDictionary<string, StartPlace[]> s_places = new();

    /// <summary>Stores the place of a start.</summary>
    public static void Remember(string operation, StartPlace place) =>
        s_places.AddOrUpdate(operation, static (_, place) => [place], static (_, known, place) => With(known, place), place);

    /// <summary>The latest places of an operation.</summary>
    public static IReadOnlyList<StartPlace> Of(string operation) => s_places.TryGetValue(operation, out StartPlace[]? known) ? known : [];

    /// <summary>Puts the place first and keeps the places of other methods.</summary>
    private static StartPlace[] With(StartPlace[] known, StartPlace place)
    {
        MethodBase? method = place.Frames.MethodAt(place.First);
        return [place, .. known.Where(other => other.First == 0 || other.Frames.MethodAt(other.First) != method).Take(MostPerOperation - 1)];
    }
}
