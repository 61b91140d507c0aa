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
/// Tells whether nothing uses a source or its token any more when control leaves a block, so that the source can be disposed there.
/// Each use must be known to end in the block: in a call that is awaited or that blocks. Any other use is taken to go on after the block.
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

    /// <summary>Makes the question about a block.</summary>
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

    /// <summary>Whether nothing uses the value of an expression after the block.</summary>
    public bool Holds(ExpressionSyntax expression) => IsUsedUp(expression);

    /// <summary>Whether nothing uses the source that a local holds after the block; its <c>Token</c> throws once it is disposed.</summary>
    public bool HoldsSource(ILocalSymbol source) => HoldsVariable(source, source.DeclaringSyntaxReferences[0].GetSyntax(), isSource: true);

    private static SyntaxNode FunctionOf(SyntaxNode block) =>
        block is CompilationUnitSyntax ? block : SyntaxQueries.EnclosingFunction(block);

    /// <summary>Whether all uses of a variable or local function that control can reach from the given node end in the block.</summary>
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

    /// <summary>Whether a nested function, and each function around it, is only called in calls that are awaited in the block.</summary>
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

    /// <summary>Whether a value that holds the token is no longer used after the block: the token, its source, an object made with it, or a delegate that names it.</summary>
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

    /// <summary>Whether the variable that the token is assigned to belongs to this function and is used in the block only.</summary>
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
