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

/// <summary>The token parameters of a class's main constructor: the only constructor that doesn't call another one of the class by <c>this(...)</c>.</summary>
internal sealed class ObjectTokens
{
    private ObjectTokens(SyntaxNode? declaration, IReadOnlyList<IParameterSymbol> tokens)
    {
        Declaration = declaration;
        Tokens = tokens;
    }

    /// <summary>Gets the declaration of the main constructor, which is the type for a primary constructor; null if there is no main constructor.</summary>
    public SyntaxNode? Declaration { get; }

    /// <summary>Gets the parameters of the main constructor that are tokens.</summary>
    public IReadOnlyList<IParameterSymbol> Tokens { get; }

    /// <summary>Gets the tokens of a class; null if several constructors could be the main one and some of them take a token.</summary>
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

    /// <summary>Whether the parameters are those of a primary constructor, so that field initializers can use them.</summary>
    public bool ArePrimary => Declaration is TypeDeclarationSyntax;

    public bool AreOf(SyntaxNode function) => function == Declaration;

    /// <summary>
    /// Gets where to create a source that is linked to one of the tokens: in the constructor, after the checks of its arguments, because a check that throws
    /// would leave the source undisposed. Null if there is no such constructor.
    /// </summary>
    public CodePlace? Place()
    {
        if (Declaration is not ConstructorDeclarationSyntax constructor)
        {
            return null;
        }

        return constructor.Body is not { } body ? new CodePlace(PlaceForm.ExpressionBody, constructor)
            : body.Statements.FirstOrDefault(statement => !IsCheck(statement) && !Keeps(statement)) is { } first ? new CodePlace(PlaceForm.Before, first)
            : new CodePlace(PlaceForm.AtEndOf, body);
    }

    /// <summary>
    /// Whether a member's body uses a parameter of a primary constructor, except where the fix replaces it. The compiler then keeps the parameter in a field.
    /// </summary>
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

    /// <summary>Whether a statement only assigns a parameter to a field or property, as in <c>_name = name ?? throw ...</c>.</summary>
    private static bool Keeps(StatementSyntax statement) =>
        statement is ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression, Right: var kept } }
        && kept is IdentifierNameSyntax or BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression, Left: IdentifierNameSyntax, Right: ThrowExpressionSyntax };
}
