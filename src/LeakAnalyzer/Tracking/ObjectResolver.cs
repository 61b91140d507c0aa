using LeakAnalyzer.Facts;
using LeakAnalyzer.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Tracking;

/// <summary>Finds where an object that code waits on comes from, by following it through locals, fields and parts (<c>channel.Reader</c>).</summary>
internal sealed class ObjectResolver(CodeModel code)
{
    private const int MostSteps = 8;

    /// <summary>
    /// Finds the object that an expression evaluates to; unknown if the object comes, for example, from an unseen call or an element of a collection.
    /// </summary>
    public WaitedObject Resolve(IOperation expression) => Resolve(expression, MostSteps);

    private WaitedObject Resolve(IOperation expression, int steps)
    {
        if (steps == 0)
        {
            return WaitedObject.Unknown;
        }

        expression = expression.Unwrap();
        switch (expression)
        {
            case ILocalReferenceOperation { Local: var local }:
                return Keeper(local) is var (keeper, kept)
                    ? WaitedObject.Of(local).From(Resolve(keeper, steps - 1), kept)
                    : OfElement(local, steps) ?? FromValue(WaitedObject.Of(local), code.Values.Of(local), steps);
            case IParameterReferenceOperation { Parameter: var parameter }:
                return code.Values.Of(parameter) is { Count: 0 } ? OfElement(parameter, steps) ?? WaitedObject.Of(parameter) : WaitedObject.Unknown;
            case IPropertyReferenceOperation { Instance: { } instance } part when code.Calls.Of(part) is { Result: ResultKind.Part }:
                return IsOfProject(instance.Type) ? WaitedObject.Unknown : Resolve(instance, steps - 1);
            case IFieldReferenceOperation { Field: var field } reference:
                return IsOwn(reference) ? OfMember(field, steps) : OfOther(reference, steps);
            case IPropertyReferenceOperation { Property: var property } reference:
                return IsOwn(reference) ? OfProperty(property, steps) : OfOther(reference, steps);
            case IInvocationOperation call when code.Calls.Of(call) is { Result: ResultKind.Part, ResultOf: Operand.Receiver } && call.Receiver() is { } receiver:
                return Resolve(receiver, steps - 1);
            case IInvocationOperation call when code.Calls.Of(call) is { Result: ResultKind.Same, ResultOf: Operand.Argument } && call.ArgumentAt(0) is { } argument:
                return Resolve(argument.Value, steps - 1);
            case ICoalesceOperation { Value: var given, WhenNull: var instead } when instead.Unwrap() is IThrowOperation:
                return Resolve(given, steps - 1);
            case IConditionalAccessInstanceOperation instance when Operations.ConditionalReceiver(instance) is { } receiver:
                return Resolve(receiver, steps - 1);
            case IObjectCreationOperation { Type: var type } when code.Symbols.IsPromise(type):
                return WaitedObject.Anonymous;
            default:
                return WaitedObject.Unknown;
        }
    }

    /// <summary>
    /// Finds the collection <c>_waiters</c> and the argument, if a function keeps a <c>TaskCompletionSource</c> only there:
    /// <c>_waiters.Add(promise); return promise.Task;</c>. Code that completes it takes it from this collection.
    /// </summary>
    private (IOperation Keeper, SyntaxNode Kept)? Keeper(ILocalSymbol local)
    {
        if (!code.Symbols.IsPromise(local.Type) || !code.Values.HoldsOnlyNew(local))
        {
            return null;
        }

        (IOperation Keeper, SyntaxNode Kept)? found = null;
        bool isGivenBack = false;
        foreach (SimpleNameSyntax use in code.Uses.Of(local))
        {
            isGivenBack |= use.FirstAncestorOrSelf<StatementSyntax>() is ReturnStatementSyntax;
            if (code.OperationAt(use)?.Outermost() is { Parent: IArgumentOperation { Parent: IInvocationOperation { Instance: IFieldReferenceOperation { Field: var field } keeper } } } value
                && IsOwn(keeper) && code.World.IsClosed(field) && Containers.IsContainer(field.Type, code))
            {
                found = (keeper, value.Syntax);
            }
        }

        return isGivenBack ? found : null;
    }

    /// <summary>
    /// Finds the object of a variable that gets the elements of a collection: it comes from that collection. Null if the variable gets no elements, or
    /// if the collection can't be followed.
    /// </summary>
    private WaitedObject? OfElement(ISymbol variable, int steps) =>
        Elements.AreIn(variable, code, out IOperation? collection) && collection is not null && OfCollection(collection, steps - 1) is { IsUnknown: false } origin
            ? WaitedObject.Of(variable).From(origin, collection.Syntax)
            : null;

