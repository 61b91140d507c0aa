namespace LeakAnalyzer.Facts;

/// <summary>Tells whether a member may end waits, by the member's name. The name counts only if nothing else is known about the member.</summary>
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
    /// Whether a method probably ends the work of its object, because a word of its name begins like <c>stop</c> or <c>close</c>, as in <c>OnClosing</c>.
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

    /// <summary>Whether a member may end the waits on its object, because its name begins with a verb such as <c>Cancel</c> or <c>Set</c>.</summary>
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
