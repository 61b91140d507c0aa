using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.Tasks;

/// <summary>
/// The exits of a function at which it hasn't cancelled a <c>CancellationTokenSource</c>, or completed a signal (a channel or a
/// <c>TaskCompletionSource</c>), although a task that it has started waits with the source's token or on the signal.
/// </summary>
internal sealed class OpenExits
{
    private SyntaxNode? _place;
    private bool _isFound;

    /// <summary>Whether the function cancels the source, or completes the signal, on some path.</summary>
    public bool IsEndedOnSomePath { get; set; }

    /// <summary>The first words of a message that says that no path, or not every path, cancels the source or completes the signal.</summary>
    public string Paths => IsEndedOnSomePath ? "Not every path" : "No path";

    /// <summary>
    /// Adds an exit. A report shows the first exit that was added, or the function's end if that is an exit, because most readers look there first.
    /// </summary>
    /// <param name="place">The node at which a result or an exception leaves the function; null for the function's end.</param>
    public void Add(SyntaxNode? place)
    {
        _place = _isFound && place is not null ? _place : place;
        _isFound = true;
    }

    /// <summary>Gets the exit that a report shows; empty if there is none.</summary>
    public IReadOnlyList<Location> PlacesIn(Scope scope) => _isFound ? [_place?.GetLocation() ?? scope.End.GetLocation()] : [];
}
