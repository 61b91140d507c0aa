using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace LeakAnalyzer.LeakTest;

/// <summary>
/// Tells at the end of a <c>using</c> block whether an exception ends it: whether one is on its way up the stack that wasn't at the
/// beginning of the block.
/// </summary>
internal sealed class FailingBlock
{
    private readonly nint _earlier = Marshal.GetExceptionPointers();
    private volatile bool _isEarlierHandled;

    /// <summary>The block begins here.</summary>
    public FailingBlock()
    {
        // It begins in a handler. When that is left, the place of its exception is free for another one, which then looks the same.
        if (_earlier != 0)
        {
            AppDomain.CurrentDomain.FirstChanceException += OnThrown;
        }
    }

    /// <summary>The block ends here.</summary>
    /// <returns>Whether it fails.</returns>
    public bool End()
    {
        AppDomain.CurrentDomain.FirstChanceException -= OnThrown;
        nint current = Marshal.GetExceptionPointers();
        return current != 0 && (current != _earlier || _isEarlierHandled);
    }

    private void OnThrown(object? sender, FirstChanceExceptionEventArgs thrown) => _isEarlierHandled |= Marshal.GetExceptionPointers() == _earlier;
}
