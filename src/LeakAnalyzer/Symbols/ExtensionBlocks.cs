using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.Symbols;

/// <summary>
/// Answers questions about members of C# 14's extension blocks, such as <c>Forget</c> in <c>extension(Task task) { public void Forget() { } }</c>.
/// The parameter <c>task</c> (the receiver parameter) is declared by the block. It is shared by the block's members, and is none of their parameters.
/// </summary>
internal static class ExtensionBlocks
{
    /// <summary>The kind of type that a block is. The oldest supported Roslyn, against which the analyzer is compiled, has no name for it.</summary>
    private const TypeKind Extension = (TypeKind)14;

    /// <summary>Reads a block's receiver parameter. For the same reason the property is looked up; it is null where Roslyn doesn't know blocks.</summary>
    private static readonly Func<INamedTypeSymbol, IParameterSymbol?>? s_receiver =
        typeof(INamedTypeSymbol).GetProperty("ExtensionParameter", typeof(IParameterSymbol))?.GetMethod is { } getter
            ? Delegate.CreateDelegate(typeof(Func<INamedTypeSymbol, IParameterSymbol?>), getter, throwOnBindFailure: false) as Func<INamedTypeSymbol, IParameterSymbol?>
            : null;

    /// <summary>Whether a method or property is called on an object for which an extension block declares it.</summary>
    public static bool IsMember(ISymbol member) => member is { IsStatic: false, ContainingType.TypeKind: Extension };

    /// <summary>Whether a parameter is the receiver parameter of an extension block.</summary>
    public static bool IsReceiver(IParameterSymbol parameter) => parameter.ContainingSymbol is INamedTypeSymbol { TypeKind: Extension };

    /// <summary>Gets the receiver parameter that the body of a member uses; null unless the member is called on an object and an extension block declares it.</summary>
    public static IParameterSymbol? ReceiverOf(ISymbol member) => IsMember(member) ? s_receiver?.Invoke(member.ContainingType.OriginalDefinition) : null;

    /// <summary>Gets the type whose code a member is part of: for a member of an extension block, the static class around the block.</summary>
    public static INamedTypeSymbol? TypeAround(ISymbol member) => member.ContainingType is { TypeKind: Extension } block ? block.ContainingType : member.ContainingType;

    /// <summary>Whether a function has a parameter: its own, or the receiver parameter of the extension block that declares the function.</summary>
    public static bool HasParameter(ISymbol function, IParameterSymbol parameter) =>
        KnownSymbols.Same(parameter.ContainingSymbol.OriginalDefinition, function)
        || IsReceiver(parameter) && IsMember(function) && KnownSymbols.Same(parameter.ContainingSymbol.OriginalDefinition, function.ContainingType.OriginalDefinition);

    /// <summary>
    /// Gets the declared member of an extension block for the static method that the compiler makes of it, which <c>Extensions.Forget(task)</c> calls. Other
    /// methods are returned unchanged.
    /// </summary>
    public static IMethodSymbol DeclaredFor(IMethodSymbol method)
    {
        if (method is not { IsStatic: true, IsImplicitlyDeclared: true, DeclaringSyntaxReferences: [var declaration] })
        {
            return method;
        }

        foreach (INamedTypeSymbol block in method.ContainingType.GetTypeMembers())
        {
            if (block.TypeKind != Extension)
            {
                continue;
            }

            foreach (ISymbol member in block.GetMembers(method.Name))
            {
                if (member is IMethodSymbol { DeclaringSyntaxReferences: [var other] } declared && other.SyntaxTree == declaration.SyntaxTree && other.Span == declaration.Span)
                {
                    return declared;
                }
            }
        }

        return method;
    }

    /// <summary>Gets the static method that the compiler makes of a member of an extension block; null for other methods.</summary>
    public static IMethodSymbol? ImplementationOf(IMethodSymbol member)
    {
        if (member.ContainingType is { TypeKind: Extension, ContainingType: { } around })
        {
            foreach (ISymbol other in around.GetMembers(member.Name))
            {
                if (other is IMethodSymbol made && KnownSymbols.Same(DeclaredFor(made), member.OriginalDefinition))
                {
                    return made;
                }
            }
        }

        return null;
    }

    /// <summary>Gets the declaration of a called method: without type arguments, with all parameters of an extension method, and in its extension block.</summary>
    public static IMethodSymbol DeclarationOf(IMethodSymbol called) => DeclaredFor((called.ReducedFrom ?? called).OriginalDefinition);
}
