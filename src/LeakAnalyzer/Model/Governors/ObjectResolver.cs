using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Model;

/// <summary>Follows the object that a wait stands on through locals and parts (<c>channel.Reader</c>) to where it comes from.</summary>
internal sealed class ObjectResolver(LeakModel model)
{
    private const int MostSteps = 8;
    private const string Reader = nameof(Reader);
    private const string Writer = nameof(Writer);

    /// <summary>The object that an expression is; unknown where it comes from a call, an element, or another object's property.</summary>
    public WaitedObject Resolve(IOperation expression) => Resolve(expression, MostSteps);

    /// <summary>What a parameter holds, whatever it is given.</summary>
    public static WaitedObject WithoutOrigin(IParameterSymbol parameter) => WaitedObject.Of(parameter, PartOf(parameter.Type));

    /// <summary>Which part of an object a variable of this type holds: the reader or the writer of a channel or pipe, else all of it.</summary>
    private static string PartOf(ITypeSymbol type)
    {
        for (ITypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            switch (current.Name)
            {
                case "ChannelReader" or "PipeReader":
                    return Reader;
                case "ChannelWriter" or "PipeWriter":
                    return Writer;
            }
        }

        return "";
    }

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
                return FromValue(WaitedObject.Of(local, PartOf(local.Type)), VariableValues.Of(local), steps);

            case IParameterReferenceOperation { Parameter: var parameter }:
                return VariableValues.Of(parameter) is { Count: 0 }
                    ? WithoutOrigin(parameter)
                    : WaitedObject.Unknown;

            case IPropertyReferenceOperation { Instance: { } instance, Property: { Name: Reader or Writer } property } when IsWhole(instance.Type):
                return Resolve(instance, steps - 1);

            case IFieldReferenceOperation { Field: var field } reference when IsOwn(reference):
                return OfMember(field, field.Type, steps);

            case IPropertyReferenceOperation { Property: var property } reference when IsOwn(reference):
                return OfMember(property, property.Type, steps);

            case IObjectCreationOperation { Type.Name: "TaskCompletionSource" }:
                return WaitedObject.Anonymous;

            default:
                return WaitedObject.Unknown;
        }
    }

    /// <summary>A variable that is one name more for another object, or the first name of a new one.</summary>
    private WaitedObject FromValue(WaitedObject variable, List<ExpressionSyntax>? values, int steps)
    {
        if (values is null || values.Count == 0 && variable.Root is ILocalSymbol)
        {
            return WaitedObject.Unknown;
        }

        return values is [var only] && !IsNew(only) && model.OperationAt(only) is { } value
            ? variable.From(Resolve(value, steps - 1), only)
            : variable;
    }

    /// <summary>The object of a field: its own, or that of another member that it is one more name for. What it was given, its giver may end.</summary>
    private WaitedObject OfMember(ISymbol member, ITypeSymbol type, int steps)
    {
        var own = WaitedObject.Of(member, PartOf(type));
        if (!VariableValues.IsPrivate(member) || VariableValues.Only(member) is not { } only || IsNew(only))
        {
            return own;
        }

        WaitedObject aliased = FromValue(own, [only], steps);
        return aliased is { Names.IsEmpty: false, Root: IFieldSymbol or IPropertySymbol } ? aliased : WaitedObject.Unknown;
    }

    /// <summary>Whether an expression makes a new object.</summary>
    public static bool IsNew(ExpressionSyntax expression) =>
        expression is BaseObjectCreationExpressionSyntax
        || expression is InvocationExpressionSyntax
        {
            Expression: MemberAccessExpressionSyntax
            {
                Name.Identifier.ValueText: "CreateUnbounded" or "CreateBounded" or "CreateUnboundedPrioritized",
                Expression: SimpleNameSyntax { Identifier.ValueText: "Channel" } or MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Channel" },
            } or MemberAccessExpressionSyntax
            {
                Name.Identifier.ValueText: "CreateLinkedTokenSource",
            },
        };

    /// <summary>Whether all that a variable is ever given is new, or null.</summary>
    public static bool HoldsOnlyNew(ISymbol variable)
    {
        bool any = false;
        foreach (ExpressionSyntax value in VariableValues.Of(variable) ?? [])
        {
            if (!SyntaxQueries.IsNull(value))
            {
                any = true;
                if (!IsNew(value))
                {
                    return false;
                }
            }
        }

        return any;
    }

    /// <summary>Whether a type's <c>Reader</c> and <c>Writer</c> are two ends of one thing.</summary>
    private static bool IsWhole(ITypeSymbol? type) => type is { Name: "Channel" or "Pipe" };

    /// <summary>Whether a member is used of the object at hand.</summary>
    public static bool IsOwn(IMemberReferenceOperation reference) =>
        reference.Instance is null or IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance };
}
