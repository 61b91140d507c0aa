using System.Collections.Immutable;
using LeakAnalyzer.Facts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Tracking;

/// <summary>Finds the variables to which a use of an object assigns it (its aliases), whose uses are read too.</summary>
internal sealed partial class ObjectUses
{
    private void ClassifyWrite(SimpleNameSyntax use, ExpressionSyntax? value, ImmutableArray<ISymbol> path)
    {
        if (value is not null)
        {
            if (!IsFollowedValue(value, path, use) || IsResultUsed(value))
            {
                Add(Effects.Unknown, use, use);
            }
        }
        else if (SyntaxQueries.WithParentheses(SyntaxQueries.Qualified(use)).Parent is ArgumentSyntax node && _code.OperationAt(node) is IArgumentOperation { Parent: IInvocationOperation call })
        {
            switch (_code.Calls.Of(call))
            {
                case { Result: ResultKind.OldValue } when call.ArgumentAt(1)?.Value.Syntax is ExpressionSyntax replacing && IsFollowedValue(replacing, path, use):
                    Follow(call, path, use);
                    break;
                case { OnArguments: Effect.None }:
                case null when node.RefOrOutKeyword.IsKind(SyntaxKind.OutKeyword) && call.Syntax is ExpressionSyntax taking && ReachesFollowed(taking):
                    break;
                default:
                    Add(Effects.Unknown, use, use);
                    break;
            }
        }
        else
        {
            Add(Effects.Unknown, use, use);
        }
    }

    private void AliasTarget(IOperation target, ImmutableArray<ISymbol> path, SyntaxNode use)
    {
        switch (target)
        {
            case ILocalReferenceOperation { Local: var local }:
                Alias(local, path, use);
                break;
            case IMemberReferenceOperation { Member: IFieldSymbol or IPropertySymbol } reference when _code.World.IsClosed(reference.Member):
                Add(Effects.Certain(Effect.Stored), use, use);
                Alias(reference.Member.OriginalDefinition, path, use);
                break;
            case IDiscardOperation:
                break;
            default:
                Add(Effects.Unknown, use, use);
                break;
        }
    }

    private void AliasInitialized(ISymbolInitializerOperation initializer, ImmutableArray<ISymbol> path, SyntaxNode use)
    {
        ISymbol? member = initializer switch
        {
            IFieldInitializerOperation { InitializedFields: [var field] } => field,
            IPropertyInitializerOperation { InitializedProperties: [var property] } => property,
            _ => null,
        };
        if (member is not null && _code.World.IsClosed(member))
        {
            Alias(member, path, use);
        }
        else
        {
            Add(Effects.Unknown, use, use);
        }
    }

    /// <summary>Adds another variable that holds the object, and reads that variable's uses.</summary>
    private void Alias(ISymbol variable, ImmutableArray<ISymbol> path, SyntaxNode use)
    {
        if (_aliases.Count >= MostAliases || variable is ILocalSymbol { RefKind: not RefKind.None })
        {
            Add(Effects.Unknown, use, use);
        }
        else if (!_aliases.Contains(variable))
        {
            if (SyntaxQueries.IsDeclaredByUsing(variable) && variable is ILocalSymbol { Type: var type })
            {
                Add(OfUsing(type, _code), use, use, isUsing: true);
            }

            Read(new AccessPath(variable, path));
        }
    }

