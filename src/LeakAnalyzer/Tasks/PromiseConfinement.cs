using LeakAnalyzer.Facts;
using LeakAnalyzer.Summaries;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Tasks;

/// <summary>
/// Tells whether a new promise (a <c>TaskCompletionSource</c>), or an object that holds one, is only put into collections, so that no callback or time
/// limit sets it.
/// </summary>
internal sealed class PromiseConfinement(LeakModel model)
{
    /// <summary>Whether the function around a variable only waits for its promise, sets it, or puts it into collections.</summary>
    /// <param name="variable">The local or parameter that holds the promise, or an object with the promise.</param>
    /// <param name="steps">The number of further methods and objects through which the promise is followed.</param>
    public bool Stays(ISymbol variable, int steps)
    {
        if (steps == 0 || variable.DeclaringSyntaxReferences is not [var reference])
        {
            return false;
        }

        SyntaxNode declaration = reference.GetSyntax();
        SyntaxNode function = declaration is ParameterSyntax { Parent.Parent: { } declared } ? declared : SyntaxQueries.EnclosingFunction(declaration);
        foreach (SimpleNameSyntax use in model.Uses.Of(variable))
        {
            if (SyntaxQueries.EnclosingFunction(use) != function || !SyntaxQueries.IsWritten(use, out _) && !Stays(model.OperationAt(use)?.Outermost(), steps))
            {
                return false;
            }
        }

        return true;
    }

    private bool Stays(IOperation? value, int steps)
    {
        switch (value?.Parent)
        {
            case IMemberReferenceOperation member when member.Instance == value:
                return !model.Symbols.IsPromise(member.Type) || member.Outermost().Parent is IMemberReferenceOperation or IInvocationOperation;
            case IInvocationOperation call when call.Instance == value:
                return model.Calls.Of(call) is { OnReceiver: Effect.Ends } || PromiseCarriers.PromiseOf(value.Type, model) is not null;
            case IArgumentOperation { Parent: IInvocationOperation { Instance: { } receiver } } when Containers.IsContainer(receiver.Type, model):
            case ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Instance: { } holder } } when Containers.IsContainer(holder.Type, model):
            case IBinaryOperation or IIsPatternOperation or ILockOperation or IConditionalAccessOperation:
                return true;
            case IArgumentOperation { Parent: IObjectCreationOperation creation }:
                return IsKept(creation, steps - 1);
            case ISimpleAssignmentOperation { Parent: IObjectOrCollectionInitializerOperation { Parent: IObjectCreationOperation creation } }:
                return IsKept(creation, steps - 1);
            case ITupleOperation tuple:
                return IsKept(tuple, steps - 1);
            case IArgumentOperation { Parameter: { } parameter, Parent: IInvocationOperation call } when SelfCalls.IsOnSameObject(call) && model.Bodies.TargetOf(call) is { } target:
                return target.Parameters.Length > parameter.Ordinal && Stays(target.Parameters[parameter.Ordinal], steps - 1);
            default:
                return false;
        }
    }

    /// <summary>Whether a new object that holds the promise is only put into collections and locals.</summary>
    private bool IsKept(IOperation carrier, int steps) =>
        PromiseCarriers.PromiseOf(carrier.Type, model) is not null
        && steps > 0
        && (carrier.Outermost().Parent switch
        {
            IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var local } } => Stays(local, steps),
            ISimpleAssignmentOperation { Target: ILocalReferenceOperation { Local: var local } } => Stays(local, steps),
            _ => Stays(carrier.Outermost(), steps),
        });
}
