using LeakAnalyzer.Facts;
using LeakAnalyzer.Summaries;
using LeakAnalyzer.Symbols;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Tasks;

/// <summary>
/// Objects that a scope or its type was given. That the giver may end one doesn't help the code that leaves a task running; only where all givers can be
/// seen, what they give is asked. Where one gives what can't be followed, the function or type is judged by itself.
/// </summary>
internal sealed class GivenObjects(LeakModel model, Scope scope)
{
    private const int MostCallers = 16;

    /// <summary>Whether all givers can be seen, and one of them gives an object that something ends.</summary>
    public bool IsEndedByGiver(WaitedObject waited, Wait wait, ObjectEnds ends)
    {
        if (waited.Root is not IParameterSymbol parameter || parameter.ContainingSymbol is not IMethodSymbol method || GiversOf(method) is not { } givers)
        {
            return false;
        }

        var resolver = new ObjectResolver(model);
        foreach (IOperation giver in givers)
        {
            if (ArgumentOf(giver, parameter) is not { ArgumentKind: ArgumentKind.Explicit } argument)
            {
                return true;
            }

            WaitedObject given = resolver.Resolve(argument.Value);
            if (!given.IsUnknown && !given.IsKnownToNobodyElse && given.Root is not IParameterSymbol && IsEnded(given, wait, ends))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether something ends what is given, or may; where it goes on to what can't be followed, the function or type is judged by itself.</summary>
    private static bool IsEnded(WaitedObject given, Wait wait, ObjectEnds ends) => ends.Of(given, wait.Interest, wait) switch
    {
        Governor.Nothing => false,
        Governor.Unknown => ends.Doubt == Doubt.MayBeEnded,
        _ => true,
    };

    /// <summary>Whether a member only holds what the type was given when it was made, or a part of it; or a parameter is one of a constructor of the type.</summary>
    public bool IsGivenToType(ISymbol symbol)
    {
        if (symbol is IParameterSymbol parameter)
        {
            return parameter.ContainingSymbol is IMethodSymbol { MethodKind: MethodKind.Constructor, ContainingType: var type }
                && KnownSymbols.Same(type.OriginalDefinition, scope.Type?.OriginalDefinition);
        }

        bool any = false;
        foreach (ExpressionSyntax value in model.Values.Of(symbol) ?? [])
        {
            if (SyntaxQueries.IsNull(value))
            {
                continue;
            }

            any = true;
            if (!IsGiven(model.OperationAt(value)))
            {
                return false;
            }
        }

        return any;
    }

    /// <summary>Whether a parameter is one of a primary constructor.</summary>
    public static bool IsOfPrimaryConstructor(IParameterSymbol parameter) =>
        parameter.DeclaringSyntaxReferences is [var reference, ..]
        && reference.GetSyntax() is ParameterSyntax { Parent.Parent: TypeDeclarationSyntax };

    /// <summary>Whether a value is a constructor's parameter, or a part of it.</summary>
    private bool IsGiven(IOperation? value)
    {
        value = value?.Unwrap();
        while (value is IPropertyReferenceOperation { Instance: { } instance } part && model.Calls.Of(part) is { Result: ResultKind.Part })
        {
            value = instance.Unwrap();
        }

        return value switch
        {
            IParameterReferenceOperation { Parameter.ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Constructor } } => true,
            ICoalesceOperation { Value: var given, WhenNull: var instead } => IsGiven(given) && instead.Unwrap() is IThrowOperation,
            _ => false,
        };
    }

    /// <summary>The calls of a private function, or the creations of a type that name it; null where they can't be seen, or are too many.</summary>
    private List<IOperation>? GiversOf(IMethodSymbol method)
    {
        IEnumerable<IOperation?> all;
        if (method.MethodKind == MethodKind.Constructor && model.World.IsClosed(method.ContainingType.OriginalDefinition))
        {
            all = model.Uses.OfType(method.ContainingType.OriginalDefinition)
                .Select(use => CreationAt(use) is { } creation && model.OperationAt(creation) is IObjectCreationOperation { Constructor: { } constructor } made && KnownSymbols.Same(constructor.OriginalDefinition, method.OriginalDefinition) ? made : null);
        }
        else if (VisibleWorld.IsOfTypeOnly(method))
        {
            all = PrivateCalls.Of(method, model);
        }
        else
        {
            return null;
        }

        List<IOperation> givers = [.. all.OfType<IOperation>().Take(MostCallers + 1)];
        return givers.Count <= MostCallers ? givers : null;
    }

    /// <summary>The creation that names a type, or gives a variable of that type its first value by <c>new()</c>.</summary>
    private static BaseObjectCreationExpressionSyntax? CreationAt(IdentifierNameSyntax type)
    {
        if (type.FirstAncestorOrSelf<SyntaxNode>(node => node is ObjectCreationExpressionSyntax or VariableDeclarationSyntax or PropertyDeclarationSyntax or StatementSyntax) is not { } around)
        {
            return null;
        }

        return around switch
        {
            ObjectCreationExpressionSyntax creation when creation.Type.Span.Contains(type.Span) => creation,
            VariableDeclarationSyntax { Variables: [{ Initializer.Value: ImplicitObjectCreationExpressionSyntax value }] } => value,
            PropertyDeclarationSyntax { Initializer.Value: ImplicitObjectCreationExpressionSyntax value } => value,
            _ => null,
        };
    }

    private static IArgumentOperation? ArgumentOf(IOperation giver, IParameterSymbol parameter) => giver switch
    {
        IInvocationOperation call => call.ArgumentAt(parameter.Ordinal),
        IObjectCreationOperation creation => creation.Arguments.FirstOrDefault(argument => argument.Parameter?.Ordinal == parameter.Ordinal),
        _ => null,
    };
}
