using LeakAnalyzer.Facts;
using LeakAnalyzer.Flow;
using LeakAnalyzer.Summaries;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Tasks;

/// <summary>
/// Tells whether a function, after it has started a task, exits only when its caller has cancelled the token. Then the task doesn't outlive the function.
/// </summary>
internal sealed class CallersToken : Lifecycle<Obligation>
{
    private readonly IParameterSymbol _token;
    private readonly WaitFactory _waits;

    private CallersToken(IParameterSymbol token, SyntaxNode start, Scope scope, LeakModel model)
        : base(holder: null, start, Obligation.Open, model)
    {
        _token = token;
        _waits = new WaitFactory(model, model.Options.For(start.SyntaxTree), scope.Function);
        Births.Add(start);
        foreach (SimpleNameSyntax use in model.Uses.In(scope.Function, token))
        {
            if (WaitForCancellation(use) is { } wait)
            {
                Acts[wait.Syntax] = Obligations.AfterSettling;
            }
        }
    }

    /// <summary>Whether each exit after the start comes after the cancellation.</summary>
    public static bool IsCancelledAtExit(IParameterSymbol token, SyntaxNode start, Scope scope, LeakModel model) =>
        scope.StateAtExit(default, new History<Obligation>(null, Obligation.Open, null), new CallersToken(token, start, scope, model))?.Worst != Obligation.Open;

    public override History<Obligation> AfterThrow(IOperation operation, History<Obligation> state) =>
        IsWaitOnHandle(operation) || operation is IAwaitOperation { Operation: var task } && IsDelayWithToken(task.WithoutWrappers(Code))
            ? state.After(Obligations.AfterSettling)
            : base.AfterThrow(operation, state);

    protected override Func<Obligation, Obligation>? ActOf(IOperation condition, bool outcome) => BranchFacts.WithoutNot(condition, outcome) switch
    {
        (IPropertyReferenceOperation { Instance: { } instance } asked, true) when BranchFacts.Reads(instance, _token) && Code.Calls.Of(asked) is { Result: ResultKind.StateOf } => Obligations.AfterSettling,
        (var wait, true) when IsWaitOnHandle(wait) => Obligations.AfterSettling,
        _ => null,
    };

    /// <summary>Gets the call that goes on only when the token is cancelled, by a use of the token in it; null if there is none.</summary>
    private IInvocationOperation? WaitForCancellation(SimpleNameSyntax use) => Code.OperationAt(use)?.Outermost().Parent switch
    {
        IArgumentOperation { Parent: IInvocationOperation sleep }
            when Code.Calls.Of(sleep) is { Wait.For: WaitsFor.Nothing } && Operations.IsInfiniteSleep(sleep, Code) && TaskUses.IsJoinedAlone(sleep, Code) => sleep,
        IPropertyReferenceOperation { Parent: IInvocationOperation wait } handle
            when wait.Instance == handle && Code.Calls.Of(wait) is { Blocks: true } && !Operations.HasTimeout(wait, Code) => wait,
        _ => null,
    };

    private bool IsWaitOnHandle(IOperation operation) =>
        operation is IInvocationOperation { Instance: IPropertyReferenceOperation { Instance: { } instance } } wait && BranchFacts.Reads(instance, _token) && Code.Calls.Of(wait) is { Blocks: true };

    /// <summary>Whether a task is a delay that fails only if the token is cancelled.</summary>
    private bool IsDelayWithToken(IOperation task) =>
        task is IInvocationOperation call
        && Code.Calls.Of(call) is { Wait.For: WaitsFor.Nothing }
        && _waits.TokenOf(call) is { Cancellers: [{ Kind: CancellerKind.Giver, Symbol: IParameterSymbol given }] } && SymbolEqualityComparer.Default.Equals(given, _token);
}
