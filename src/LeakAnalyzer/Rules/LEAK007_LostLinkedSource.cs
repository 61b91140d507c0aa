using LeakAnalyzer.Facts;
using LeakAnalyzer.Races;
using LeakAnalyzer.Summaries;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.Rules;

/// <summary>LEAK007: a linked <c>CancellationTokenSource</c> isn't disposed on every path, so that its registration stays on its parent token.</summary>
internal static class LostLinkedSource
{
    public const string Id = "LEAK007";

    /// <summary>A rule of its own, because no task waits: what stays is a registration on the parent token.</summary>
    public static readonly DiagnosticDescriptor Descriptor = DescriptorFactory.Create(
        Id,
        nameof(LostLinkedSource),
        title: "A linked CancellationTokenSource is lost",
        messageFormat: "{0}, so it stays registered with the token that it is linked to; dispose it when its token is no longer needed",
        cause: "CreateLinkedTokenSource registers a callback with each parent token, and only Dispose takes it away: with a parent that lives "
            + "long, each call leaves one more source in memory.",
        fix: "Dispose the source when its token is no longer needed: 'using', or in a 'finally' after the cancel.");

    /// <summary>
    /// Finds what the rule reports on a linked source in a field or property; null if the source isn't lost, or if its parent tokens don't outlive it.
    /// </summary>
    public static Finding? Check(MemberHandle source, Func<Scope> scopeOf, LeakModel model) =>
        source.LossIn(model) is (not MemberLoss.None, var by) loss && TokenLifetimes.MayOutlive(source.Call, model)
            ? new Finding(Descriptor, source.Call.Syntax.GetLocation(), [], scopeOf(), source, [WhatLoses(source, loss.Loss, by)])
            : null;

    private static string WhatLoses(MemberHandle source, MemberLoss loss, string by) => loss switch
    {
        MemberLoss.Replaced => $"'{by}' puts another linked source into '{source.Member.Name}' each time, and nothing disposes the one before",
        MemberLoss.SetToNull => $"'{by}' sets '{source.Member.Name}' to null, and nothing disposes the linked source in it",
        _ => $"'{by}' makes another '{source.Member.ContainingType.Name}' on each call, and nothing disposes the linked source in '{source.Member.Name}'",
    };

    /// <summary>
    /// Finds what the rule reports on a linked source that a function creates; null if the source isn't lost, or if its parent tokens don't outlive the
    /// function.
    /// </summary>
    public static Finding? Check(HeldHandle source, Func<Scope> scopeOf, LeakModel model)
    {
        HandleLoss loss = source.LossIn(scopeOf, model);
        if (loss.Fate == HandleFate.Kept || !TokenLifetimes.MayOutlive(source.Call, model))
        {
            return null;
        }

        Scope scope = scopeOf();
        return new Finding(
            Descriptor,
            loss.Fate == HandleFate.LeftByLocal && source.Local is { Locations: [var location, ..] } ? location : source.Call.Syntax.GetLocation(),
            [],
            scope,
            source,
            [
                loss.Fate == HandleFate.Dropped ? "The linked source is dropped where it is made"
                : loss.Paths == Paths.All ? $"No path out of {scope.QuotedName} disposes '{source.Local!.Name}'"
                : $"Not every path out of {scope.QuotedName} disposes '{source.Local!.Name}'",
            ]) { Places = LossPlaces.Of(loss, scope) };
    }
}
