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
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.CodeFixes.Dispose;

/// <summary>
/// Asks whether a source, and all that is given its token, is done with when a block is left, so that the source can be disposed there.
/// Each use must be known to end in the block: in a call that is awaited or that blocks. What isn't known goes on after it.
/// </summary>
internal sealed class Confinement
{
    private const int MostUses = 64;
    private const int MostCalls = 3;

    private readonly LeakModel _model;
    private readonly SyntaxNode _block;
    private readonly SyntaxNode _function;
    private readonly bool _isCancelled;
    private readonly HashSet<(SyntaxNode Declaration, string Name)> _followed = [];
    private readonly int _calls;
    private int _uses = MostUses;

    /// <summary>Asks about a block.</summary>
    /// <param name="model">The compilation's model.</param>
    /// <param name="block">The block, or whatever else the source would live in.</param>
    /// <param name="isCancelled">Whether the source is cancelled on each path, so that its token may be kept.</param>
    public Confinement(LeakModel model, SyntaxNode block, bool isCancelled)
        : this(model, block, FunctionOf(block), isCancelled, MostCalls)
    {
    }

    private Confinement(LeakModel model, SyntaxNode block, SyntaxNode function, bool isCancelled, int calls)
    {
        _model = model;
        _block = block;
        _function = function;
        _isCancelled = isCancelled;
        _calls = calls;
    }

    /// <summary>Whether what an expression makes is done with.</summary>
    public bool Holds(ExpressionSyntax expression) => IsUsedUp(expression);

    /// <summary>Whether the source that a local holds is done with; its <c>Token</c> can't be read once it is disposed.</summary>
    public bool HoldsSource(ILocalSymbol source) => HoldsVariable(source, source.DeclaringSyntaxReferences[0].GetSyntax(), isSource: true);

    private static SyntaxNode FunctionOf(SyntaxNode block) =>
        block is CompilationUnitSyntax ? block : SyntaxQueries.EnclosingFunction(block);

    /// <summary>Whether all uses of a variable or local function are, that may come after the node that gives it its value.</summary>
    private bool HoldsVariable(ISymbol? variable, SyntaxNode giver, bool isSource = false)
    {
        if (variable is null || !_followed.Add((giver, variable.Name)))
        {
            return variable is not null;
        }

        foreach (IdentifierNameSyntax use in UsesOf(variable, giver))
        {
            SyntaxNode function = SyntaxQueries.EnclosingFunction(use);
            bool isNested = function != _function && _function.Span.Contains(function.Span);
            bool isBefore = use.SpanStart < giver.SpanStart && !isNested && variable is not IMethodSymbol;
            if (isBefore && !SyntaxQueries.ShareLoop(giver, use)
                || giver.Span.Contains(use.Span)
                || SyntaxQueries.IsWritten(use, out _)
                || _isCancelled && !(isSource && isNested))
            {
                continue;
            }

            if (_uses-- == 0 || isBefore || !_block.Span.Contains(use.Span) || !isNested && function != _function || !IsUsedUp(use) || isNested && !AreJoined(function))
            {
                return false;
            }
        }

        return true;
    }

    private IEnumerable<IdentifierNameSyntax> UsesOf(ISymbol variable, SyntaxNode giver)
    {
        SemanticModel? semantics = _model.SemanticModelOf(giver.SyntaxTree);
        return SyntaxUses.Uses(variable.Name, SyntaxQueries.EnclosingMember(giver))
            .Where(use => KnownSymbols.Same(semantics?.GetSymbolInfo(use).Symbol, variable));
    }

    private ISymbol? Declared(SyntaxNode declaration) => _model.SemanticModelOf(declaration.SyntaxTree)?.GetDeclaredSymbol(declaration);

    /// <summary>Whether nested functions around a use are only called by what is awaited, from a function outwards.</summary>
    private bool AreJoined(SyntaxNode function)
    {
        for (; function != _function; function = SyntaxQueries.EnclosingFunction(function))
        {
            if (!IsJoined(function))
            {
                return false;
            }
        }

        return true;
    }

    private bool IsJoined(SyntaxNode function) => function switch
    {
        AnonymousFunctionExpressionSyntax lambda => IsUsedUp(lambda),
        LocalFunctionStatementSyntax local => HoldsVariable(Declared(local), local),
        _ => false,
    };

