using System.Collections.Concurrent;
using System.Collections.Immutable;
using LeakAnalyzer.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Tracking;

/// <summary>
/// Finds the expressions of the compilation that create objects of a type: <c>new T()</c>, and <c>new()</c> where what receives the object tells the type.
/// </summary>
internal sealed class Creations(CodeModel code)
{
    private readonly ConcurrentDictionary<INamedTypeSymbol, Lazy<ImmutableArray<IObjectCreationOperation>>> _ofTypes = new(SymbolEqualityComparer.Default);
    private readonly Lazy<ImmutableArray<ImplicitObjectCreationExpressionSyntax>> _withoutName = new(() => code.Symbols.Compilation.SyntaxTrees.SelectMany(SymbolUses.CreationsWithoutName).ToImmutableArray());

    /// <summary>Gets the expressions that create objects of a type. They are found at the first request.</summary>
    public ImmutableArray<IObjectCreationOperation> Of(INamedTypeSymbol type) => _ofTypes.GetOrAdd(type.OriginalDefinition, key => new(() => Find(key))).Value;

    private ImmutableArray<IObjectCreationOperation> Find(INamedTypeSymbol type)
    {
        var creations = ImmutableArray.CreateBuilder<IObjectCreationOperation>();
        foreach (IdentifierNameSyntax use in code.Uses.OfType(type))
        {
            if (use.FirstAncestorOrSelf<SyntaxNode>(node => node is ObjectCreationExpressionSyntax or StatementSyntax or MemberDeclarationSyntax) is ObjectCreationExpressionSyntax creation && creation.Type.Span.Contains(use.Span))
            {
                Add(creation);
            }
        }

        foreach (ImplicitObjectCreationExpressionSyntax creation in _withoutName.Value)
        {
            int count = creation.ArgumentList.Arguments.Count;
            if (type.InstanceConstructors.Any(constructor => constructor.Parameters.Length >= count || constructor.Parameters.LastOrDefault() is { IsParams: true }))
            {
                Add(creation);
            }
        }

        return creations.ToImmutable();

        void Add(BaseObjectCreationExpressionSyntax creation)
        {
            if (code.OperationAt(creation) is IObjectCreationOperation made && KnownSymbols.Same(made.Type?.OriginalDefinition, type))
            {
                creations.Add(made);
            }
        }
    }
}
