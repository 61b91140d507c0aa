using LeakAnalyzer.Facts;
using LeakAnalyzer.Summaries;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Tasks;

/// <summary>Tells, from the expression that creates a channel, whether a write to the channel can wait.</summary>
internal static class ChannelCreation
{
    /// <summary>Whether the writes of a task can fill a channel, so that one of them waits for a reader. A single write to a new channel can't.</summary>
    /// <param name="creation">The expression that creates the channel.</param>
    /// <param name="write">A write to the channel.</param>
    /// <param name="start">The call that starts the task.</param>
    /// <param name="model">The compilation's model.</param>
    public static bool CanBeFilled(ExpressionSyntax creation, Wait write, SyntaxNode start, LeakModel model) =>
        !NeverMakesWritersWait(creation, model)
        && (write.IsInLoop || SyntaxQueries.IsInLoop(start) && !SyntaxQueries.ShareLoop(start, creation));

    /// <summary>Whether a write to the channel never waits, because the channel has no bound or drops an item when it is full.</summary>
    public static bool NeverMakesWritersWait(ExpressionSyntax creation, LeakModel model) => CreationBehind(creation, model) is { } call && model.Values.ResultOf(call) switch
    {
        ResultKind.FreshUnbounded => true,
        ResultKind.FreshBounded => OptionsOf(call) is { Initializer: { } options } && DropsItems(options),
        _ => false,
    };

    /// <summary>
    /// Whether a channel is known to have a bound, as with <c>CreateBounded(8)</c> or with options that are created in the same expression.
    /// </summary>
    public static bool IsBounded(ExpressionSyntax creation, LeakModel model) =>
        CreationBehind(creation, model) is { Arguments: [{ Parameter.Type.SpecialType: var type }, ..] } call
        && model.Values.ResultOf(call) == ResultKind.FreshBounded
        && (type == SpecialType.System_Int32 || OptionsOf(call) is not null);

    /// <summary>Gets the framework's call that creates a channel, itself or in a helper; null if there is none.</summary>
    private static IInvocationOperation? CreationBehind(ExpressionSyntax creation, LeakModel model)
    {
        IInvocationOperation? call = model.OperationAt(creation)?.Unwrap() as IInvocationOperation;
        for (int steps = 0; call is not null && steps < 4 && model.Calls.CreationBehind(call) is var (inner, _); steps++)
        {
            call = inner as IInvocationOperation;
        }

        return call;
    }

    private static IObjectCreationOperation? OptionsOf(IInvocationOperation call) =>
        call.Arguments is [{ Value: var first }, ..] ? first.Unwrap() as IObjectCreationOperation : null;

    private static bool DropsItems(IObjectOrCollectionInitializerOperation options)
    {
        foreach (IOperation option in options.Initializers)
        {
            if (option is ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Type.TypeKind: TypeKind.Enum }, Value: IFieldReferenceOperation { ConstantValue: { HasValue: true, Value: not 0 } } })
            {
                return true; // each BoundedChannelFullMode except Wait (0) drops an item, so that no write waits
            }
        }

        return false;
    }
}
