using LeakAnalyzer.CodeFixes.Editing;
using LeakAnalyzer.Facts;
using LeakAnalyzer.Races;
using LeakAnalyzer.Summaries;
using LeakAnalyzer.Tasks;
using LeakAnalyzer.Tracking;
using LeakAnalyzer.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakAnalyzer.CodeFixes.OwnerCancel;

/// <summary>The tokens that an object is given when it is made, by the one constructor that all others call.</summary>
internal sealed class ObjectTokens
{
    private ObjectTokens(SyntaxNode? declaration, IReadOnlyList<IParameterSymbol> tokens)
    {
        Declaration = declaration;
        Tokens = tokens;
    }

    /// <summary>The constructor, or the type where that has a primary one; null where the class has no constructor of its own, or several.</summary>
    public SyntaxNode? Declaration { get; }

    /// <summary>Its parameters that are tokens.</summary>
    public IReadOnlyList<IParameterSymbol> Tokens { get; }

    /// <summary>The tokens of a class; null where one of several constructors takes some, so that others leave the object without.</summary>
    public static ObjectTokens? Of(INamedTypeSymbol type, KnownSymbols symbols)
    {
        var making = new List<(SyntaxNode Declaration, List<IParameterSymbol> Tokens)>();
        foreach (IMethodSymbol constructor in type.InstanceConstructors)
        {
            if (constructor.DeclaringSyntaxReferences is [var reference]
                && reference.GetSyntax() is var declaration and not ConstructorDeclarationSyntax { Initializer.RawKind: (int)SyntaxKind.ThisConstructorInitializer }
                && !constructor.IsImplicitlyDeclared)
            {
                making.Add((declaration, [.. constructor.Parameters.Where(parameter => symbols.IsCancellationToken(parameter.Type))]));
            }
        }

        return making is [var only] ? new ObjectTokens(only.Declaration, only.Tokens)
            : making.TrueForAll(one => one.Tokens.Count == 0) ? new ObjectTokens(null, [])
            : null;
    }

    /// <summary>Whether the parameters are those of a primary constructor, which field initializers see.</summary>
    public bool ArePrimary => Declaration is TypeDeclarationSyntax;

    /// <summary>Whether a constructor is the one.</summary>
    public bool AreOf(SyntaxNode function) => function == Declaration;

    /// <summary>
    /// Where in the constructor a source can be made that is linked to a token of its: after the checks of its arguments, so that none is
    /// left behind where one fails, and before all that may need it.
    /// </summary>
    public CodePlace? Place()
    {
        if (Declaration is not ConstructorDeclarationSyntax constructor)
        {
            return null;
        }

        return constructor.Body is not { } body ? new CodePlace(PlaceForm.ExpressionBody, constructor)
            : body.Statements.FirstOrDefault(statement => !IsCheck(statement) && !Keeps(statement)) is { } first ? new CodePlace(PlaceForm.InFrontOf, first)
            : new CodePlace(PlaceForm.AtEndOf, body);
    }

    /// <summary>Whether a primary constructor's parameter is used in a member's body elsewhere than in some places: it would be kept twice.</summary>
    public static bool IsCapturedBeside(IParameterSymbol parameter, INamedTypeSymbol type, IReadOnlyList<TokenSlot> slots, SyntaxTree from)
    {
        foreach (SyntaxReference part in type.DeclaringSyntaxReferences)
        {
            foreach (IdentifierNameSyntax use in SyntaxUses.Uses(parameter.Name, part.GetSyntax()))
            {
                bool isInitial = use.Ancestors().Any(node => node is PrimaryConstructorBaseTypeSyntax or EqualsValueClauseSyntax { Parent: PropertyDeclarationSyntax or VariableDeclaratorSyntax { Parent.Parent: FieldDeclarationSyntax } });
                if (!isInitial && !(use.SyntaxTree == from && slots.Any(slot => slot.Kind == TokenSlotKind.ReplaceArgument && slot.Span.Contains(use.Span))))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static bool IsCheck(StatementSyntax statement) => statement switch
    {
        ThrowStatementSyntax => true,
        IfStatementSyntax { Else: null, Statement: ThrowStatementSyntax or BlockSyntax { Statements: [ThrowStatementSyntax] } } => true,
        ExpressionStatementSyntax { Expression: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: var name } } } =>
            name.StartsWith("ThrowIf", StringComparison.Ordinal),
        _ => false,
    };

    /// <summary>Whether a statement only keeps what the constructor is given.</summary>
    private static bool Keeps(StatementSyntax statement) =>
        statement is ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression, Right: var kept } }
        && kept is IdentifierNameSyntax or BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression, Left: IdentifierNameSyntax, Right: ThrowExpressionSyntax };
}
