using LeakAnalyzer.Facts.Catalogue;
using LeakAnalyzer.Summaries;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Tasks;

/// <summary>The tasks that a statement or initializer starts and stores in a member of a disposable type or hosted service, or in the member's collection.</summary>
/// <param name="Keeper">The field or property.</param>
/// <param name="Starts">The expressions that start the tasks.</param>
internal sealed record KeptTasks(ISymbol Keeper, IReadOnlyList<IOperation> Starts)
{
    /// <summary>
    /// Gets the tasks that an assignment stores, as in <c>_task = RunAsync()</c> or <c>_tasks[i] = RunAsync()</c>. Null if it stores none, or if other
    /// assemblies can use the member.
    /// </summary>
    public static KeptTasks? Assigned(IAssignmentOperation assignment, LeakModel model)
    {
        IOperation? collection = assignment.Target switch
        {
            IArrayElementReferenceOperation element => element.ArrayReference,
            IPropertyReferenceOperation { Property.IsIndexer: true, Instance: var indexed } => indexed,
            _ => null,
        };
        return (collection ?? assignment.Target) is IMemberReferenceOperation { Member: var member, Instance: IInstanceReferenceOperation } target
            && (collection is null || Containers.IsContainer(collection.Type, model))
            ? In(member, collection is null ? target.Type : assignment.Target.Type, assignment.Value, model)
            : null;
    }

    /// <summary>Gets the same as <see cref="Assigned"/> for an initializer of a member.</summary>
    public static KeptTasks? Initialized(ISymbolInitializerOperation initializer, LeakModel model) => initializer switch
    {
        IFieldInitializerOperation { InitializedFields: [var field] } => In(field, field.Type, initializer.Value, model),
        IPropertyInitializerOperation { InitializedProperties: [var property] } => In(property, property.Type, initializer.Value, model),
        _ => null,
    };

    /// <summary>Gets the same as <see cref="Assigned"/> for a call that adds a task to a collection in a member.</summary>
    public static KeptTasks? Added(IInvocationOperation call, LeakModel model) =>
        call is { Instance: IMemberReferenceOperation { Member: IFieldSymbol or IPropertySymbol, Instance: IInstanceReferenceOperation } collection, Arguments: [.., { Value: var value }] arguments }
        && arguments.Length <= 2
        && call.Outermost().Parent is IExpressionStatementOperation
        && Containers.IsContainer(collection.Type, model)
            ? In(collection.Member, value.Type, value, model)
            : null;

    private static KeptTasks? In(ISymbol member, ITypeSymbol? type, IOperation value, LeakModel model) =>
        !member.IsStatic
        && StartsIn(value.Unwrap(), type, model) is { Count: > 0 } starts
        && model.World.IsClosed(member)
        && OwnedTask.IsOwner(member.ContainingType, model.Symbols)
            ? new KeptTasks(member, starts)
            : null;

    private static List<IOperation>? StartsIn(IOperation value, ITypeSymbol? type, LeakModel model)
    {
        if (model.Symbols.IsTask(type))
        {
            return value is IInvocationOperation ? [value] : null;
        }

        if (!HoldsTasks(type, model))
        {
            return null;
        }

        IEnumerable<IOperation?>? elements = value switch
        {
            IInvocationOperation query => SafeCalls.IncludeOperator(query.TargetMethod, out bool isLazy) && !isLazy ? [StartInQuery(query, model)] : null,
            IArrayCreationOperation { Initializer.ElementValues: var ofArray } => ofArray,
            IObjectCreationOperation { Initializer.Initializers: var ofCollection } => ofCollection.Select(element => (element as IInvocationOperation)?.Arguments.FirstOrDefault()?.Value),
            { Syntax: CollectionExpressionSyntax { Elements: var written } } => written.Select(element => element switch
            {
                ExpressionElementSyntax { Expression: var one } => model.OperationAt(one),
                SpreadElementSyntax { Expression: var sequence } => StartInQuery(model.OperationAt(sequence), model),
                _ => null,
            }),
            _ => null,
        };
        return elements?.Select(element => element?.Unwrap()).OfType<IInvocationOperation>().Where(start => model.Symbols.IsTask(start.Type)).ToList<IOperation>();
    }

    private static bool HoldsTasks(ITypeSymbol? type, LeakModel model) =>
        model.Symbols.IsTask(type switch
        {
            IArrayTypeSymbol { ElementType: var element } => element,
            INamedTypeSymbol { TypeArguments: [.., var element] } => element,
            _ => null,
        })
        && Containers.IsContainer(type, model);

    /// <summary>
    /// Gets what starts each task of a query, <c>RunAsync(id)</c> in <c>ids.Select(id => RunAsync(id))</c>; null if the value is no such query.
    /// </summary>
    private static IOperation? StartInQuery(IOperation? value, LeakModel model)
    {
        for (IOperation? source = value?.Unwrap(); source is IInvocationOperation { Arguments: [{ Value: var next }, ..] arguments } call && SafeCalls.IncludeOperator(call.TargetMethod, out _); source = next.Unwrap())
        {
            if (Operations.DelegateArgument(arguments)?.Unwrap() is IDelegateCreationOperation { Target: IAnonymousFunctionOperation { Symbol: { IsAsync: false, ReturnType: var made }, Body.Operations: var lines } }
                && model.Symbols.IsTask(made))
            {
                return (lines.LastOrDefault() as IReturnOperation)?.ReturnedValue;
            }
        }

        return null;
    }
}
