using LeakAnalyzer.Facts;
using LeakAnalyzer.Symbols;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Summaries;

/// <summary>
/// Tells whether a call whose body can't be seen ends by itself (finite work; see LEAK004 in RULES.md). It must return no item for the loop to process,
/// and its receiver must not be an object that other code can close.
/// </summary>
internal static class FiniteWork
{
    /// <summary>Whether a call of a method whose body can't be seen is finite work (ends by itself).</summary>
    /// <param name="call">The call.</param>
    /// <param name="loop">The loop that contains the call, or that calls the function in which the call is.</param>
    /// <param name="model">The compilation's model.</param>
    public static bool Is(IInvocationOperation call, SyntaxNode loop, LeakModel model) =>
        !HasEnd(TypeOfReceiver(call), model.Symbols) && (GivesNoItem(call.TargetMethod, model.Symbols) || OnlyTellsOrLeaves(call, loop, model));

    /// <summary>Whether objects of a type may be closed: it is disposable, has a method such as <c>Close</c>, or isn't known, like <c>dynamic</c>.</summary>
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

    /// <summary>Gets the type of a call's receiver; for <c>this</c> or no receiver, the type that declares the called method.</summary>
    public static ITypeSymbol? TypeOfReceiver(IInvocationOperation call) =>
        call.Receiver()?.Unwrap() is { } receiver and not IInstanceReferenceOperation ? receiver.Type : call.TargetMethod.ContainingType;

    /// <summary>Whether a method, or the task that it returns, has no result, or a result that is a boolean, an enum value, a number or a time.</summary>
    private static bool GivesNoItem(IMethodSymbol method, KnownSymbols symbols)
    {
        ITypeSymbol type = method.OriginalDefinition.ReturnType;
        if (method.MethodKind == MethodKind.DelegateInvoke)
        {
            type = method.ReturnType; // a Func<bool> returns a boolean, although the definition of Func<TResult> returns a type parameter
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

    /// <summary>Whether the result of a call is dropped or only tested, or is used only on paths that leave the loop.</summary>
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
            return false; // the task isn't awaited here, so its result may be used in other code
        }

        return consumer switch
        {
            IExpressionStatementOperation => true,
            IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals } => true,
            IIsTypeOperation => true,
            ISimpleAssignmentOperation { Target: IDiscardOperation } => true,
            IIsPatternOperation { Pattern: var pattern } => DeclaredIn(pattern).All(local => IsUsedOnlyToLeave(local, loop, model)),
            IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var local } } =>
                SyntaxQueries.IsDeclaredByUsing(local) ? !model.Symbols.IsTask(call.Type) : IsUsedOnlyToLeave(local, loop, model), // an object that an iteration creates and disposes isn't an item for the loop to process
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

    private static bool IsUsedOnlyToLeave(ILocalSymbol local, SyntaxNode loop, LeakModel model)
    {
        foreach (SimpleNameSyntax use in model.Uses.Of(local))
        {
            if (!IsTested(use, model) && !Leaves(use, loop))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether a variable, or a property of it as in <c>result.IsReady</c>, is used only as a condition or in a comparison.</summary>
    private static bool IsTested(SimpleNameSyntax use, LeakModel model)
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

    /// <summary>Whether control leaves the loop after a node in it, for example because its block ends with <c>return</c> or <c>break</c>.</summary>
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
