using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakAnalyzer.Tracking;

/// <summary>
/// Tells without binding whether an identifier refers to a given variable, property or method, where the code declares nothing else of the same name.
/// Binding a body costs far more. The rules for simple names are in the C# specification, §12.8.4.
/// </summary>
internal sealed class PlainNames
{
    private readonly ISymbol _symbol;
    private readonly SyntaxNode? _type;
    private readonly SyntaxNode? _scope;
    private List<SyntaxNode>? _membersWithHomonym;

    private PlainNames(ISymbol symbol, SyntaxNode? type, SyntaxNode? scope)
    {
        _symbol = symbol;
        _type = type;
        _scope = scope;
    }

    /// <summary>Creates the check for a symbol; null if only binding can find its uses.</summary>
    public static PlainNames? Of(ISymbol symbol)
    {
        if (symbol.Name == "_" || symbol.DeclaringSyntaxReferences is not [var reference, ..])
        {
            return null;
        }

        SyntaxNode declaration = reference.GetSyntax();
        switch (symbol)
        {
            case ILocalSymbol { Type: var type } when type.Name != symbol.Name:
                return declaration is VariableDeclaratorSyntax { Parent.Parent: LocalDeclarationStatementSyntax { Parent: BlockSyntax block } } ? new(symbol, TypeAround(declaration), block) : null;
            case IParameterSymbol { Type: var type } when type.Name != symbol.Name:
                return declaration.Parent switch
                {
                    ParameterListSyntax { Parent: { } function and not TypeDeclarationSyntax } => new(symbol, TypeAround(declaration), function),
                    LambdaExpressionSyntax lambda => new(symbol, TypeAround(declaration), lambda),
                    _ => null,
                };
            case IFieldSymbol { Type: var type, ContainingType: var owner } when type.Name != symbol.Name && owner.TypeKind is TypeKind.Class or TypeKind.Struct:
                return new(symbol, type: null, scope: null);
            case IPropertySymbol { Type: var type, IsIndexer: false, ContainingType: { TypeKind: TypeKind.Class or TypeKind.Struct } } property when type.Name != symbol.Name && property.ExplicitInterfaceImplementations.IsEmpty:
                return new(symbol, type: null, scope: null);
            case IMethodSymbol { MethodKind: MethodKind.Ordinary, ContainingType: { TypeKind: TypeKind.Class or TypeKind.Struct } owner } method when method.ExplicitInterfaceImplementations.IsEmpty && !IsInherited(method.Name, owner):
                return new(symbol, type: null, scope: null);
            default:
                return null;
        }
    }

    /// <summary>Takes note of a token with the symbol's name. If it declares another symbol, identifiers of that name have to be bound there.</summary>
    /// <returns>False if every identifier of the name has to be bound.</returns>
    public bool Add(SyntaxToken token)
    {
        if (token.Parent is not { } declared || declared is SimpleNameSyntax || Declares(declared, _symbol))
        {
            return true;
        }

        SyntaxNode member = SyntaxQueries.EnclosingMember(declared);
        if (_scope is not null || member == declared || member is BaseFieldDeclarationSyntax or CompilationUnitSyntax or BaseTypeDeclarationSyntax)
        {
            return false;
        }

        (_membersWithHomonym ??= []).Add(member);
        return true;
    }

    /// <summary>Whether an identifier refers to the symbol; null if only binding can tell. Call <see cref="Add"/> for all tokens of the name before.</summary>
    public bool? Is(SimpleNameSyntax use)
    {
        if (use is GenericNameSyntax && _symbol is not IMethodSymbol { IsGenericMethod: true })
        {
            return false;
        }

        ExpressionSyntax named = use;
        if (use.Parent is MemberAccessExpressionSyntax access && access.Name == use)
        {
            if (_scope is not null)
            {
                return false; // the name after a dot is that of a member, so not of a local or parameter
            }

            if (access.Expression is not ThisExpressionSyntax && !IsOfStaticType(access.Expression))
            {
                return null;
            }

            named = access;
        }

        if (!IsRead(named) || _membersWithHomonym?.Exists(member => SyntaxQueries.Contains(member, use)) == true)
        {
            return null;
        }

        if (named is MemberAccessExpressionSyntax { Expression: not ThisExpressionSyntax })
        {
            return true;
        }

        SyntaxNode? type = TypeAround(use);
        return _scope is not null ? type == _type && SyntaxQueries.Contains(_scope, use) ? true : null
            : type is not null && Declares(type, _symbol.ContainingType) ? true
            : null;
    }

    /// <summary>Whether an expression is the name of the type that declares a static symbol, as in <c>Program.Stopping</c>.</summary>
    private bool IsOfStaticType(ExpressionSyntax expression) =>
        _symbol.IsStatic && _symbol.ContainingType is { Arity: 0, Name: var name }
        && (expression is MemberAccessExpressionSyntax { Name: var last } ? last : expression) is IdentifierNameSyntax { Identifier.ValueText: var type } && type == name;

    /// <summary>Whether a simple name in this position can only refer to a value, not to a type or namespace.</summary>
    private bool IsRead(ExpressionSyntax named) => named.Parent switch
    {
        AssignmentExpressionSyntax { Parent: InitializerExpressionSyntax } assignment => assignment.Right == named, // on the left is a member of the new object
        InvocationExpressionSyntax => _symbol is IMethodSymbol, // the lookup of the called name skips variables that hold no delegate
        MemberAccessExpressionSyntax access => access.Expression == named,
        ConditionalAccessExpressionSyntax access => access.Expression == named,
        AssignmentExpressionSyntax or ArgumentSyntax or EqualsValueClauseSyntax or ArrowExpressionClauseSyntax or ReturnStatementSyntax or AwaitExpressionSyntax
            or ConditionalExpressionSyntax or InterpolationSyntax or IfStatementSyntax or WhileStatementSyntax or LockStatementSyntax or UsingStatementSyntax => true,
        LambdaExpressionSyntax lambda => lambda.Body == named,
        InitializerExpressionSyntax elements => !elements.IsKind(SyntaxKind.ObjectInitializerExpression),
        IsPatternExpressionSyntax asked => asked.Expression == named,
        BinaryExpressionSyntax both => !both.IsKind(SyntaxKind.IsExpression) && !both.IsKind(SyntaxKind.AsExpression) || both.Left == named,
        PrefixUnaryExpressionSyntax unary => unary.IsKind(SyntaxKind.LogicalNotExpression),
        _ => false,
    };

    private static bool IsInherited(string name, INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? inherited = type.BaseType; inherited is not null; inherited = inherited.BaseType)
        {
            if (!inherited.GetMembers(name).IsEmpty)
            {
                return true;
            }
        }

        return false;
    }

    private static bool Declares(SyntaxNode node, ISymbol symbol)
    {
        foreach (SyntaxReference reference in symbol.DeclaringSyntaxReferences)
        {
            if (reference.SyntaxTree == node.SyntaxTree && reference.Span == node.Span)
            {
                return true;
            }
        }

        return false;
    }

    private static SyntaxNode? TypeAround(SyntaxNode node) => node.Parent?.FirstAncestorOrSelf<BaseTypeDeclarationSyntax>();
}
