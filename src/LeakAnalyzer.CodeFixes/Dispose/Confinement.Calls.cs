using LeakAnalyzer.CodeFixes.Editing;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.CodeFixes.Dispose;

/// <content>Judges the calls that receive the token of the <c>CancellationTokenSource</c>, and what the block does with the results of these calls.</content>
internal sealed partial class Confinement
{
    /// <summary>Whether the called function no longer uses the token when the call returns, or when its result has been awaited.</summary>
    private bool IsCallOver(InvocationExpressionSyntax call, ArgumentSyntax? argument)
    {
        if (_model.OperationAt(call) is not IInvocationOperation { TargetMethod: var method } operation)
        {
            return false;
        }

        if (method.Name == "CreateLinkedTokenSource")
        {
            return IsUsedUp(call);
        }

        return IsResultUsedUp(call, isDropped: false) || !method.IsAsync && IsDoneOnReturn(operation, argument);
    }

    /// <summary>Whether a call holds the token no longer when it returns.</summary>
    private bool IsDoneOnReturn(IInvocationOperation call, ArgumentSyntax? argument)
    {
        IMethodSymbol method = call.TargetMethod.OriginalDefinition;
        if (_model.Symbols.IsTask(method.ReturnType) || argument?.Expression is AnonymousFunctionExpressionSyntax { AsyncKeyword.RawKind: not 0 })
        {
            return false;
        }

        if (method.DeclaringSyntaxReferences is [var declaration])
        {
            return !method.IsVirtual && !method.IsAbstract && !method.IsOverride
                && _calls > 0
                && call.Arguments.FirstOrDefault(given => given.Syntax == argument)?.Parameter is { RefKind: RefKind.None } parameter
                && declaration.GetSyntax() is var body && _model.SemanticModelOf(body.SyntaxTree) is not null
                && (method.ReturnsVoid || IsPlain(method.ReturnType))
                && new Confinement(_model, body, body, isCancelled: false, _calls - 1) { _uses = _uses }.HoldsParameter(parameter);
        }

        return method.ReturnsVoid ? IsBlocking(method) : IsPlain(call.TargetMethod.ReturnType);
    }

    private bool HoldsParameter(IParameterSymbol parameter) =>
        parameter.DeclaringSyntaxReferences is [var declaration] && HoldsVariable(parameter, declaration.GetSyntax());

    private static bool IsBlocking(IMethodSymbol method) =>
        method.Name is "Wait" or "WaitAll" or "Add" or "Invoke" or "SignalAndWait"
        && method.ContainingType.ContainingNamespace is { Name: "Threading" or "Tasks" or "Concurrent" };

    /// <summary>Whether no value of a type can hold a token.</summary>
    private bool IsPlain(ITypeSymbol type) =>
        type.SpecialType is not (SpecialType.None or SpecialType.System_Object or SpecialType.System_Collections_IEnumerable)
        || type.TypeKind == TypeKind.Enum
        || type is { IsValueType: true, TypeKind: TypeKind.Struct, ContainingNamespace.Name: not "Threading" } && !_model.Symbols.IsTask(type);

    /// <summary>
    /// Whether the block awaits, enumerates or blocks on the result of a call. If <paramref name="isDropped"/> is true, it may also drop a result that isn't a
    /// task.
    /// </summary>
    private bool IsResultUsedUp(SyntaxNode result, bool isDropped)
    {
        result = SyntaxQueries.WithParentheses(result);
        if (SyntaxUses.IsAwaited(result) || SyntaxUses.IsEnumerated(result))
        {
            return true;
        }

        switch (result.Parent)
        {
            case ConditionalAccessExpressionSyntax access:
                return IsResultUsedUp(access, isDropped);

            case MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Wait" or "Result" or "GetAwaiter" } access when access.Expression == result:
                return true;

            case MemberAccessExpressionSyntax
            {
                Name.Identifier.ValueText: "AsTask" or "Preserve" or "Unwrap" or "ConfigureAwait" or "WithCancellation" or "ToArray" or "ToList" or "Select" or "Where",
                Parent: InvocationExpressionSyntax call,
            } access when access.Expression == result:
                return IsResultUsedUp(call, isDropped: false);

            case ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "WaitAll" } } }:
                return true;

            case ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "WhenAll" } } call }:
                return IsResultUsedUp(call, isDropped: false);

            case InitializerExpressionSyntax { Parent: ArrayCreationExpressionSyntax or ImplicitArrayCreationExpressionSyntax } elements:
                return IsResultUsedUp(elements.Parent!, isDropped: false);

            case ExpressionElementSyntax element:
                return IsResultUsedUp(element.Parent!, isDropped: false);

            case EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent.Parent: LocalDeclarationStatementSyntax } variable }:
                return IsVariableJoined(variable);

            // What a nested function returns is awaited where the function is called.
            case LambdaExpressionSyntax lambda when lambda != _function && lambda.Body == result:
                return IsJoined(lambda);
            case ArrowExpressionClauseSyntax { Parent: LocalFunctionStatementSyntax local } when local != _function:
                return true;
            case ReturnStatementSyntax when SyntaxQueries.EnclosingFunction(result) != _function:
                return true;

            default:
                return isDropped && _model.OperationAt(result) is { Type: var type } operation
                    && !_model.Symbols.IsTask(type)
                    && operation is not IInvocationOperation { TargetMethod.IsAsync: true };
        }
    }

    /// <summary>Whether at least one use of the local that holds a task waits for the task, and the others only read its state.</summary>
    private bool IsVariableJoined(VariableDeclaratorSyntax variable)
    {
        bool any = false;
        if (Declared(variable) is not { } symbol)
        {
            return false;
        }

        foreach (IdentifierNameSyntax use in UsesOf(symbol, variable))
        {
            if (SyntaxQueries.WithParentheses(use).Parent is MemberAccessExpressionSyntax
                {
                    Name.Identifier.ValueText: "IsCompleted" or "IsCompletedSuccessfully" or "IsFaulted" or "IsCanceled" or "Status" or "Exception" or "Id",
                })
            {
                continue;
            }

            if (_uses-- == 0 || SyntaxQueries.IsWritten(use, out _) || !IsResultUsedUp(use, isDropped: false))
            {
                return false;
            }

            any = true;
        }

        return any;
    }
}
