using System.Collections.Immutable;
using LeakAnalyzer.CodeFixes.Editing;
using LeakAnalyzer.CodeFixes.Reports;
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
/// Finds the fix for a handle (a linked <c>CancellationTokenSource</c>, or the registration of a callback) that some path doesn't dispose. A <c>using</c> is
/// right if no code needs the handle after the block.
/// </summary>
internal static class Disposal
{
    /// <summary>Gets the fix for a linked source; <see cref="Remedy.None"/> if some code may use its token after the block.</summary>
    public static Remedy OfSource(HeldHandle source, Scope scope, LeakModel model)
    {
        if (source.Local is { } local)
        {
            return DeclarationOf(source, model) is { } declaration && scope.Declares(local) && BlockOf(declaration) is { } block
                && new Confinement(model, block, IsCancelled(local, source.Call.Syntax, scope, model)).HoldsSource(local)
                    ? Dispose(FixKind.DisposeSource, HandleForm.Declaration, declaration)
                    : Remedy.None;
        }

        if (DroppingStatement(source.Call.Syntax) is { } dropping)
        {
            return BlockOf(dropping) is { } list && list != dropping ? Dispose(FixKind.DisposeSource, HandleForm.Statement, dropping) : Remedy.None;
        }

        return !IsWholeExpression(source.Call.Syntax)
            && Hoisting.StatementOf(source.Call, scope, model) is { } place && BlockOf(place) is { } region
            && source.Call.Syntax is ExpressionSyntax call && new Confinement(model, region, isCancelled: false).Holds(call)
                ? Dispose(FixKind.DisposeSource, HandleForm.Call, call)
                : Remedy.None;
    }

    /// <summary>
    /// Gets the fix for the registration of a callback; <see cref="Remedy.None"/> if the registration may be needed for longer than the block.
    /// </summary>
    public static Remedy OfRegistration(HeldHandle registration, Scope scope, LeakModel model)
    {
        if (ReturnedPromise.Of(registration, scope, model) is { } promise && DroppingStatement(registration.Call.Syntax) is { Parent: BlockSyntax or SwitchSectionSyntax } dropping)
        {
            return Remedy.None with { Fixes = ImmutableArray.Create(FixKind.DisposeRegistrationWithTask), Handle = new HandlePlace(HandleForm.UntilTask, dropping, CanAwait: false) { Promise = promise } };
        }

        if (scope.Symbol is null or { MethodKind: MethodKind.Constructor or MethodKind.StaticConstructor or MethodKind.Destructor }
            || HandedOutTask.MayReturnRunningTask(scope, model)
            || CallbackOutlives(registration.Call, scope, model))
        {
            return Remedy.None;
        }

        StatementSyntax? statement = registration.Local is null ? DroppingStatement(registration.Call.Syntax) : DeclarationOf(registration, model);
        if (statement is null || BlockOf(statement) is null || !IsDisposed(registration.Local, model) && !GoesOnAfter(statement, scope, model))
        {
            return Remedy.None;
        }

        bool canAwait = scope.IsAsync && KnownSymbols.Is(registration.Call.Type, model.Symbols.AsyncDisposable);
        HandleForm form = registration.Local is null ? HandleForm.Statement : HandleForm.Declaration;
        return Dispose(FixKind.DisposeRegistration, form, statement, canAwait);
    }

    private static Remedy Dispose(FixKind kind, HandleForm form, SyntaxNode node, bool canAwait = false) =>
        Remedy.None with { Fixes = ImmutableArray.Create(kind), Handle = new HandlePlace(form, node, canAwait) };

    /// <summary>
    /// Gets the declaration of the local that holds a handle; null if it has another form than <c>var handle = value;</c>, or if the local is assigned again.
    /// </summary>
    private static LocalDeclarationStatementSyntax? DeclarationOf(HeldHandle handle, LeakModel model) =>
        handle.Local is { DeclaringSyntaxReferences: [var reference] } local
        && reference.GetSyntax() is VariableDeclaratorSyntax { Initializer: not null, Parent: VariableDeclarationSyntax { Variables.Count: 1, Parent: LocalDeclarationStatementSyntax declaration } }
        && model.Values.Only(local) is { } value
        && value.Span.Contains(handle.Call.Syntax.Span)
            ? declaration
            : null;

