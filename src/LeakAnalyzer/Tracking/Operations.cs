using System.Collections.Immutable;
using LeakAnalyzer.Facts;
using LeakAnalyzer.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Tracking;

/// <summary>Small queries about operations, shared by several namespaces.</summary>
internal static class Operations
{
    private const int Infinite = -1;
    private const int MostSteps = 4;
    private const OperationKind CollectionExpression = (OperationKind)127; // the oldest supported Roslyn has no name for it

    /// <summary>Gets the operation inside conversions and parentheses.</summary>
    public static IOperation Unwrap(this IOperation operation)
    {
        while (true)
        {
            switch (operation)
            {
                case IConversionOperation conversion:
                    operation = conversion.Operand;
                    break;
                case IParenthesizedOperation parenthesized:
                    operation = parenthesized.Operand;
                    break;
                default:
                    return operation;
            }
        }
    }

    /// <summary>Gets the task or sequence inside wrappers that only pass on its completion and result, such as <c>ConfigureAwait</c>.</summary>
    public static IOperation WithoutWrappers(this IOperation task, CodeModel code)
    {
        task = task.Unwrap();
        while (task is IInvocationOperation call && code.Calls.Of(call) is not ({ GivesUp: true } or { Starts: true }) && code.Calls.TaskBehind(call) is { } inner)
        {
            task = inner.Unwrap();
        }

        return task;
    }

    /// <summary>
    /// Gets the operation that the surrounding code sees as the value, such as a conversion of it, or <c>a?.b</c> for <c>b</c>. For <c>a</c> in <c>a?.b</c>,
    /// this is the placeholder for <c>a</c> in <c>.b</c>.
    /// </summary>
    public static IOperation Outermost(this IOperation value)
    {
        while (true)
        {
            switch (value.Parent)
            {
                case IConversionOperation or IParenthesizedOperation or ICoalesceOperation:
                    value = value.Parent;
                    break;
                case IConditionalOperation choice when choice.Condition != value && choice.Type is not null:
                    value = choice;
                    break;
                case IConditionalAccessOperation access when access.WhenNotNull == value:
                    value = access;
                    break;
                case IConditionalAccessOperation access when access.Operation == value && InstanceIn(access.WhenNotNull) is { } instance:
                    value = instance;
                    break;
                default:
                    return value;
            }
        }
    }

    /// <summary>Gets the expression before a <c>?.</c>, given the placeholder that stands for it after the <c>?.</c>; null if there is none.</summary>
    public static IOperation? ConditionalReceiver(IOperation placeholder)
    {
        IOperation part = placeholder;
        while (part.Parent is { } outer)
        {
            if (outer is IConditionalAccessOperation access && access.WhenNotNull == part)
            {
                return access.Operation;
            }

            part = outer;
        }

        return null;
    }

    /// <summary>Gets the placeholder that stands, after a <c>?.</c>, for the expression before it; null if there is none.</summary>
    private static IOperation? InstanceIn(IOperation whenNotNull)
    {
        foreach (IOperation operation in whenNotNull.DescendantsAndSelf())
        {
            if (operation is IConditionalAccessInstanceOperation)
            {
                return operation;
            }
        }

        return null;
    }

    /// <summary>Gets an operation and those inside it, in source order, without lambdas, local functions, <c>nameof</c>, and what these contain.</summary>
    public static IEnumerable<IOperation> OwnOperations(this IOperation root)
    {
        yield return root;
        var open = new Stack<IOperation.OperationList.Enumerator>(); // the children still to be visited: one enumerator for each operation around this one
        open.Push(root.ChildOperations.GetEnumerator());
        while (open.Count > 0)
        {
            IOperation.OperationList.Enumerator children = open.Pop();
            if (!children.MoveNext())
            {
                continue;
            }

            open.Push(children);
            IOperation operation = children.Current;
            if (operation is not (IAnonymousFunctionOperation or ILocalFunctionOperation or INameOfOperation))
            {
                yield return operation;
                open.Push(operation.ChildOperations.GetEnumerator());
            }
        }
    }

