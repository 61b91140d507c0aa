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

/// <summary>
/// The tokens among the parameters of a class's main constructor: the only constructor that doesn't call a different constructor of the class.
/// </summary>
internal sealed class ObjectTokens
{
    private ObjectTokens(SyntaxNode? declaration, IReadOnlyList<IParameterSymbol> tokens)
    {
        Declaration = declaration;
        Tokens = tokens;
    }

    /// <summary>
    /// Gets the declaration of the main constructor; for a primary constructor, this is the declaration of the type. Null if the class declares no
    /// constructor, or if several constructors don't call each other and none of them takes a token.
    /// </summary>
    public SyntaxNode? Declaration { get; }

    /// <summary>Gets the parameters of the main constructor that are tokens.</summary>
    public IReadOnlyList<IParameterSymbol> Tokens { get; }

    /// <summary>
    /// Gets the tokens of a class. Returns null if several constructors of the class don't call each other and some of them take a token.
    /// </summary>
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

    /// <summary>Whether a function is the main constructor.</summary>
    public bool AreOf(SyntaxNode function) => function == Declaration;

    /// <summary>
    /// Gets the insertion point in the main constructor for the creation of a source that is linked to one of the tokens. It is after the checks of
    /// the arguments, so that no source is left undisposed if a check throws, and before all code that may use the source. Null if the main
    /// constructor is a primary one or missing.
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
    /// Whether the compiler still keeps a parameter of a primary constructor in a field after the fix, because the body of a member uses the parameter.
    /// Uses in slots (places for a token) where the fix replaces the parameter don't count.
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

    /// <summary>Whether a statement only assigns a parameter to a field or property, with or without a check for null.</summary>
    private static bool Keeps(StatementSyntax statement) =>
        statement is ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression, Right: var kept } }
        && kept is IdentifierNameSyntax or BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression, Left: IdentifierNameSyntax, Right: ThrowExpressionSyntax };
}