    /// <summary>Whether a value that holds the token is done with: the token, its source, an object made with it, a delegate that names it.</summary>
    private bool IsUsedUp(SyntaxNode value)
    {
        value = SyntaxQueries.WithoutParentheses(value);
        switch (value.Parent)
        {
            case ExpressionStatementSyntax:
                return value is not BaseObjectCreationExpressionSyntax;

            case IsPatternExpressionSyntax:
            case BinaryExpressionSyntax comparison when comparison.Kind() is SyntaxKind.EqualsExpression or SyntaxKind.NotEqualsExpression:
                return true;

            case MemberAccessExpressionSyntax access when access.Expression == value:
                return IsMemberUsedUp(access);

            case InvocationExpressionSyntax call when call.Expression == value:
                return IsResultUsedUp(call, isDropped: true);

            case ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call } argument:
                return IsCallOver(call, argument);

            case ArgumentSyntax { Parent.Parent: BaseObjectCreationExpressionSyntax creation }:
                return IsUsedUp(creation);

            case AssignmentExpressionSyntax { Parent: InitializerExpressionSyntax { Parent: BaseObjectCreationExpressionSyntax creation } } assignment when assignment.Right == value:
                return IsUsedUp(creation);

            case AssignmentExpressionSyntax { Parent: ExpressionStatementSyntax } assignment when assignment.Right == value:
                return IsTargetUsedUp(assignment);

            case EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent.Parent: LocalDeclarationStatementSyntax or UsingStatementSyntax } variable }:
                return HoldsVariable(Declared(variable), variable);

            case CastExpressionSyntax or ConditionalExpressionSyntax or UsingStatementSyntax:
                return value.Parent is UsingStatementSyntax || IsUsedUp(value.Parent);

            case CommonForEachStatementSyntax:
                return true;

            case InitializerExpressionSyntax { Parent: ArrayCreationExpressionSyntax or ImplicitArrayCreationExpressionSyntax } elements:
                return IsUsedUp(elements.Parent!);

            case ExpressionElementSyntax element:
                return IsUsedUp(element.Parent!);

            default:
                return false;
        }
    }

    private bool IsMemberUsedUp(MemberAccessExpressionSyntax access)
    {
        switch (access.Name.Identifier.ValueText)
        {
            case "Token":
                return IsUsedUp(access);
            case "IsCancellationRequested" or "CanBeCanceled" or "Cancel" or "CancelAsync" or "CancelAfter" or "Dispose" or "TryReset"
                or "ThrowIfCancellationRequested" or "Equals" or "GetHashCode":
                return true;
            case "WaitHandle":
                return access.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "WaitOne", Parent: InvocationExpressionSyntax };
            case "Register" or "UnsafeRegister":
                return access.Parent is InvocationExpressionSyntax registration && IsDisposedByUsing(registration);
            case "Invoke":
                return access.Parent is InvocationExpressionSyntax invoked && IsResultUsedUp(invoked, isDropped: true);
            default:
                return access.Parent is InvocationExpressionSyntax call && IsCallOver(call, argument: null);
        }
    }

    private static bool IsDisposedByUsing(InvocationExpressionSyntax handle) => handle.Parent
        is UsingStatementSyntax
        or EqualsValueClauseSyntax { Parent.Parent.Parent: UsingStatementSyntax or LocalDeclarationStatementSyntax { UsingKeyword.RawKind: not 0 } };

    /// <summary>Whether a variable that is given the token is of this function, and is used in the block only.</summary>
    private bool IsTargetUsedUp(AssignmentExpressionSyntax assignment)
    {
        ISymbol? target = (_model.OperationAt(assignment) as ISimpleAssignmentOperation)?.Target switch
        {
            ILocalReferenceOperation { Local: { RefKind: RefKind.None } local } => local,
            IParameterReferenceOperation { Parameter: { RefKind: RefKind.None } parameter } => parameter,
            IDiscardOperation discard => discard.DiscardSymbol,
            _ => null,
        };
        return target is IDiscardSymbol
            || target is { DeclaringSyntaxReferences: [var reference] }
            && reference.GetSyntax() is var declaration
            && SyntaxQueries.EnclosingFunction(declaration) == _function
            && (!SyntaxQueries.IsInLoop(assignment) || SyntaxQueries.ShareLoop(assignment, declaration))
            && HoldsVariable(target, assignment);
    }

    /// <summary>Whether a call that is given the token has done its work when it returns, or when its result is joined.</summary>
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

    /// <summary>Whether a method that isn't async keeps nothing of the token when it returns.</summary>
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
        method.Name is "Wait" or "WaitAll" or "Add" or "For" or "ForEach" or "Invoke" or "SignalAndWait"
        && method.ContainingType.ContainingNamespace is { Name: "Threading" or "Tasks" or "Concurrent" };

    /// <summary>Whether a result can't hold a token.</summary>
    private bool IsPlain(ITypeSymbol type) =>
        type.SpecialType is not (SpecialType.None or SpecialType.System_Object or SpecialType.System_Collections_IEnumerable)
        || type.TypeKind == TypeKind.Enum
        || type is { IsValueType: true, TypeKind: TypeKind.Struct, ContainingNamespace.Name: not "Threading" } && !_model.Symbols.IsTask(type);

    /// <summary>Whether the task, sequence or result that a call gives is joined in the block.</summary>
    /// <param name="result">The call.</param>
    /// <param name="isDropped">Whether a result that nobody looks at, and that is no task, is joined too.</param>
    private bool IsResultUsedUp(SyntaxNode result, bool isDropped)
    {
        result = SyntaxQueries.WithoutParentheses(result);
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

            // What a nested function returns is joined where the function is.
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

    /// <summary>Whether a task is joined by the local that holds it, and goes nowhere else.</summary>
    private bool IsVariableJoined(VariableDeclaratorSyntax variable)
    {
        bool any = false;
        if (Declared(variable) is not { } symbol)
        {
            return false;
        }

        foreach (IdentifierNameSyntax use in UsesOf(symbol, variable))
        {
            if (SyntaxQueries.WithoutParentheses(use).Parent is MemberAccessExpressionSyntax
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
