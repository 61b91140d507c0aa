using System.Collections.Immutable;
using LeakAnalyzer.Facts;
using LeakAnalyzer.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Tracking;

/// <summary>Small questions about operations that several rooms ask.</summary>
internal static class Operations
{
    private const int Infinite = -1;
    private const int MostSteps = 4;

    /// <summary>The operation without conversions and parentheses around it.</summary>
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

    /// <summary>The task, awaitable or sequence that an expression is made of, without what only passes its end and its result on: <c>ConfigureAwait</c>, <c>AsTask</c>, an own wrapper.</summary>
    public static IOperation WithoutWrappers(this IOperation task, CodeModel code)
    {
        task = task.Unwrap();
        while (task is IInvocationOperation call && code.Calls.Of(call) is not ({ GivesUp: true } or { Starts: true }) && code.Calls.TaskBehind(call) is { } inner)
        {
            task = inner.Unwrap();
        }

        return task;
    }

    /// <summary>The operation that stands for a value where something is done with it: conversions of it, the whole of a choice that it is one side of, what follows a <c>?.</c>.</summary>
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

    /// <summary>What a <c>?.</c> asks for null before it gets to the placeholder of its receiver; null where the placeholder is in none.</summary>
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

    /// <summary>The placeholder that stands for the receiver in the part after <c>?.</c>.</summary>
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

    /// <summary>An operation and all in it, in order, without what functions in it do.</summary>
    public static IEnumerable<IOperation> OwnOperations(this IOperation root)
    {
        var pending = new Stack<IOperation>();
        pending.Push(root);
        while (pending.Count > 0)
        {
            IOperation operation = pending.Pop();
            if (operation != root && operation is IAnonymousFunctionOperation or ILocalFunctionOperation or INameOfOperation)
            {
                continue;
            }

            yield return operation;
            foreach (IOperation child in operation.ChildOperations.Reverse())
            {
                pending.Push(child);
            }
        }
    }

    /// <summary>Whether two expressions name the same variable, or the same member of one: <c>_promise.Task</c>.</summary>
    public static bool IsSameVariable(IOperation? one, IOperation? other) => (one?.Unwrap(), other?.Unwrap()) switch
    {
        (ILocalReferenceOperation left, ILocalReferenceOperation right) => KnownSymbols.Same(left.Local, right.Local),
        (IParameterReferenceOperation left, IParameterReferenceOperation right) => KnownSymbols.Same(left.Parameter, right.Parameter),
        (IInstanceReferenceOperation left, IInstanceReferenceOperation right) => left.ReferenceKind == right.ReferenceKind,
        (IMemberReferenceOperation left, IMemberReferenceOperation right) =>
            KnownSymbols.Same(left.Member, right.Member) && (left.Instance is null && right.Instance is null || IsSameVariable(left.Instance, right.Instance)),
        _ => false,
    };

    /// <summary>The value given to the parameter at a position; null where the call has none.</summary>
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

    /// <summary>The object that a member is called on: the instance, or the first argument of an extension.</summary>
    public static IOperation? Receiver(this IInvocationOperation call) =>
        call.Instance ?? (call.TargetMethod.IsExtensionMethod ? call.ArgumentAt(0)?.Value : null);

    /// <summary>The elements of an array or collection that is written out, as the operands of <c>Task.WhenAll(a, b)</c> are.</summary>
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

    /// <summary>The first argument that is a delegate; null where a call has none.</summary>
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

    /// <summary>Whether a call carries a time after which it gives up.</summary>
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

    /// <summary>Whether a call sleeps for a time that is infinite.</summary>
    public static bool IsInfiniteSleep(IInvocationOperation call, CodeModel code) => call.ArgumentAt(0) is { Value: var time } && IsInfiniteTime(time, code);

    /// <summary>Whether a value is written out as an infinite time: -1, <c>Timeout.Infinite</c>, <c>Timeout.InfiniteTimeSpan</c> or a span of -1 ms.</summary>
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

    /// <summary>The milliseconds of a time that is known at compile time: of a constant, of a time made of constants, or of what a variable is ever given; null elsewhere.</summary>
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

    private static bool IsTime(IParameterSymbol? parameter, KnownSymbols symbols) =>
        parameter is not null
        && (symbols.IsTimeSpan(parameter.Type)
            || parameter.Type.SpecialType == SpecialType.System_Int32
            && TellingNames.SoundsLikeTime(parameter));

    /// <summary>Whether it is a collection expression, an operation that the oldest supported Roslyn has no name for.</summary>
    private static bool IsCollectionExpression(IOperation operation) =>
        operation.Syntax is Microsoft.CodeAnalysis.CSharp.Syntax.CollectionExpressionSyntax;
}
