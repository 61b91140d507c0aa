using System.Collections.Immutable;
using LeakAnalyzer.Facts;
using LeakAnalyzer.Summaries;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Races;

/// <summary>
/// Waits that the code makes itself: a signal type of the project that keeps one promise for each call, and a blocking wait in a task of its own. Who drops
/// the task of one leaves the promise, or the thread, behind.
/// </summary>
internal static class OwnWaits
{
    /// <summary>The cheap question: does the call of a source method give back a task?</summary>
    public static bool MayBe(IInvocationOperation call, LeakModel model) =>
        model.Symbols.IsTask(call.Type) && model.Bodies.TargetOf(call) is { IsAsync: false };

    /// <summary>The wait that a call begins; null where it begins none, or more than one.</summary>
    public static Wait? Of(IInvocationOperation call, LeakModel model)
    {
        if (model.Calls.Of(call) is { } facts)
        {
            return facts is { Starts: true, Result: ResultKind.Unknown } && model.Symbols.IsReferenceTask(call.Type)
                && new WorkReader(model).ReadDelegate(Operations.DelegateArgument(call.Arguments), call) is [var blocking] && IsBlocking(blocking, model)
                    ? blocking
                    : null;
        }

        return MayBe(call, model) && !Operations.HasTimeout(call, model)
            && new WorkReader(model).ReadCall(call) is [{ For: WaitsFor.End, IsLoop: false, Object: { } waited } wait] && IsKeptPromise(waited, model)
                ? wait with { For = WaitsFor.Signal, Name = WaitFactory.NameOf(call.Syntax) }
                : null;
    }

    /// <summary>Whether a wait ends together with all others on its object, so that its task only tells a state.</summary>
    public static bool EndsWithOthers(IInvocationOperation wait, LeakModel model) => model.Catalogue.Find(wait.Instance?.Type) is { EndsAllTogether: true };

    /// <summary>Whether a wait holds its thread.</summary>
    public static bool IsBlocking(Wait wait, LeakModel model) =>
        wait is { IsLoop: false, Syntax: InvocationExpressionSyntax syntax }
        && model.OperationAt(syntax) is IInvocationOperation call
        && !model.Symbols.IsTask(call.Type)
        && model.Calls.Of(call) is { Blocks: true };

    /// <summary>Whether a wait stands on a promise of its own, which the called method keeps in a collection for who ends it.</summary>
    public static bool IsKeptPromise(WaitedObject waited, LeakModel model) =>
        waited.Names is [{ Root: ILocalSymbol { Type: var type } }, { Root: IFieldSymbol or IPropertySymbol }, ..] && model.Symbols.IsPromise(type);
}
