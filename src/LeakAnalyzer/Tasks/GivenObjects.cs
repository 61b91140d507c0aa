using LeakAnalyzer.Facts;
using LeakAnalyzer.Summaries;
using LeakAnalyzer.Symbols;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Tasks;

/// <summary>Tells whether the code that passes an object to a function or constructor ends the object.</summary>
internal sealed class GivenObjects(LeakModel model, Scope scope)
{
    private const int MostCallers = 16;

    /// <summary>Whether the object that is waited on is a parameter, and some caller or creator ends what it passes, or passes nothing.</summary>
    public bool IsEndedByGiver(WaitedObject waited, Wait wait, ObjectEnds ends)
    {
        if (waited.Root is not IParameterSymbol parameter || model.FunctionWith(parameter, scope.Function) is not { } method || GiversOf(method) is not { } givers)
        {
            return false;
        }

        var resolver = new ObjectResolver(model);
        foreach (IOperation giver in givers)
        {
            if (ArgumentOf(giver, parameter) is not { } argument || Operations.IsImpliedArgument(argument))
            {
                return true;
            }

            WaitedObject given = resolver.Resolve(argument);
            if (!given.IsUnknown && !given.IsKnownToNobodyElse && given.Root is not IParameterSymbol && IsEnded(waited.From(given, argument.Unwrap().Syntax), wait, ends))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether something ends, or may end, the passed object. An object that can't be followed counts as one that nothing ends.</summary>
    private static bool IsEnded(WaitedObject given, Wait wait, ObjectEnds ends) => ends.OfObject(given, wait) switch
    {
        Governor.Nothing => false,
        Governor.Unknown => ends.Doubt == Doubt.MayBeEnded,
        _ => true,
    };

    /// <summary>Whether a symbol holds only what is passed to the type's constructor.</summary>
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

    public static bool IsOfPrimaryConstructor(IParameterSymbol parameter) =>
        !ExtensionBlocks.IsReceiver(parameter)
        && parameter.DeclaringSyntaxReferences is [var reference, ..]
        && reference.GetSyntax() is ParameterSyntax { Parent.Parent: TypeDeclarationSyntax };

    /// <summary>Whether a value is a parameter of a constructor, or a part of it, such as <c>channel.Reader</c>.</summary>
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

    /// <summary>Finds the calls of a private function, or the creations by a constructor; null if they can't all be seen, or are too many.</summary>
    private List<IOperation>? GiversOf(IMethodSymbol method)
    {
        IEnumerable<IOperation?> all;
        if (method.MethodKind == MethodKind.Constructor && model.World.IsClosed(method.OriginalDefinition))
        {
            all = model.Creations.Of(method.ContainingType).Where(made => KnownSymbols.Same(made.Constructor?.OriginalDefinition, method.OriginalDefinition));
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

    private static IOperation? ArgumentOf(IOperation giver, IParameterSymbol parameter) => giver switch
    {
        IInvocationOperation call => call.ValueFor(parameter),
        IObjectCreationOperation creation => creation.Arguments.FirstOrDefault(argument => argument.Parameter?.Ordinal == parameter.Ordinal)?.Value,
        _ => null,
    };
}
