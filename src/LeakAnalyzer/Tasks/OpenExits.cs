using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.Tasks;

/// <summary>The exits of a function at which it hasn't cancelled or completed an object on which a task waits.</summary>
internal sealed class OpenExits
{
    private SyntaxNode? _place;
    private bool _isFound;

    /// <summary>Whether the function cancels or completes the object on some path.</summary>
    public bool IsEndedOnSomePath { get; set; }

    /// <summary>The first words of a message about the paths that don't cancel or complete the object.</summary>
    public string Paths => IsEndedOnSomePath ? "Not every path" : "No path";

    /// <summary>Adds an exit. A report shows the first one, or the function's end, where most readers look first.</summary>
    /// <param name="place">The node at which a result or an exception leaves the function; null for the function's end.</param>
    public void Add(SyntaxNode? place)
    {
        _place = _isFound && place is not null ? _place : place;
        _isFound = true;
    }

    /// <summary>Gets the exit that a report shows; empty if there is none.</summary>
    public IReadOnlyList<Location> PlacesIn(Scope scope) => _isFound ? [_place?.GetLocation() ?? scope.End.GetLocation()] : [];
}
