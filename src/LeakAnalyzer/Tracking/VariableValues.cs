using System.Collections.Concurrent;
using LeakAnalyzer.Facts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Tracking;

/// <summary>What a local, parameter, field or property is ever given, wherever that stands.</summary>
internal sealed class VariableValues(CodeModel code)
{
    private const int MostValues = 4;

    private readonly ConcurrentDictionary<ISymbol, List<ExpressionSyntax>?> _values = new(SymbolEqualityComparer.Default);

    /// <summary>The values written to a symbol, which the caller leaves as they are. A parameter's argument is not among them.</summary>
    /// <returns>Null where they can't all be known: written by reference or by a pattern, or visible from elsewhere.</returns>
    public List<ExpressionSyntax>? Of(ISymbol symbol)
    {
        if (!_values.TryGetValue(symbol, out List<ExpressionSyntax>? values))
        {
            values = Find(symbol);
            _values.TryAdd(symbol, values);
        }

        return values;
    }

    private List<ExpressionSyntax>? Find(ISymbol symbol)
    {
        if (!code.World.IsClosed(symbol))
        {
            return null;
        }

        var values = new List<ExpressionSyntax>();
        foreach (SyntaxReference reference in symbol.DeclaringSyntaxReferences)
        {
            switch (reference.GetSyntax())
            {
                case VariableDeclaratorSyntax declarator:
                    Add(declarator.Initializer?.Value);
                    break;
                case PropertyDeclarationSyntax { ExpressionBody: null } property when IsAutomatic(property):
                    Add(property.Initializer?.Value);
                    break;
                case ParameterSyntax:
                    break;
                default:
                    return null;
            }
        }

        foreach (IdentifierNameSyntax use in code.Uses.ThatWrite(symbol))
        {
            if (!SyntaxQueries.IsWritten(use, out ExpressionSyntax? value) || value is null && IsOnlyRead(use))
            {
                continue;
            }

            if (value is null)
            {
                return null;
            }

            Add(value);
        }

        return values.Count <= MostValues ? values : null;

        void Add(ExpressionSyntax? value)
        {
            if (value is not null)
            {
                values.Add(value);
            }
        }
    }

    /// <summary>The only value ever written to a symbol; null where there are none or several.</summary>
    public ExpressionSyntax? Only(ISymbol symbol) => Of(symbol) is [var value] ? value : null;

    /// <summary>The only value ever written to a variable, where each way to a use passes the statement that writes it; null elsewhere.</summary>
    public ExpressionSyntax? Reaching(SyntaxNode use, ISymbol variable) =>
        Only(variable) is { Parent: AssignmentExpressionSyntax { Parent: ExpressionStatementSyntax { Parent: BlockSyntax block } statement } } only
        && statement.Span.End <= use.SpanStart
        && block.SyntaxTree == use.SyntaxTree && block.Span.Contains(use.Span)
        && SyntaxQueries.EnclosingFunction(use) == SyntaxQueries.EnclosingFunction(statement)
            ? only
            : null;

    /// <summary>Whether all that a variable is ever given is new, or null.</summary>
    public bool HoldsOnlyNew(ISymbol variable)
    {
        bool any = false;
        foreach (ExpressionSyntax value in Of(variable) ?? [])
        {
            if (!SyntaxQueries.IsNull(value))
            {
                any = true;
                if (!IsNew(value))
                {
                    return false;
                }
            }
        }

        return any;
    }

    /// <summary>Whether an expression makes a new object that nobody else has.</summary>
    public bool IsNew(ExpressionSyntax expression) => expression switch
    {
        BaseObjectCreationExpressionSyntax => true,
        InvocationExpressionSyntax => code.OperationAt(expression)?.Unwrap() is IInvocationOperation call && IsFresh(ResultOf(call)),
        ConditionalExpressionSyntax { WhenTrue: var one, WhenFalse: var other } => IsNew(one) && IsNew(other),
        _ => false,
    };

    /// <summary>What a call gives back.</summary>
    public ResultKind ResultOf(IInvocationOperation call) =>
        code.Calls.Of(call) is { } facts ? facts.Result : code.Calls.ResultOf(call);

    /// <summary>The expression whose value a property gives, where its getter is nothing else.</summary>
    public static ExpressionSyntax? GivenBy(IPropertySymbol property)
    {
        if (property.DeclaringSyntaxReferences is not [var reference] || reference.GetSyntax() is not PropertyDeclarationSyntax declaration)
        {
            return null;
        }

        if (declaration.ExpressionBody is { } body)
        {
            return body.Expression;
        }

        foreach (AccessorDeclarationSyntax accessor in declaration.AccessorList?.Accessors ?? default)
        {
            if (accessor.Keyword.ValueText == "get")
            {
                return accessor.ExpressionBody?.Expression ?? (accessor.Body?.Statements is [ReturnStatementSyntax { Expression: { } returned }] ? returned : null);
            }
        }

        return null;
    }

    /// <summary>Whether a call gives back something new.</summary>
    public static bool IsFresh(ResultKind result) =>
        result is ResultKind.Fresh or ResultKind.FreshUnbounded or ResultKind.FreshBounded or ResultKind.FreshLinkedSource;

    /// <summary>Whether a variable is handed over by reference only to have it read.</summary>
    private bool IsOnlyRead(IdentifierNameSyntax use) =>
        SyntaxQueries.WithoutParentheses(SyntaxQueries.Qualified(use)).Parent is ArgumentSyntax argument
        && code.OperationAt(argument) is IArgumentOperation { Parent: IInvocationOperation call }
        && code.Calls.Of(call) is { OnArguments: Effect.None };

    private static bool IsAutomatic(PropertyDeclarationSyntax property)
    {
        foreach (AccessorDeclarationSyntax accessor in property.AccessorList?.Accessors ?? default)
        {
            if (accessor.Body is not null || accessor.ExpressionBody is not null)
            {
                return false;
            }
        }

        return property.AccessorList is not null;
    }
}
