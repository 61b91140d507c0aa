using System.Collections.Immutable;
using LeakAnalyzer.Facts;
using LeakAnalyzer.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Tracking;

/// <summary>What an expression takes out of a collection: an element, a part of the collection, or only a value such as its count.</summary>
/// <param name="Value">The expression for an element, or for a part of the collection such as <c>dictionary.Values</c>; null if there is none.</param>
/// <param name="Locals">The locals that receive an element: a loop variable, or a local in an <c>out</c> argument.</param>
/// <param name="IsUnseen">Whether elements may be passed to code that can't be followed.</param>
internal readonly record struct Taken(IOperation? Value, ImmutableArray<ILocalSymbol> Locals, bool IsUnseen);

/// <summary>
/// Tells what code does with a collection of objects, such as a list of tasks. What is done to one element is taken as done to any of them.
/// </summary>
internal static class Containers
{
    private static readonly Taken s_unseen = new(null, ImmutableArray<ILocalSymbol>.Empty, IsUnseen: true);

    /// <summary>Whether a type is an array or collection, but not one on which code can wait, such as <c>BlockingCollection</c>.</summary>
    public static bool IsContainer(ITypeSymbol? type, CodeModel code) =>
        type is IArrayTypeSymbol
        || type is INamedTypeSymbol named
            && KnownSymbols.IsOfCollections(named)
            && !code.Symbols.IsAsyncEnumerable(type)
            && code.Catalogue.Find(type) is null or { AnyEffect: Effect.None };

    /// <summary>Gets what the surrounding expression takes out of a collection; null if it doesn't read from one, but passes it on, for example.</summary>
    public static Taken? TakenFrom(IOperation value, CodeModel code) => !IsContainer(value.Type, code) ? null : value.Parent switch
    {
        IPropertyReferenceOperation part when part.Instance == value => new Taken(IsPlain(part.Type, code) ? null : part, ImmutableArray<ILocalSymbol>.Empty, IsUnseen: false),
        IArrayElementReferenceOperation element when element.ArrayReference == value => new Taken(IsPlain(element.Type, code) ? null : element, ImmutableArray<ILocalSymbol>.Empty, IsUnseen: false),
        IInvocationOperation call when call.Instance == value => TakenBy(call, code),
        IArgumentOperation { Parent: IInvocationOperation { TargetMethod.DeclaringSyntaxReferences.IsEmpty: true } call } argument when call.Receiver() == argument.Value => TakenBy(call, code),
        IForEachLoopOperation loop when loop.Collection == value => new Taken(null, Objects(loop.Locals, code), IsUnseen: false),
        _ => null,
    };

    /// <summary>Gets the collection to which a value is passed, as by <c>queue.Enqueue(value)</c> or <c>map[key] = value</c>; null if there is none.</summary>
    /// <param name="use">The parent operation of the value.</param>
    /// <param name="value">The operation that evaluates to the value.</param>
    /// <param name="code">The compilation's code.</param>
    public static IOperation? PutInto(IOperation use, IOperation value, CodeModel code)
    {
        IOperation? collection = use switch
        {
            IArgumentOperation { Parameter.RefKind: RefKind.None or RefKind.In, Parent: IInvocationOperation call } => call.Instance,
            ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.IsIndexer: true } element } assignment when assignment.Value == value => element.Instance,
            _ => null,
        };
        return collection is not null && IsContainer(collection.Type, code) ? collection : null;
    }

    /// <summary>
    /// Gets the collection from which an expression takes an element or a part, such as <c>map</c> in <c>map.Values</c>; null if it takes none.
    /// </summary>
    public static IOperation? TakenOutOf(IOperation? value, CodeModel code)
    {
        IOperation? holder = value switch
        {
            IInvocationOperation call => call.Receiver()?.Unwrap(),
            IPropertyReferenceOperation part => part.Instance?.Unwrap(),
            IArrayElementReferenceOperation element => element.ArrayReference.Unwrap(),
            _ => null,
        };
        return holder is not null && IsContainer(holder.Type, code) ? holder : null;
    }

    private static Taken TakenBy(IInvocationOperation call, CodeModel code)
    {
        ImmutableArray<ILocalSymbol> locals = ImmutableArray<ILocalSymbol>.Empty;
        foreach (IArgumentOperation argument in call.Arguments)
        {
            switch (argument)
            {
                case { Parameter.Type: INamedTypeSymbol { TypeKind: TypeKind.Delegate, DelegateInvokeMethod: var invoke } }:
                    if (invoke is null || invoke.Parameters.Any(parameter => !IsPlain(parameter.Type, code)))
                    {
                        return s_unseen; // the call may pass an element to the delegate
                    }

                    break;
                case { Parameter.RefKind: RefKind.Out, Value: IDeclarationExpressionOperation { Expression: ILocalReferenceOperation { Local: var local } } }:
                    locals = locals.Add(local);
                    break;
                case { Parameter.RefKind: RefKind.Out, Value: ILocalReferenceOperation { Local: var local } }:
                    locals = locals.Add(local);
                    break;
                case { Parameter.RefKind: RefKind.Ref or RefKind.Out, Value: not IDiscardOperation }:
                    return s_unseen;
            }
        }

        return new Taken(IsPlain(call.Type, code) ? null : call, Objects(locals, code), IsUnseen: false);
    }

    private static ImmutableArray<ILocalSymbol> Objects(ImmutableArray<ILocalSymbol> locals, CodeModel code) =>
        locals.RemoveAll(local => IsPlain(local.Type, code));

    /// <summary>Whether a value of a type can't be or contain an object that the analysis follows, such as a string or a number.</summary>
    private static bool IsPlain(ITypeSymbol? type, CodeModel code) =>
        type is null or { SpecialType: SpecialType.System_Void or SpecialType.System_String } || type.IsValueType && !IsContainer(type, code);
}
