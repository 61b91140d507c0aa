using LeakAnalyzer.Facts;
using LeakAnalyzer.Races;
using LeakAnalyzer.Summaries;
using LeakAnalyzer.Tasks;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.Rules;

/// <summary>LEAK008: a function registers a callback on a token that outlives the function, and doesn't dispose the registration on every path.</summary>
internal static class LeftRegistration
{
    public const string Id = "LEAK008";

    /// <summary>A rule of its own, and only a suggestion, because one callback costs little.</summary>
    public static readonly DiagnosticDescriptor Descriptor = DescriptorFactory.Create(
        Id,
        nameof(LeftRegistration),
        title: "A registration stays on a token that outlives its scope",
        messageFormat: "The registration that '{0}' returns {1}: the callback stays with the token{2}; dispose the registration",
        cause: "The callback, and all that it captures, stays in memory as long as the token's source, and is called when that is cancelled "
            + "long after.",
        fix: "Dispose the registration when the scope is done: 'using', or in a 'finally'.",
        severity: DiagnosticSeverity.Info);

    /// <summary>Finds what the rule reports on a registration; null if it isn't lost or does no harm.</summary>
    public static Finding? Check(HeldHandle registration, Func<Scope> scopeOf, LeakModel model)
    {
        HandleLoss loss = registration.LossIn(scopeOf, model);
        if (loss.Fate == HandleFate.Kept || !TokenLifetimes.Outlives(registration.Call, scopeOf(), model))
        {
            return null;
        }

        Scope scope = scopeOf();
        return CallbackPromises.AreAwaitedByFunction(registration.Call, scope, model) ? null : new Finding(
            Descriptor,
            registration.Call.Syntax.GetLocation(),
            [],
            scope,
            registration,
            [WaitFactory.NameOf(registration.Call.Syntax), WhatBecomesOfIt(loss, scope), HowOften(registration, scope, model)]) { Places = LossPlaces.Of(loss, scope) };
    }

    private static string WhatBecomesOfIt(HandleLoss loss, Scope scope) => loss switch
    {
        { Fate: HandleFate.Dropped } => "is dropped",
        { Paths: Paths.All, HasOwnEnd: true } => "is disposed by its own callback only",
        { Paths: Paths.All } => $"is disposed on no path out of {scope.QuotedName}",
        _ => $"is not disposed on every path out of {scope.QuotedName}",
    };

    private static string HowOften(HeldHandle registration, Scope scope, LeakModel model) =>
        Lifetimes.Of(scope, registration.Call.Syntax, model) != Lifetime.Many ? ""
        : SyntaxQueries.IsInLoop(registration.Call.Syntax) ? ", one more in each iteration"
        : scope.Symbol is null or { MethodKind: MethodKind.Constructor } ? ", one more by each object"
        : ", one more by each call";
}