    /// <summary>Whether two expressions refer to the same variable, or to the same member of the same variable, such as <c>_promise.Task</c>.</summary>
    public static bool IsSameVariable(IOperation? one, IOperation? other) => (one?.Unwrap(), other?.Unwrap()) switch
    {
        (ILocalReferenceOperation left, ILocalReferenceOperation right) => KnownSymbols.Same(left.Local, right.Local),
        (IParameterReferenceOperation left, IParameterReferenceOperation right) => KnownSymbols.Same(left.Parameter, right.Parameter),
        (IInstanceReferenceOperation left, IInstanceReferenceOperation right) => left.ReferenceKind == right.ReferenceKind,
        (IMemberReferenceOperation left, IMemberReferenceOperation right) =>
            KnownSymbols.Same(left.Member, right.Member) && (left.Instance is null && right.Instance is null || IsSameVariable(left.Instance, right.Instance)),
        _ => false,
    };

    /// <summary>Gets the argument for the parameter at a position; null if the call has none.</summary>
    public static IArgumentOperation? ArgumentAt(this IInvocationOperation call, int ordinal)
    {
        foreach (IArgumentOperation argument in call.Arguments)
        {
            if (argument.Parameter?.Ordinal == ordinal)
            {
                return argument;
            }
        }

        return null;
    }

    /// <summary>Gets the object on which a method is called, also for an extension method; null if there is none.</summary>
    public static IOperation? Receiver(this IInvocationOperation call) =>
        call.Instance ?? (call.TargetMethod.IsExtensionMethod ? call.ArgumentAt(0)?.Value : null);

    /// <summary>
    /// Gets the value that a call passes to a parameter of the called source method; null if there is none. An extension block's member can be called on its
    /// receiver, <c>task.Forget(log)</c>, or as the static method that the compiler makes of it, <c>Extensions.Forget(task, log)</c>.
    /// </summary>
    public static IOperation? ValueFor(this IInvocationOperation call, IParameterSymbol parameter)
    {
        if (ExtensionBlocks.IsReceiver(parameter))
        {
            return call.Instance ?? call.ArgumentAt(0)?.Value;
        }

        bool isReceiverPassed = call.Instance is null && ExtensionBlocks.IsMember(parameter.ContainingSymbol) && !ExtensionBlocks.IsMember(call.TargetMethod);
        return call.ArgumentAt(parameter.Ordinal + (isReceiverPassed ? 1 : 0))?.Value;
    }

    /// <summary>Whether the code of a call doesn't write the value that the call passes: it is a default value, or an array for <c>params</c>.</summary>
    public static bool IsImpliedArgument(IOperation value) => value.Parent is IArgumentOperation { ArgumentKind: not ArgumentKind.Explicit };

    /// <summary>Gets the elements that an array or collection expression writes, such as <c>a</c> and <c>b</c> in <c>Task.WhenAll(a, b)</c>.</summary>
    public static IEnumerable<IOperation> Elements(IOperation collection)
    {
        collection = collection.Unwrap();
        return collection switch
        {
            IArrayCreationOperation { Initializer: { } initializer } => initializer.ElementValues,
            IArrayInitializerOperation initializer => initializer.ElementValues,
            IObjectCreationOperation { Initializer: { } initializer } list when list.Arguments.All(argument => argument.Value.Type?.SpecialType == SpecialType.System_Int32) =>
                initializer.Initializers.Select(added => added is IInvocationOperation { Arguments: [var argument] } ? argument.Value : added),
            _ when IsCollectionExpression(collection) => collection.ChildOperations,
            _ => ImmutableArray<IOperation>.Empty,
        };
    }

    /// <summary>Gets the value of the first argument whose parameter is a delegate; null if a call has none.</summary>
    public static IOperation? DelegateArgument(ImmutableArray<IArgumentOperation> arguments)
    {
        foreach (IArgumentOperation argument in arguments)
        {
            if (argument.Parameter?.Type.TypeKind == TypeKind.Delegate)
            {
                return argument.Value;
            }
        }

        return null;
    }