    /// <summary>Gets the statement that drops the result of a call, as in <c>_ = Call()</c>; null if there is none.</summary>
    private static StatementSyntax? DroppingStatement(SyntaxNode call) => SyntaxQueries.WithParentheses(call).Parent switch
    {
        ExpressionStatementSyntax statement => statement,
        AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: "_" }, Parent: ExpressionStatementSyntax statement } => statement,
        _ => null,
    };

    /// <summary>Whether a call is a whole expression body, or a whole expression in the head of a <c>for</c> loop.</summary>
    private static bool IsWholeExpression(SyntaxNode call) =>
        SyntaxQueries.WithParentheses(call).Parent is ArrowExpressionClauseSyntax or LambdaExpressionSyntax or ForStatementSyntax;

    /// <summary>
    /// Gets the code at whose end a <c>using</c> at the given node would dispose the handle, usually a block; null if no <c>using</c> can be written there.
    /// </summary>
    private static SyntaxNode? BlockOf(SyntaxNode place)
    {
        SyntaxNode? block = place switch
        {
            StatementSyntax { Parent: GlobalStatementSyntax { Parent: CompilationUnitSyntax unit } } => unit,
            StatementSyntax { Parent: BlockSyntax or SwitchSectionSyntax } => place.Parent,
            StatementSyntax and not LocalDeclarationStatementSyntax when place.Parent is StatementSyntax and not LabeledStatementSyntax or ElseClauseSyntax => place,
            ExpressionSyntax => place,
            _ => null,
        };

        // A 'goto' to a label in the block could jump past the declaration.
        return StatementLists.Of(block).Any(statement => statement is LabeledStatementSyntax) ? null : block;
    }

    /// <summary>Whether each path cancels a source after its creation. If so, no code needs the source any more when it is disposed.</summary>
    private static bool IsCancelled(ILocalSymbol source, SyntaxNode creation, Scope scope, LeakModel model)
    {
        var cancels = ObjectUses.ThatMayEnd(WaitedObject.Of(source), Interest.InCancel, model)
            .Where(use => use.Effect == UseEffect.Ends && SyntaxQueries.EnclosingFunction(use.Act) == scope.Function)
            .Select(use => use.Act)
            .ToList();
        return cancels.Count > 0 && scope.EachPathPasses(cancels, creation);
    }

    /// <summary>Whether some code disposes the registration in a local. If so, the registration isn't meant to outlive the function.</summary>
    private static bool IsDisposed(ILocalSymbol? registration, LeakModel model) =>
        registration is not null && ObjectUses.ThatMayEnd(WaitedObject.Of(registration), Interest.InDisposal, model).Count > 0;

    private static bool GoesOnAfter(StatementSyntax statement, Scope scope, LeakModel model)
    {
        SyntaxNode member = statement.Parent is GlobalStatementSyntax global ? global : statement;
        foreach (SyntaxNode sibling in member.Parent!.ChildNodes())
        {
            if (sibling.SpanStart > member.SpanStart
                && (sibling as GlobalStatementSyntax)?.Statement is var inner
                && model.OperationAt(inner ?? sibling) is { } operation
                && operation is not ILocalFunctionOperation
                && scope.GoesOnIn(operation))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Whether a callback uses a local that code outside the function may still use after the function has exited. Such a callback must stay registered.
    /// </summary>
    private static bool CallbackOutlives(IInvocationOperation registration, Scope scope, LeakModel model)
    {
        foreach (IArgumentOperation argument in registration.Arguments)
        {
            foreach (IOperation operation in argument.Descendants())
            {
                if (operation is ILocalReferenceOperation { Local: var local } && scope.Declares(local) && IsHandedOut(local, registration.Syntax, scope, model))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static bool IsHandedOut(ILocalSymbol local, SyntaxNode registration, Scope scope, LeakModel model)
    {
        bool isHandedOut = false;
        foreach (IdentifierNameSyntax use in SyntaxUses.Uses(local.Name, scope.Function))
        {
            if (registration.Span.Contains(use.Span) || SyntaxQueries.EnclosingFunction(use) != scope.Function)
            {
                continue;
            }

            if (use.SpanStart > registration.SpanStart && use.Ancestors().TakeWhile(node => node is not StatementSyntax).Any(node => node is AwaitExpressionSyntax))
            {
                return false;
            }

            isHandedOut |= IsHandedOutAt(use, model);
        }

        return isHandedOut;
    }

    private static bool IsHandedOutAt(IdentifierNameSyntax use, LeakModel model)
    {
        foreach (SyntaxNode node in use.Ancestors())
        {
            switch (node)
            {
                case ArgumentSyntax or ReturnStatementSyntax or YieldStatementSyntax or InitializerExpressionSyntax:
                    return true;
                case AssignmentExpressionSyntax assignment when assignment.Right.Span.Contains(use.Span):
                    return model.OperationAt(assignment) is not ISimpleAssignmentOperation { Target: ILocalReferenceOperation or IDiscardOperation };
                case InvocationExpressionSyntax or StatementSyntax:
                    return false;
            }
        }

        return false;
    }
}

/// <summary>The ways in which code holds a handle. Each value says what <see cref="HandlePlace.Node"/> is.</summary>
internal enum HandleForm
{
    /// <summary>The node is the declaration of the local that holds the handle.</summary>
    Declaration,

    /// <summary>The node is a statement that creates the handle and drops it.</summary>
    Statement,

    /// <summary>The node is a call that creates the handle, inside a larger expression.</summary>
    Call,

    /// <summary>Like <see cref="Statement"/>, but the handle is needed until the task of a promise has completed.</summary>
    UntilTask,
}

/// <summary>Where the code creates a handle: a linked source or registration that has to be disposed.</summary>
/// <param name="Form">The way in which the code holds the handle.</param>
/// <param name="Node">The node that the form refers to.</param>
/// <param name="CanAwait">Whether the code at the node can await the disposal of the handle.</param>
internal readonly record struct HandlePlace(HandleForm Form, SyntaxNode Node, bool CanAwait)
{
    /// <summary>
    /// Gets the local with the promise whose task, when it completes, disposes the handle; null unless the form is <see cref="HandleForm.UntilTask"/>.
    /// </summary>
    public ILocalSymbol? Promise { get; init; }
}
