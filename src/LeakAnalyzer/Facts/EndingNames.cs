namespace LeakAnalyzer.Facts;

/// <summary>Tells which names of members sound like an end. Only asked where nothing else is known of a member.</summary>
internal static class EndingNames
{
    private static readonly string[] s_verbs =
        ["Abort", "Cancel", "Close", "Complete", "Disconnect", "Dispose", "End", "Fault", "Release", "Set", "Shutdown", "Signal", "Stop", "Try"];

    private static readonly string[] s_ends =
    [
        "Abort", "Cancel", "Clean", "Clos", "Complet", "Deactivat", "Deinit", "Deregister", "Destroy", "Detach", "Disable", "Disconnect", "Dispos", "Drain", "End", "Exit", "Finish", "Halt",
        "Interrupt", "Kill", "Leav", "Logoff", "Logout", "Quit", "Release", "Shut", "Stop", "Tear", "Terminat", "Unbind", "Uninit", "Uninstall", "Unload", "Unmount", "Unregister",
        "Unsubscrib", "Unwatch",
    ];

    /// <summary>
    /// Whether a method sounds like an end of its object: one of its words is such a verb, in whichever form (<c>StopAsync</c>, <c>OnClosing</c>). A word that only
    /// contains one, such as <c>Restart</c>, is none.
    /// </summary>
    public static bool SoundLikeEnd(string name)
    {
        for (int at = 0; at < name.Length; at++)
        {
            if (at > 0 && !char.IsUpper(name[at]) && name[at - 1] is not ('.' or '_'))
            {
                continue;
            }

            foreach (string verb in s_ends)
            {
                if (string.Compare(name, at, verb, 0, verb.Length, at == 0 ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal) == 0)
                {
                    return true;
                }
            }
        }

        return false;
    }

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