    private WaitedObject OfCollection(IOperation collection, int steps) => collection switch
    {
        IMemberReferenceOperation { Member: IFieldSymbol or IPropertySymbol } reference when IsOwn(reference) && code.World.IsClosed(reference.Member) => WaitedObject.Of(reference.Member.OriginalDefinition),
        ILocalReferenceOperation { Local: var local } when steps > 0 => OfElement(local, steps) ?? (code.Values.Of(local) is { Count: > 0 } ? WaitedObject.Of(local) : WaitedObject.Unknown),
        IParameterReferenceOperation { Parameter: var parameter } when steps > 0 && code.Values.Of(parameter) is { Count: 0 } =>
            OfElement(parameter, steps) ?? (IsGivenFromOutside(parameter) ? WaitedObject.Of(parameter) : WaitedObject.Unknown),
        _ => WaitedObject.Unknown,
    };

    /// <summary>Whether callers that can't all be seen give a parameter its value.</summary>
    private bool IsGivenFromOutside(IParameterSymbol parameter) =>
        parameter.ContainingSymbol is IMethodSymbol { MethodKind: MethodKind.Ordinary or MethodKind.Constructor } method && !VisibleWorld.IsOfTypeOnly(method) && !code.World.IsClosed(method.OriginalDefinition);

    /// <summary>Finds the object of a variable: its only value's object, unless that is a new object.</summary>
    private WaitedObject FromValue(WaitedObject variable, List<ExpressionSyntax>? values, int steps)
    {
        if (values is null || values.Count == 0 && variable.Root is ILocalSymbol)
        {
            return WaitedObject.Unknown;
        }

        return values is [var only] && !code.Values.IsNew(only) && code.OperationAt(only) is { } value
            ? variable.From(Resolve(value, steps - 1), only)
            : variable;
    }

    /// <summary>Finds the object of a field or property of <c>this</c> with all its other names; only the member itself if these can't be followed.</summary>
    public WaitedObject OfMember(ISymbol member) => OfMember(member, MostSteps) is { IsUnknown: false } known ? known : WaitedObject.Of(member);

    /// <summary>Finds the object of a field or property: that of its only value, such as a parameter of the constructor, unless that is a new object.</summary>
    private WaitedObject OfMember(ISymbol member, int steps)
    {
        var own = WaitedObject.Of(member);
        if (!code.World.IsClosed(member) || code.Values.Only(member) is not { } only || code.Values.IsNew(only))
        {
            return own;
        }

        WaitedObject aliased = FromValue(own, [only], steps);
        return aliased is { Names.IsEmpty: false, Root: IFieldSymbol or IPropertySymbol or ILocalSymbol or IParameterSymbol { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Constructor } } } ? aliased : WaitedObject.Unknown;
    }

    /// <summary>Finds the object of a property of <c>this</c>: the one that its getter returns, or that an auto-property holds.</summary>
    private WaitedObject OfProperty(IPropertySymbol property, int steps) =>
        IsOverridable(property) || VariableValues.GivenBy(property) is not { } given ? OfMember(property, steps)
        : code.OperationAt(given) is { } value ? Resolve(value, steps - 1)
        : WaitedObject.Unknown;

    /// <summary>Finds the object in a member of an object other than <c>this</c>; unknown if the project doesn't declare the member, or an extension block does.</summary>
    private WaitedObject OfOther(IMemberReferenceOperation reference, int steps)
    {
        ISymbol member = reference.Member.OriginalDefinition;
        if (reference.Instance is not { } instance || ExtensionBlocks.IsMember(member) || member.DeclaringSyntaxReferences.IsEmpty)
        {
            return WaitedObject.Unknown;
        }

        WaitedObject holder = Resolve(instance, steps - 1);
        if (member is IPropertySymbol property && !IsOverridable(property) && VariableValues.GivenBy(property) is { } given)
        {
            return code.OperationAt(given) is { } value && Resolve(value, steps - 1) is { Names.IsEmpty: false, Root: IFieldSymbol { IsStatic: false } or IPropertySymbol { IsStatic: false } } inner
                ? inner.HeldBy(holder)
                : WaitedObject.Unknown;
        }

        return holder.Member(member);
    }

    private static bool IsOfProject(ITypeSymbol? type) => type?.OriginalDefinition.DeclaringSyntaxReferences.Length > 0;

    private static bool IsOverridable(IPropertySymbol property) => property.IsVirtual || property.IsAbstract || property.IsOverride && !property.IsSealed;

    /// <summary>Whether a member is accessed on <c>this</c>, or is static.</summary>
    public static bool IsOwn(IMemberReferenceOperation reference) =>
        reference.Instance is null or IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance };
}
