using System.Collections.Concurrent;
using LeakAnalyzer.Facts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Tracking;

/// <summary>Finds the values that are assigned to a local, parameter, field or property, anywhere in the code that can refer to it.</summary>
internal sealed class VariableValues(CodeModel code)
{
    private const int MostValues = 4;

    private readonly ConcurrentDictionary<ISymbol, List<ExpressionSyntax>?> _values = new(SymbolEqualityComparer.Default);

    /// <summary>
    /// Gets the values that are written to a symbol, without arguments that are passed to a parameter. For a <c>CancellationTokenSource</c> that is first made
    /// in a local (<see cref="KeptSources"/>), this is the expression that makes it. Don't change the list.
    /// </summary>
    /// <returns>The values; null if they aren't all known or there are too many.</returns>
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
        if (!code.World.AreValuesSeen(symbol))
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

        foreach (SimpleNameSyntax use in code.Uses.ThatWrite(symbol))
        {
            if (!SyntaxQueries.IsWritten(use, out ExpressionSyntax? value) || value is null && IsOnlyRead(use))
            {
                continue;
            }

            value ??= ExchangedFor(use);
            if (value is null)
            {
                return null;
            }

            Add(value);
        }

        return values.Count <= MostValues ? values : null;

        void Add(ExpressionSyntax? value)
        {
            if (value is null)
            {
                return;
            }

            value = SyntaxQueries.WithinParentheses(value);
            if (KeptSources.LocalKeptIn(symbol, value, code) is { } local && Of(local) is { } made)
            {
                values.AddRange(made.Where(one => !SyntaxQueries.IsNull(one)));
            }
            else
            {
                values.Add(value);
            }
        }
    }

    /// <summary>Gets the only value that is ever written to a symbol; null if there is none or there are several.</summary>
    public ExpressionSyntax? Only(ISymbol symbol) => Of(symbol) is [var value] ? value : null;

    /// <summary>Gets the only value that is ever written to a variable, if each path to a use first writes it; otherwise null.</summary>
    public ExpressionSyntax? Reaching(SyntaxNode use, ISymbol variable) =>
        Only(variable) is { } only
        && SyntaxQueries.WithParentheses(only).Parent is AssignmentExpressionSyntax { Parent: ExpressionStatementSyntax { Parent: BlockSyntax block } statement }
        && statement.Span.End <= use.SpanStart
        && SyntaxQueries.Contains(block, use)
        && SyntaxQueries.EnclosingFunction(use) == SyntaxQueries.EnclosingFunction(statement)
            ? only
            : null;

    /// <summary>Whether each value that is ever assigned to a variable is null or a new object, and at least one is a new object.</summary>
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

    /// <summary>Gets the value that a call such as <c>Interlocked.Exchange(ref variable, value)</c> writes to a variable; null for other uses.</summary>
    public ExpressionSyntax? ExchangedFor(SimpleNameSyntax use) =>
        SyntaxQueries.WithParentheses(SyntaxQueries.Qualified(use)).Parent is ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call } argument
        && code.OperationAt(call) is IInvocationOperation exchange
        && code.Calls.Of(exchange) is { Result: ResultKind.OldValue }
        && exchange.ArgumentAt(0)?.Syntax == argument
            ? exchange.ArgumentAt(1)?.Value.Syntax as ExpressionSyntax
            : null;

    /// <summary>Whether an expression creates a new object, so that no other code can refer to the object yet.</summary>
    public bool IsNew(ExpressionSyntax expression) => expression switch
    {
        BaseObjectCreationExpressionSyntax => true,
        InvocationExpressionSyntax => code.OperationAt(expression)?.Unwrap() is IInvocationOperation call && IsFresh(ResultOf(call)),
        ConditionalExpressionSyntax { WhenTrue: var one, WhenFalse: var other } => IsNew(one) && IsNew(other),
        IdentifierNameSyntax => code.OperationAt(expression) is ILocalReferenceOperation { Local: var local } && code.Uses.Of(local).Length == 1 && HoldsOnlyNew(local),
        _ => false,
    };

    /// <summary>Gets the kind of result that a call returns.</summary>
    public ResultKind ResultOf(IInvocationOperation call) =>
        code.Calls.Of(call) is { } facts ? facts.Result : code.Calls.ResultOf(call);

    /// <summary>Gets the expression that a property's getter returns, if the getter does nothing else; null otherwise.</summary>
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

    /// <summary>Whether a kind of result is a new object.</summary>
    public static bool IsFresh(ResultKind result) =>
        result is ResultKind.Fresh or ResultKind.FreshUnbounded or ResultKind.FreshBounded or ResultKind.FreshLinkedSource;

    /// <summary>Whether a use passes a variable to a call that is known only to read it.</summary>
    public bool IsOnlyRead(SimpleNameSyntax use) =>
        SyntaxQueries.WithParentheses(SyntaxQueries.Qualified(use)).Parent is ArgumentSyntax argument
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
