using System.Collections.Concurrent;
using System.Collections.Immutable;
using LeakAnalyzer.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Tracking;

/// <summary>Finds the expressions of the compilation that create objects of a type, by <c>new T()</c> or by <c>new()</c>.</summary>
internal sealed class Creations(CodeModel code)
{
    private readonly ConcurrentDictionary<INamedTypeSymbol, Lazy<ImmutableArray<IObjectCreationOperation>>> _ofTypes = new(SymbolEqualityComparer.Default);
    private readonly Lazy<ImmutableArray<ImplicitObjectCreationExpressionSyntax>> _withoutName = new(() => code.Symbols.Compilation.SyntaxTrees.SelectMany(SymbolUses.CreationsWithoutName).ToImmutableArray());

    /// <summary>Gets the expressions that create objects of a type.</summary>
    public ImmutableArray<IObjectCreationOperation> Of(INamedTypeSymbol type) => _ofTypes.GetOrAdd(type.OriginalDefinition, key => new(() => Find(key))).Value;

    private ImmutableArray<IObjectCreationOperation> Find(INamedTypeSymbol type)
    {
        var creations = ImmutableArray.CreateBuilder<IObjectCreationOperation>();
        foreach (SimpleNameSyntax use in code.Uses.OfType(type))
        {
            if (use.FirstAncestorOrSelf<SyntaxNode>(node => node is ObjectCreationExpressionSyntax or StatementSyntax or MemberDeclarationSyntax) is ObjectCreationExpressionSyntax creation && creation.Type.Span.Contains(use.Span))
            {
                Add(creation);
            }
        }

        foreach (ImplicitObjectCreationExpressionSyntax creation in _withoutName.Value)
        {
            if (MayCreate(creation, type))
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

    /// <summary>Whether <c>new(…)</c> may create an object of the given type, judged by its arguments and members without binding.</summary>
    private static bool MayCreate(ImplicitObjectCreationExpressionSyntax creation, INamedTypeSymbol type)
    {
        int count = creation.ArgumentList.Arguments.Count;
        if (!type.InstanceConstructors.Any(constructor => Takes(constructor, count))
            || creation.Initializer is { RawKind: (int)SyntaxKind.ObjectInitializerExpression, Expressions: var members } && !members.All(member => HasMember(member, type)))
        {
            return false;
        }

        TypeSyntax? declared = creation.Parent is not EqualsValueClauseSyntax { Parent: var declaration } ? null : declaration switch
        {
            VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Type: var ofVariable } } => ofVariable,
            PropertyDeclarationSyntax { Type: var ofProperty } => ofProperty,
            _ => null,
        };
        return (declared is NullableTypeSyntax { ElementType: var element } ? element : declared) switch
        {
            null => true,
            SimpleNameSyntax simple => Names(simple),
            QualifiedNameSyntax { Right: var last } => Names(last),
            _ => true,
        };

        bool Names(SimpleNameSyntax name) => name.Identifier.ValueText == type.Name || creation.Ancestors().Any(HasAliases);
    }

    private static bool Takes(IMethodSymbol constructor, int count)
    {
        ImmutableArray<IParameterSymbol> parameters = constructor.Parameters;
        return (count <= parameters.Length || parameters.LastOrDefault() is { IsParams: true }) && parameters.Count(parameter => !parameter.IsOptional && !parameter.IsParams) <= count;
    }

    private static bool HasMember(ExpressionSyntax element, INamedTypeSymbol type)
    {
        if (element is not AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: var name } })
        {
            return true;
        }

        for (INamedTypeSymbol? declaring = type; declaring is not null; declaring = declaring.BaseType)
        {
            if (declaring.TypeKind == TypeKind.Error || !declaring.GetMembers(name).IsEmpty)
            {
                return true;
            }
        }

        return false;
    }

    private static bool HasAliases(SyntaxNode node)
    {
        SyntaxList<UsingDirectiveSyntax> usings = node switch
        {
            CompilationUnitSyntax unit => unit.Usings,
            BaseNamespaceDeclarationSyntax space => space.Usings,
            _ => default,
        };
        return usings.Any(directive => directive.Alias is not null);
    }
}
