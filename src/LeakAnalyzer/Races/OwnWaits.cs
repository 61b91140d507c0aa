using System.Collections.Immutable;
using LeakAnalyzer.Facts;
using LeakAnalyzer.Summaries;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Races;

/// <summary>
/// Finds waits that the project's code builds itself: a wait on a promise (a <c>TaskCompletionSource</c>) that a method of the project creates for
/// each call, and a blocking wait that runs in a task of its own, as in <c>Task.Run(() => queue.Take())</c>. If code drops the task of such a wait,
/// the promise stays unset, or a thread stays blocked.
/// </summary>
internal static class OwnWaits
{
    /// <summary>
    /// Whether a call may begin a wait on a promise that is created for this call: the called source method returns a task and isn't async. This
    /// check is cheap.
    /// </summary>
    public static bool MayBe(IInvocationOperation call, LeakModel model) =>
        model.Symbols.IsTask(call.Type) && model.Bodies.TargetOf(call) is { IsAsync: false };

    /// <summary>
    /// Gets the wait that a call begins, if the project's code builds that wait itself. Returns null if the call begins no such wait, or several
    /// waits.
    /// </summary>
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

    /// <summary>
    /// Whether the object on which a call waits ends all its waits together, as a manual-reset event does. The task of one such wait then only
    /// reflects the object's state, and does no harm if nobody joins it.
    /// </summary>
    public static bool EndsWithOthers(IInvocationOperation wait, LeakModel model) => model.Catalogue.Find(wait.Instance?.Type) is { EndsAllTogether: true };

    /// <summary>Whether a wait blocks its thread.</summary>
    public static bool IsBlocking(Wait wait, LeakModel model) =>
        wait is { IsLoop: false, Syntax: InvocationExpressionSyntax syntax }
        && model.OperationAt(syntax) is IInvocationOperation call
        && !model.Symbols.IsTask(call.Type)
        && model.Calls.Of(call) is { Blocks: true };

    /// <summary>
    /// Whether a wait is on a promise that the called method creates for this one wait, and keeps in a field or property for the code that sets the
    /// promise.
    /// </summary>
    public static bool IsKeptPromise(WaitedObject waited, LeakModel model) =>
        waited.Names is [{ Root: ILocalSymbol { Type: var type } }, { Root: IFieldSymbol or IPropertySymbol }, ..] && model.Symbols.IsPromise(type);
}