    /// <summary>Whether a call has an argument that limits how long the call waits.</summary>
    public static bool HasTimeout(IInvocationOperation call, CodeModel code)
    {
        foreach (IArgumentOperation argument in call.Arguments)
        {
            if (IsTime(argument.Parameter, code.Symbols) && argument.ArgumentKind != ArgumentKind.DefaultValue && !IsInfiniteTime(argument.Value, code))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether the first argument of a call is an infinite time, as in <c>Task.Delay(-1)</c>.</summary>
    public static bool IsInfiniteSleep(IInvocationOperation call, CodeModel code) => call.ArgumentAt(0) is { Value: var time } && IsInfiniteTime(time, code);

    /// <summary>Whether an expression is an infinite time: -1, <c>Timeout.Infinite</c>, <c>Timeout.InfiniteTimeSpan</c> or a span of -1 ms.</summary>
    public static bool IsInfiniteTime(IOperation value, CodeModel code)
    {
        value = value.Unwrap();
        return value switch
        {
            { ConstantValue: { HasValue: true, Value: int number } } => number == Infinite,
            { ConstantValue: { HasValue: true, Value: long number } } => number == Infinite,
            { ConstantValue: { HasValue: true, Value: double number } } => number == Infinite,
            IMemberReferenceOperation { Member: { IsStatic: true } member } => code.Catalogue.Find(member) is { Result: ResultKind.InfiniteTime },
            IInvocationOperation { TargetMethod: { IsStatic: true } method, Arguments: [var argument, ..] } =>
                code.Catalogue.Find(method) is { Result: ResultKind.TimeOf } && IsInfiniteTime(argument.Value, code),
            _ => false,
        };
    }

    /// <summary>Gets the milliseconds of a time that is made of constants, or of a variable that only holds such a time; null for other expressions.</summary>
    public static double? KnownMilliseconds(IOperation value, CodeModel code, int steps = MostSteps)
    {
        value = value.Unwrap();
        return value switch
        {
            { ConstantValue: { HasValue: true, Value: int number } } => number,
            { ConstantValue: { HasValue: true, Value: long number } } => number,
            { ConstantValue: { HasValue: true, Value: double number } } => number,
            IInvocationOperation { TargetMethod: { IsStatic: true } method, Arguments: var arguments } => Sum(method, arguments),
            IObjectCreationOperation { Constructor: { } constructor, Arguments: { IsEmpty: false } arguments } => Sum(constructor, arguments),
            ILocalReferenceOperation { Local: var local } => OfVariable(local, code, steps),
            IFieldReferenceOperation { Field: var field } => OfVariable(field, code, steps),
            _ => null,
        };
    }

    private static double? OfVariable(ISymbol variable, CodeModel code, int steps) =>
        steps > 0 && code.Values.Only(variable) is { } only && code.OperationAt(only) is { } value ? KnownMilliseconds(value, code, steps - 1) : null;

    private static double? Sum(IMethodSymbol method, ImmutableArray<IArgumentOperation> arguments)
    {
        if (Facts.Catalogue.Times.UnitsOf(method) is not { } units)
        {
            return null;
        }

        double sum = 0;
        foreach (IArgumentOperation argument in arguments)
        {
            if (argument.ArgumentKind == ArgumentKind.DefaultValue)
            {
                continue;
            }

            if (argument.Value.Unwrap().ConstantValue is not { HasValue: true, Value: IConvertible number and not string } || argument.Parameter!.Ordinal >= units.Length)
            {
                return null;
            }

            sum += units[argument.Parameter.Ordinal] * number.ToDouble(System.Globalization.CultureInfo.InvariantCulture);
        }

        return sum;
    }

    private static bool IsTime(IParameterSymbol? parameter, KnownSymbols symbols)
    {
        ITypeSymbol? type = parameter?.Type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T, TypeArguments: [var value] } ? value : parameter?.Type;
        return symbols.IsTimeSpan(type) || type?.SpecialType == SpecialType.System_Int32 && TellingNames.SoundsLikeTime(parameter!);
    }

    /// <summary>
    /// Whether an operation is a collection expression, or the arguments of a <c>params</c> parameter that isn't an array, such as a span.
    /// </summary>
    /// <remarks>In the oldest supported Roslyn, a collection expression has no kind of its own, and is known by its syntax.</remarks>
    public static bool IsCollectionExpression(IOperation operation) =>
        operation.Kind == CollectionExpression || operation.Syntax is Microsoft.CodeAnalysis.CSharp.Syntax.CollectionExpressionSyntax;
}
