using LeakAnalyzer.Facts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Tracking;

/// <summary>Follows the object that a wait stands on through locals, fields and parts (<c>channel.Reader</c>) to where it comes from.</summary>
internal sealed class ObjectResolver(CodeModel code)
{
    private const int MostSteps = 8;

    /// <summary>The object that an expression is; unknown where it comes from an unseen call, an element, or another type's property.</summary>
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
                    : FromValue(WaitedObject.Of(local), code.Values.Of(local), steps);
            case IParameterReferenceOperation { Parameter: var parameter }:
                return code.Values.Of(parameter) is { Count: 0 } ? WaitedObject.Of(parameter) : WaitedObject.Unknown;
            case IPropertyReferenceOperation { Instance: { } instance } part when code.Calls.Of(part) is { Result: ResultKind.Part }:
                return IsOfProject(instance.Type) ? WaitedObject.Unknown : Resolve(instance, steps - 1);
            case IFieldReferenceOperation { Field: var field } reference:
                return IsOwn(reference) ? OfMember(field, steps) : OfOther(reference, steps);
            case IPropertyReferenceOperation { Property: var property } reference:
                return IsOwn(reference) ? OfProperty(property, steps) : OfOther(reference, steps);
            case IInvocationOperation call when code.Calls.Of(call) is { Result: ResultKind.Part or ResultKind.Same, ResultOf: Operand.Receiver } && call.Receiver() is { } receiver:
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
    /// The collection of the object at hand in which a function keeps a new promise whose task it gives back, and the promise as it is handed over:
    /// who ends it finds it there. Null where it is kept in none.
    /// </summary>
    private (IOperation Keeper, SyntaxNode Kept)? Keeper(ILocalSymbol local)
    {
        if (!code.Symbols.IsPromise(local.Type) || !code.Values.HoldsOnlyNew(local))
        {
            return null;
        }

        (IOperation Keeper, SyntaxNode Kept)? found = null;
        bool isGivenBack = false;
        foreach (IdentifierNameSyntax use in code.Uses.Of(local))
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

    /// <summary>The object of a variable: an alias of another object, or a new object.</summary>
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

    /// <summary>The object of a field: one of its own, or another that it is an alias of, such as a parameter of the constructor.</summary>
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

    /// <summary>The object of a property of <c>this</c>: what its getter returns, or what an auto-property holds.</summary>
    private WaitedObject OfProperty(IPropertySymbol property, int steps) =>
        IsOverridable(property) || VariableValues.GivenBy(property) is not { } given ? OfMember(property, steps)
        : code.OperationAt(given) is { } value ? Resolve(value, steps - 1)
        : WaitedObject.Unknown;

    /// <summary>The object in a member of another object, whose type is in the project.</summary>
    private WaitedObject OfOther(IMemberReferenceOperation reference, int steps)
    {
        ISymbol member = reference.Member.OriginalDefinition;
        if (reference.Instance is not { } instance || member.DeclaringSyntaxReferences.IsEmpty)
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

    /// <summary>Whether a type is declared in the project: its own code may end what it inherits.</summary>
    private static bool IsOfProject(ITypeSymbol? type) => type?.OriginalDefinition.DeclaringSyntaxReferences.Length > 0;

    private static bool IsOverridable(IPropertySymbol property) => property.IsVirtual || property.IsAbstract || property.IsOverride && !property.IsSealed;

    /// <summary>Whether a member access is on <c>this</c>.</summary>
    public static bool IsOwn(IMemberReferenceOperation reference) =>
        reference.Instance is null or IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance };
}
