using LeakAnalyzer.Facts;
using LeakAnalyzer.Symbols;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Summaries;

/// <summary>
/// Tells whether a call in a loop whose body can't be seen is finite work: it gives no item that it may wait for, and nobody can end what it is
/// called on, so that no end makes it throw. RULES.md, LEAK004, says so of a service's calls, a clock's delays and a delegate from outside.
/// </summary>
internal static class FiniteWork
{
    /// <summary>Whether a call that can't be seen is finite.</summary>
    /// <param name="call">The call.</param>
    /// <param name="loop">The loop that it stands in, or that calls the function which it stands in.</param>
    /// <param name="model">The compilation's model.</param>
    public static bool Is(IInvocationOperation call, SyntaxNode loop, LeakModel model) =>
        !HasEnd(TypeOfReceiver(call), model.Symbols) && (GivesNoItem(call.TargetMethod, model.Symbols) || OnlyTellsOrLeaves(call, loop, model));

    /// <summary>Whether somebody can end an object of a type: it is disposable, or has a method that sounds like an end.</summary>
    public static bool HasEnd(ITypeSymbol? type, KnownSymbols symbols)
    {
        if (type is null or { TypeKind: TypeKind.Delegate or TypeKind.Enum } || type.IsValueType && type.DeclaringSyntaxReferences.IsEmpty)
        {
            return false;
        }

        if (type.TypeKind is TypeKind.TypeParameter or TypeKind.Dynamic or TypeKind.Error || symbols.IsDisposable(type))
        {
            return true;
        }

        for (ITypeSymbol? current = type; current is { SpecialType: not SpecialType.System_Object }; current = current.BaseType)
        {
            if (DeclaresEnd(current))
            {
                return true;
            }
        }

        return type.TypeKind == TypeKind.Interface && type.AllInterfaces.Any(DeclaresEnd);
    }

    private static bool DeclaresEnd(ITypeSymbol type)
    {
        foreach (ISymbol member in type.GetMembers())
        {
            if (member is IMethodSymbol { MethodKind: MethodKind.Ordinary, DeclaredAccessibility: not Accessibility.Private } && EndingNames.SoundLikeEnd(member.Name))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The type of what a call is called on; of a static method the type that declares it.</summary>
    private static ITypeSymbol? TypeOfReceiver(IInvocationOperation call) => call.Receiver()?.Unwrap().Type ?? call.TargetMethod.ContainingType;

    /// <summary>Whether what a method gives, awaited, is nothing, a yes or no, a number or a time.</summary>
    private static bool GivesNoItem(IMethodSymbol method, KnownSymbols symbols)
    {
        ITypeSymbol type = method.OriginalDefinition.ReturnType;
        if (method.MethodKind == MethodKind.DelegateInvoke)
        {
            type = method.ReturnType; // a Func<bool> gives a yes or no, though its type argument could be anything
        }

        if (symbols.IsTask(type))
        {
            if (type is not INamedTypeSymbol { TypeArguments: [var result] })
            {
                return true;
            }

            type = result;
        }

        if (type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T, TypeArguments: [var value] })
        {
            type = value;
        }

        return type.TypeKind == TypeKind.Enum
            || type.SpecialType is SpecialType.System_Void or SpecialType.System_Boolean or SpecialType.System_DateTime
                or (>= SpecialType.System_SByte and <= SpecialType.System_Double)
            || symbols.IsTime(type);
    }

    /// <summary>Whether what a call gives is dropped, only tested, or used only where the loop is left with it.</summary>
    private static bool OnlyTellsOrLeaves(IInvocationOperation call, SyntaxNode loop, LeakModel model)
    {
        (IOperation? consumer, IOperation value) = TaskUses.ConsumerOf(call, model);
        if (consumer is IAwaitOperation awaited)
        {
            value = awaited.Outermost();
            consumer = value.Parent;
        }
        else if (model.Symbols.IsTask(call.Type))
        {
            return false; // the task goes elsewhere
        }

        return consumer switch
        {
            IExpressionStatementOperation => true,
            IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals } => true,
            IIsTypeOperation => true,
            ISimpleAssignmentOperation { Target: IDiscardOperation } => true,
            IIsPatternOperation { Pattern: var pattern } => DeclaredIn(pattern).All(local => IsUsedOnlyToLeave(local, loop, model)),
            IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var local } } =>
                SyntaxQueries.IsDeclaredByUsing(local) ? !model.Symbols.IsTask(call.Type) : IsUsedOnlyToLeave(local, loop, model), // what a factory makes for the iteration is no item
            IUsingOperation => !model.Symbols.IsTask(call.Type),
            IReturnOperation => Leaves(call.Syntax, loop),
            _ => false,
        };
    }

    private static IEnumerable<ILocalSymbol> DeclaredIn(IPatternOperation pattern)
    {
        foreach (IOperation part in pattern.DescendantsAndSelf())
        {
            ISymbol? declared = part switch
            {
                IDeclarationPatternOperation { DeclaredSymbol: var symbol } => symbol,
                IRecursivePatternOperation { DeclaredSymbol: var symbol } => symbol,
                _ => null,
            };
            if (declared is ILocalSymbol local)
            {
                yield return local;
            }
        }
    }

    /// <summary>Whether each use of a local is a test, or stands where the loop is left.</summary>
    private static bool IsUsedOnlyToLeave(ILocalSymbol local, SyntaxNode loop, LeakModel model)
    {
        foreach (IdentifierNameSyntax use in model.Uses.Of(local))
        {
            if (!IsTested(use, model) && !Leaves(use, loop))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether a variable, or what it tells of itself (<c>result.IsReady</c>), is only compared, or is a condition.</summary>
    private static bool IsTested(IdentifierNameSyntax use, LeakModel model)
    {
        if (model.OperationAt(use)?.Outermost() is not { } value)
        {
            return false;
        }

        while (value.Parent is IPropertyReferenceOperation property && property.Instance == value)
        {
            value = property.Outermost();
        }

        while (value.Parent is IUnaryOperation or IBinaryOperation { Type.SpecialType: SpecialType.System_Boolean })
        {
            value = value.Parent;
        }

        return value.Type is { SpecialType: SpecialType.System_Boolean } && value.Parent is IConditionalOperation { Condition: var condition } && condition == value
            || value.Parent is IIsPatternOperation { Pattern: IConstantPatternOperation or INegatedPatternOperation { Pattern: IConstantPatternOperation } } or IIsTypeOperation
            || value.Parent is IWhileLoopOperation;
    }

    /// <summary>Whether control doesn't come back to the loop from where a node stands: a <c>return</c>, <c>break</c> or <c>throw</c> ends its block.</summary>
    private static bool Leaves(SyntaxNode node, SyntaxNode loop)
    {
        for (SyntaxNode? current = node; current is not null && current != loop; current = current.Parent)
        {
            if (current is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or MemberDeclarationSyntax)
            {
                return false;
            }

            StatementSyntax? last = current switch
            {
                BlockSyntax { Statements: [.., var end] } => end,
                ReturnStatementSyntax or ThrowStatementSyntax => (StatementSyntax)current,
                _ => null,
            };
            if (last is ReturnStatementSyntax or ThrowStatementSyntax
                || last is BreakStatementSyntax && last.Ancestors().First(outer => outer is SwitchStatementSyntax || SyntaxQueries.IsLoop(outer)) == loop)
            {
                return loop.Span.Contains(node.Span);
            }
        }

        return false;
    }
}
