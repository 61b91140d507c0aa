using System.Collections.Immutable;
using LeakAnalyzer.Facts;
using LeakAnalyzer.Summaries;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Races;

/// <summary>
/// Finds waits that the project's code builds itself: on a <c>TaskCompletionSource</c> created for each call, or as a blocking wait in <c>Task.Run(()
/// => queue.Take())</c>.
/// </summary>
internal static class OwnWaits
{
    /// <summary>Whether a call may begin a wait on a <c>TaskCompletionSource</c> that is created for this call. This is a cheap check.</summary>
    public static bool MayBe(IInvocationOperation call, LeakModel model) =>
        model.Symbols.IsTask(call.Type) && model.Bodies.TargetOf(call) is { IsAsync: false };

    /// <summary>Gets the one wait of the project's own that a call begins; null if it begins none, or several.</summary>
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

    /// <summary>Whether the object ends all its waits together, as a manual-reset event does. Then a pending wait does no harm.</summary>
    public static bool EndsWithOthers(IInvocationOperation wait, LeakModel model) => model.Catalogue.Find(wait.Instance?.Type) is { EndsAllTogether: true };

    /// <summary>Whether a wait blocks its thread.</summary>
    public static bool IsBlocking(Wait wait, LeakModel model) =>
        wait is { IsLoop: false, Syntax: InvocationExpressionSyntax syntax }
        && model.OperationAt(syntax) is IInvocationOperation call
        && !model.Symbols.IsTask(call.Type)
        && model.Calls.Of(call) is { Blocks: true };

    /// <summary>Whether a wait is on a <c>TaskCompletionSource</c> that a local holds for this one wait, and a field or property for who sets it.</summary>
    public static bool IsKeptPromise(WaitedObject waited, LeakModel model) =>
        waited.Names is [{ Root: ILocalSymbol { Type: var type } }, { Root: IFieldSymbol or IPropertySymbol }, ..] && model.Symbols.IsPromise(type);
}
