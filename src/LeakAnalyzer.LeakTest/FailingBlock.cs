using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace LeakAnalyzer.LeakTest;

/// <summary>Detects whether a <c>using</c> block ends because of an exception.</summary>
internal sealed class FailingBlock
{
    private readonly nint _earlier = Marshal.GetExceptionPointers();
    private volatile bool _isEarlierHandled;

    /// <summary>Marks the beginning of the block.</summary>
    public FailingBlock()
    {
        // The block begins inside an exception handler. After that handler has ended, a new exception can get the same pointer.
        if (_earlier != 0)
        {
            AppDomain.CurrentDomain.FirstChanceException += OnThrown;
        }
    }

    /// <summary>Marks the end of the block.</summary>
    /// <returns>Whether an exception ends the block.</returns>
    public bool End()
    {
        AppDomain.CurrentDomain.FirstChanceException -= OnThrown;
        nint current = Marshal.GetExceptionPointers();
        return current != 0 && (current != _earlier || _isEarlierHandled);
    }

    private void OnThrown(object? sender, FirstChanceExceptionEventArgs thrown) => _isEarlierHandled |= Marshal.GetExceptionPointers() == _earlier;
}
