using LeakAnalyzer.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Tracking;

/// <summary>
/// Finds the collection whose elements a variable gets one after the other: a loop variable, or the parameter of a lambda as in
/// <c>_channels.Select(channel => …)</c>. Nobody but who knows the collection gives such a parameter its object.
/// </summary>
internal static class Elements
{
    /// <summary>Whether a variable gets the elements of a collection.</summary>
    /// <param name="variable">A local or parameter.</param>
    /// <param name="code">The compilation's code.</param>
    /// <param name="collection">The variable, member or other expression from which the elements come; null if they may come from several.</param>
    public static bool AreIn(ISymbol variable, CodeModel code, out IOperation? collection)
    {
        collection = null;
        return variable switch
        {
            ILocalSymbol local => AreInLoop(local, code, out collection),
            IParameterSymbol { RefKind: RefKind.None, ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.AnonymousFunction } lambda } parameter => AreInCall(parameter, lambda, code, out collection),
            _ => false,
        };
    }

    /// <summary>Gets the type of the elements of an array or sequence; null if the type is neither.</summary>
    public static ITypeSymbol? TypeIn(ITypeSymbol? type) => type switch
    {
        IArrayTypeSymbol array => array.ElementType,
        INamedTypeSymbol named when IsSequence(named) => named.TypeArguments[0],
        INamedTypeSymbol named => named.AllInterfaces.FirstOrDefault(IsSequence)?.TypeArguments[0],
        _ => null,
    };

    private static bool AreInLoop(ILocalSymbol local, CodeModel code, out IOperation? collection)
    {
        collection = local.DeclaringSyntaxReferences is [var reference] && reference.GetSyntax() is ForEachStatementSyntax loop ? code.OperationAt(loop.Expression) : null;
        if (collection is null || !Containers.IsContainer(collection.Unwrap().Type, code))
        {
            return false;
        }

        collection = OriginOf(collection, code);
        return true;
    }

    private static bool AreInCall(IParameterSymbol parameter, IMethodSymbol lambda, CodeModel code, out IOperation? collection)
    {
        collection = null;
        IOperation? function = lambda.DeclaringSyntaxReferences is [var reference] ? code.OperationAt(reference.GetSyntax()) : null;
        while (function?.Parent is IDelegateCreationOperation or IConversionOperation or IParenthesizedOperation)
        {
            function = function.Parent;
        }

        if (function?.Parent is not IArgumentOperation { Parent: IInvocationOperation call } own)
        {
            return false;
        }

        bool any = false;
        foreach (IOperation operand in call.Arguments.Where(argument => argument != own).Select<IArgumentOperation, IOperation?>(argument => argument.Value).Prepend(call.Instance).OfType<IOperation>())
        {
            if (KnownSymbols.Same(TypeIn(operand.Unwrap().Type), parameter.Type))
            {
                collection = any ? null : OriginOf(operand, code);
                any = true;
            }
        }

        return any;
    }

    /// <summary>Gets the collection from which a query or a part of it, such as <c>map.Values</c> or <c>list.Where(…)</c>, takes its elements.</summary>
    private static IOperation OriginOf(IOperation sequence, CodeModel code)
    {
        sequence = sequence.Unwrap();
        while (Containers.TakenOutOf(sequence, code) is { } holder && (sequence is IPropertyReferenceOperation or IArrayElementReferenceOperation || KnownSymbols.Same(TypeIn(sequence.Type), TypeIn(holder.Type))))
        {
            sequence = holder;
        }

        return sequence;
    }

    private static bool IsSequence(INamedTypeSymbol type) => type.OriginalDefinition.SpecialType == SpecialType.System_Collections_Generic_IEnumerable_T;
}
