using LeakAnalyzer.Facts;
using LeakAnalyzer.Summaries;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Tasks;

/// <summary>A private member that holds a new channel, promise (<c>TaskCompletionSource</c>) or collection of promises.</summary>
/// <param name="Member">The field or property.</param>
/// <param name="Creation">The expression that creates the object in the member.</param>
internal readonly record struct SignalMember(ISymbol Member, ExpressionSyntax Creation)
{
    /// <summary>Gets the member to which an operation assigns a new object of these types; null if there is none.</summary>
    /// <param name="operation">The initializer of a member, or an assignment.</param>
    /// <param name="model">The compilation's model.</param>
    public static SignalMember? Made(IOperation operation, LeakModel model) => operation switch
    {
        IFieldInitializerOperation { InitializedFields: [var field], Value: var value } => Of(field, value, model),
        IPropertyInitializerOperation { InitializedProperties: [var property], Value: var value } => Of(property, value, model),
        IAssignmentOperation { Target: IMemberReferenceOperation { Member: IFieldSymbol or IPropertySymbol, Instance: IInstanceReferenceOperation } target, Value: var value } => Of(target.Member, value, model),
        _ => null,
    };

    private static SignalMember? Of(ISymbol member, IOperation value, LeakModel model)
    {
        value = value.Unwrap();
        return value is IObjectCreationOperation or IInvocationOperation or { Syntax: CollectionExpressionSyntax }
            && value.Syntax is ExpressionSyntax creation
            && !member.IsStatic
            && member.DeclaredAccessibility == Accessibility.Private
            && TypeOf(member) is { } type
            && (model.Symbols.IsSignal(type) || CollectedPromises.IsHeldBy(type, model))
            && model.Values.Of(member) is [var first, ..] && SyntaxQueries.Contains(first, creation)
            && model.Values.HoldsOnlyNew(member)
                ? new SignalMember(member, creation)
                : null;
    }

    /// <summary>Gets the type of a field or property; null for any other member.</summary>
    public static ITypeSymbol? TypeOf(ISymbol member) => (member as IFieldSymbol)?.Type ?? (member as IPropertySymbol)?.Type;

    /// <summary>Gets all uses of the member's object, also those of a collection's elements.</summary>
    public List<ObjectUse> Uses(LeakModel model) => model.UsesOf(WaitedObject.Of(Member));
}

/// <summary>Finds where callers wait for a promise: its task is returned to a caller, or awaited for a caller without a time limit or token.</summary>
internal static class CallersWaits
{
    /// <summary>Finds the places where callers wait for a promise.</summary>
    /// <param name="promise">The member or local that holds the promise.</param>
    /// <param name="model">The compilation's model.</param>
    public static List<SyntaxNode> Of(ISymbol promise, LeakModel model)
    {
        var waits = new List<SyntaxNode>();
        foreach (SimpleNameSyntax use in model.Uses.Of(promise))
        {
            if (SyntaxQueries.WithParentheses(SyntaxQueries.Qualified(use)).Parent is MemberAccessExpressionSyntax or ConditionalAccessExpressionSyntax
                && At(model.OperationAt(SyntaxQueries.Qualified(use))?.Outermost(), model) is { } wait)
            {
                waits.Add(wait);
            }
        }

        return waits;
    }

    /// <summary>Gets the place where a caller waits for the promise of an expression; null if its task is used otherwise.</summary>
    public static SyntaxNode? At(IOperation? promise, LeakModel model) =>
        promise?.Parent is IPropertyReferenceOperation task && task.Instance == promise && model.Calls.Of(task) is { Wait.For: WaitsFor.End } && IsWait(task, model) ? task.Syntax : null;

    /// <summary>Whether a task is returned to a caller, or awaited for a caller without a time limit or token.</summary>
    public static bool IsWait(IOperation task, LeakModel model)
    {
        (IOperation? consumer, IOperation value) = TaskUses.ConsumerOf(task, model);
        if (consumer is not (IAwaitOperation or IReturnOperation) || IsKnownCompleted(task, model))
        {
            return false;
        }

        for (IOperation current = task; current != value && current.Parent is { } parent; current = parent)
        {
            if (parent is IInvocationOperation call && (model.Calls.Of(call) is { GivesUp: true } || Operations.HasTimeout(call, model)))
            {
                return false;
            }
        }

        return consumer is IReturnOperation ? !IsPrivate(task.Syntax, model) : !IsWork(task.Syntax, model);
    }

    /// <summary>Whether a task is used only where a condition has shown that it is completed, as in <c>if (promise.Task.IsCompleted)</c>.</summary>
    private static bool IsKnownCompleted(IOperation task, LeakModel model)
    {
        for (IOperation? around = task.Parent; around is not null; around = around.Parent)
        {
            if (around is IConditionalOperation { Condition: var condition, WhenTrue: { } whenTrue }
                && whenTrue.Syntax.Span.Contains(task.Syntax.Span)
                && TellsCompletion(condition.Unwrap(), task, model))
            {
                return true;
            }
        }

        return false;
    }

    private static bool TellsCompletion(IOperation condition, IOperation task, LeakModel model) => condition switch
    {
        IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd } both =>
            TellsCompletion(both.LeftOperand.Unwrap(), task, model) || TellsCompletion(both.RightOperand.Unwrap(), task, model),
        IPropertyReferenceOperation { Type.SpecialType: SpecialType.System_Boolean, Instance: { } asked } =>
            model.Symbols.IsTask(asked.Type) && SyntaxFactory.AreEquivalent(asked.Unwrap().Syntax, task.Syntax),
        _ => false,
    };

    /// <summary>Whether only private code receives what the function around a node returns.</summary>
    private static bool IsPrivate(SyntaxNode node, LeakModel model) => SymbolAt(node, model) is not { } symbol || symbol.DeclaredAccessibility == Accessibility.Private;

    /// <summary>
    /// Whether an <c>await</c> at a node isn't a caller's wait, because the function there is private, a lambda, a local function or <c>async void</c>.
    /// </summary>
    private static bool IsWork(SyntaxNode node, LeakModel model) => SymbolAt(node, model) is not IMethodSymbol { ReturnsVoid: false } method || method.DeclaredAccessibility == Accessibility.Private;

    private static ISymbol? SymbolAt(SyntaxNode node, LeakModel model) => SyntaxQueries.EnclosingFunction(node) switch
    {
        AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax => null,
        AccessorDeclarationSyntax { Parent.Parent: { } property } => model.SemanticModelOf(property.SyntaxTree)?.GetDeclaredSymbol(property),
        var function => model.SemanticModelOf(function.SyntaxTree)?.GetDeclaredSymbol(function),
    };
}
