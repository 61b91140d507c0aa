using System.Collections.Concurrent;
using System.Reflection;

namespace LeakAnalyzer.LeakTest.Tracking;

/// <summary>Remembers where methods were started as tasks when a stack was captured. A later start without a stack was most likely in the same code.</summary>
internal static class KnownPlaces
{
    private const int MostPerOperation = 4;

    /// <summary>The start places by the name that the runtime gives a task (<see cref="StartedTask.Operation"/>), the latest first.</summary>
    private static readonly ConcurrentDictionary<string, StartPlace[]> s_places = new();

    public static void Remember(string operation, StartPlace place) =>
        s_places.AddOrUpdate(operation, static (_, place) => [place], static (_, known, place) => With(known, place), place);

    public static IReadOnlyList<StartPlace> Of(string operation) => s_places.TryGetValue(operation, out StartPlace[]? known) ? known : [];

    /// <summary>Puts a start place first, and removes an older one of the same method.</summary>
    private static StartPlace[] With(StartPlace[] known, StartPlace place)
    {
        MethodBase? method = place.Frames.MethodAt(place.First);
        return [place, .. known.Where(other => other.First == 0 || other.Frames.MethodAt(other.First) != method).Take(MostPerOperation - 1)];
    }
}
