namespace LeakAnalyzer.Facts;

/// <summary>Tells which names of members sound like an end. Only asked where nothing else is known of a member.</summary>
internal static class EndingNames
{
    private static readonly string[] s_verbs =
        ["Abort", "Cancel", "Close", "Complete", "Disconnect", "Dispose", "End", "Fault", "Release", "Set", "Shutdown", "Signal", "Stop", "Try"];

    /// <summary>Whether a member may end what waits on its object.</summary>
    public static bool Include(string name)
    {
        foreach (string verb in s_verbs)
        {
            if (name.StartsWith(verb, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }
}
