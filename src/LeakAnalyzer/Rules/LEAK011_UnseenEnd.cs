using LeakAnalyzer.Summaries;
using LeakAnalyzer.Tasks;
using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.Rules;

/// <summary>LEAK011: an audit of tasks that nobody awaits. It reports those that no other rule reports, but that nothing certainly ends.</summary>
internal static class UnseenEnd
{
    public const string Id = "LEAK011";

    /// <summary>A rule of its own, and off by default, because most of the code that it reports is right.</summary>
    public static readonly DiagnosticDescriptor Descriptor = DescriptorFactory.Create(
        Id,
        nameof(UnseenEnd),
        title: "It can't be seen whether a task ever ends",
        messageFormat: "The task started by '{0}' is never awaited and {1} '{2}': {3}",
        cause: "No rule says that the task never ends, and nothing is seen to end it. This is an audit for those who hunt a leak.",
        fix: "Make the end visible, such as by a token that the task's owner cancels, or leave the task where it is meant to live as long "
            + "as the process.",
        severity: DiagnosticSeverity.Info,
        isEnabledByDefault: false);

    /// <summary>Finds what the rule reports on a task; null if something certainly ends each of its waits.</summary>
    public static Finding? Check(StartedTask task, LeakModel model)
    {
        Lifetime lifetime = Lifetimes.Of(task.Scope, task.Start.Call.Syntax, model);
        List<Wait>? waits = null;
        Doubt doubt = Doubt.None;
        foreach (GovernedWait governed in task.Waits)
        {
            Doubt why = DoubtAbout(governed, lifetime);
            if (why != Doubt.None)
            {
                doubt = doubt == Doubt.None ? why : doubt;
                (waits ??= []).Add(governed.Wait);
            }
        }

        return waits is null
            ? null
            : new Finding(
                Descriptor,
                task.Start.NameLocation,
                waits,
                task.Scope,
                task,
                [task.Start.Name, waits[0].IsLoop ? "runs" : "waits on", waits[0].Name, Text(doubt)]);
    }

    private static Doubt DoubtAbout(GovernedWait governed, Lifetime lifetime) => governed.Governor switch
    {
        // The token is unknown, but the object that the task waits on is seen to end.
        Governor.Unknown when governed.ByObject is Governor.Scope or Governor.Type or Governor.Bound => Doubt.None,
        Governor.Unknown or Governor.Application => governed.Doubt == Doubt.None ? Doubt.UnseenObject : governed.Doubt,
        Governor.Nothing or Governor.ScopeOnSomePaths or Governor.Caller when governed.Wait.Loop is { AreNone: false } => Doubt.LoopMayThrow,
        Governor.Nothing or Governor.ScopeOnSomePaths or Governor.Caller when lifetime == Lifetime.Once => Doubt.EndsWithApplication,
        Governor.Nothing or Governor.ScopeOnSomePaths or Governor.Caller when lifetime == Lifetime.Unseen => Doubt.UnseenLifetime,
        Governor.TypesGiver => Doubt.UnseenToken,
        _ => Doubt.None,
    };

    private static string Text(Doubt doubt) => doubt switch
    {
        Doubt.UnseenToken => "who cancels its token can't be seen",
        Doubt.HandedOn => "what it waits on is handed to code that can't be seen, which may end it",
        Doubt.SeenFromOutside => "code outside this assembly can end it, and may not",
        Doubt.MayBeEnded => "what ends it stands on some paths only, or in the work itself",
        Doubt.EndsWithApplication => "it ends with the application",
        Doubt.EndsWithPeer => "it ends when its peer goes",
        Doubt.EndsWithInput => "it ends with the input of its stage, which others end",
        Doubt.UnseenLifetime => "how often its type is made can't be seen",
        Doubt.LoopMayThrow => "only an exception of what the loop calls would leave it",
        _ => "where that comes from, and who ends it, can't be seen",
    };
}
