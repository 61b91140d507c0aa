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
/// Tells whether a <c>CancellationTokenSource</c> can be disposed at the end of a block, because no code uses it or its token any longer. A use that isn't
/// known to end in the block is assumed to last longer.
/// </summary>
internal sealed partial class Confinement
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

    /// <summary>Creates an object that judges the uses of a source in a block.</summary>
    /// <param name="model">The compilation's model.</param>
    /// <param name="block">The block, or the other piece of code, at whose end the source would be disposed.</param>
    /// <param name="isCancelled">Whether each path cancels the source. If so, code that runs after the block may still hold the token.</param>
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

    /// <summary>Whether no code uses the value of an expression, a source or something that holds its token, after the block.</summary>
    public bool Holds(ExpressionSyntax expression) => IsUsedUp(expression);

    /// <summary>
    /// Whether no code uses the source in a local, or its token, after the block. Not even a cancelled source may be used in a nested function, because
    /// <c>Token</c> throws after the disposal.
    /// </summary>
    public bool HoldsSource(ILocalSymbol source) => HoldsVariable(source, source.DeclaringSyntaxReferences[0].GetSyntax(), isSource: true);

    private static SyntaxNode FunctionOf(SyntaxNode block) =>
        block is CompilationUnitSyntax ? block : SyntaxQueries.EnclosingFunction(block);

    /// <summary>
    /// Whether no code uses a variable or local function after the block. Only uses count that run after <paramref name="giver"/>, the node that declares or
    /// assigns it.
    /// </summary>
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

    /// <summary>Whether all calls of a nested function, and of the functions around it, end in the block.</summary>
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

    /// <summary>Whether no code uses a value that is or holds the token, such as a delegate that uses it, after the block.</summary>
    private bool IsUsedUp(SyntaxNode value)
    {
        value = SyntaxQueries.WithParentheses(value);
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

    /// <summary>Whether an assignment assigns the token to a discard, or to a variable that no code uses after the block.</summary>
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
}