    /// <summary>Follows an object that is put into a collection, because code that takes elements out of the collection may get it.</summary>
    private void AliasCollection(IOperation collection, ImmutableArray<ISymbol> path, SyntaxNode use)
    {
        Add(Effects.Certain(Effect.Stored | Effect.Collected), use, use);
        switch (HolderOf(collection))
        {
            case ILocalReferenceOperation { Local: var local } when _code.Values.Of(local) is { Count: > 0 } values:
                Alias(local, path, use);
                foreach (ExpressionSyntax value in values)
                {
                    if (!_code.Values.IsNew(value) && Containers.TakenOutOf(_code.OperationAt(value)?.Unwrap(), _code) is { } outer)
                    {
                        AliasCollection(outer, path, use);
                    }
                    else if (!IsKnownValue(value))
                    {
                        Add(Effects.Unknown, use, use);
                    }
                }

                break;
            case IMemberReferenceOperation { Member: IFieldSymbol or IPropertySymbol } reference when _code.World.IsClosed(reference.Member) && _code.Values.HoldsOnlyNew(reference.Member.OriginalDefinition):
                Alias(reference.Member.OriginalDefinition, path, use);
                break;
            default:
                Add(Effects.Unknown, use, use);
                break;
        }
    }

    private static ILocalSymbol? DeclaredBy(IPatternOperation pattern) => pattern switch
    {
        IDeclarationPatternOperation { DeclaredSymbol: ILocalSymbol local } => local,
        IRecursivePatternOperation { DeclaredSymbol: ILocalSymbol local } => local,
        INegatedPatternOperation { Pattern: var inner } => DeclaredBy(inner),
        _ => null,
    };

    private IPropertySymbol? PropertyAround(SyntaxNode node)
    {
        PropertyDeclarationSyntax? declaration = SyntaxQueries.EnclosingFunction(node) switch
        {
            PropertyDeclarationSyntax property => property,
            AccessorDeclarationSyntax { Parent.Parent: PropertyDeclarationSyntax property } => property,
            _ => null,
        };
        return declaration is null ? null : _code.SemanticModelOf(declaration.SyntaxTree)?.GetDeclaredSymbol(declaration) as IPropertySymbol;
    }

    /// <summary>
    /// Whether a value that is written to the object's name is known. A local that holds a new source is one more name, because the field gets that source.
    /// </summary>
    private bool IsFollowedValue(ExpressionSyntax value, ImmutableArray<ISymbol> path, SyntaxNode use)
    {
        if (IsKnownValue(value))
        {
            return true;
        }

        if (!path.IsEmpty || KeptSources.LocalKeptIn(_name.Root, SyntaxQueries.WithinParentheses(value), _code) is not { } local)
        {
            return false;
        }

        Alias(local, path, use);
        return true;
    }

    private bool IsKnownValue(ExpressionSyntax value) =>
        _code.Values.IsNew(value) || _followed.Contains(value) || SyntaxQueries.IsNull(value) || ReachesFollowed(value);

    /// <summary>Whether a value is the object itself, a part of it, or an element of a collection that holds it.</summary>
    private bool ReachesFollowed(ExpressionSyntax value) => HolderOf(_code.OperationAt(value)) switch
    {
        ILocalReferenceOperation { Local: var local } => _aliases.Contains(local),
        IParameterReferenceOperation { Parameter: var parameter } => _aliases.Contains(parameter),
        IMemberReferenceOperation { Member: var member } => _aliases.Contains(member),
        _ => false,
    };

    /// <summary>Gets the collection or object from which an element or a part is taken, such as <c>_channel</c> for <c>_channel.Reader</c>.</summary>
    private IOperation? HolderOf(IOperation? value)
    {
        value = value?.Unwrap();
        while (Containers.TakenOutOf(value, _code) is { } holder)
        {
            value = holder;
        }

        while (value is IPropertyReferenceOperation { Instance: { } instance } property && _code.Calls.Of(property) is { Result: ResultKind.Part })
        {
            value = instance.Unwrap();
        }

        return value;
    }

    /// <summary>Whether the result of an assignment is used further, as in <c>_field = local = value</c>.</summary>
    private static bool IsResultUsed(ExpressionSyntax value) =>
        value.Parent is AssignmentExpressionSyntax assignment
        && SyntaxQueries.WithParentheses(assignment).Parent is AssignmentExpressionSyntax or ArgumentSyntax or EqualsValueClauseSyntax or ReturnStatementSyntax;
}
