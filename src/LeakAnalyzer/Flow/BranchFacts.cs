using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Flow;

/// <summary>Tells what is known about values that a condition tests, after one of the condition's branches has been taken.</summary>
internal static class BranchFacts
{
    /// <summary>Gets the value that a block's condition has if a branch of the block is taken; null if the block has no condition.</summary>
    public static bool? Outcome(BasicBlock block, ControlFlowBranch branch) => block.ConditionKind == ControlFlowConditionKind.None
        ? null
        : (block.ConditionKind == ControlFlowConditionKind.WhenTrue) == branch.IsConditionalSuccessor;

    /// <summary>Gets a condition without the conversions and negations around it, and the outcome that it then has.</summary>
    public static (IOperation Condition, bool Outcome) WithoutNot(IOperation condition, bool outcome)
    {
        while (true)
        {
            switch (condition)
            {
                case IUnaryOperation { OperatorKind: UnaryOperatorKind.Not, Operand: var operand }:
                    condition = operand;
                    outcome = !outcome;
                    break;
                case IConversionOperation { Operand: var operand }:
                    condition = operand;
                    break;
                default:
                    return (condition, outcome);
            }
        }
    }

    /// <summary>Gets the two values that a condition compares, and whether the outcome means that they are equal; null for other conditions.</summary>
    public static (IOperation Left, IOperation Right, bool AreEqual)? Comparison(IOperation condition, bool outcome) => WithoutNot(condition, outcome) switch
    {
        (IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals } equality, var areEqual) => (equality.LeftOperand, equality.RightOperand, areEqual),
        (IBinaryOperation { OperatorKind: BinaryOperatorKind.NotEquals } equality, var differ) => (equality.LeftOperand, equality.RightOperand, !differ),
        _ => null,
    };

    /// <summary>Gets the type for which a condition tests a value, and whether the outcome means that the value has it; null for other conditions.</summary>
    public static (ITypeSymbol Type, bool IsOfType)? TypeTest(IOperation condition, bool outcome) => WithoutNot(condition, outcome) switch
    {
        (IIsTypeOperation test, var isOfType) => (test.TypeOperand, isOfType != test.IsNegated),
        (IIsPatternOperation { Pattern: var pattern }, var matches) => TypeTest(pattern, matches),
        _ => null,
    };

    private static (ITypeSymbol Type, bool IsOfType)? TypeTest(IPatternOperation pattern, bool matches) => pattern switch
    {
        INegatedPatternOperation { Pattern: var negated } => TypeTest(negated, !matches),
        ITypePatternOperation { MatchedType: var type } => (type, matches),
        IDeclarationPatternOperation { MatchedType: { } type } => (type, matches),
        _ => null,
    };

    /// <summary>Whether a condition with the given outcome means that a variable is null.</summary>
    public static bool MeansNull(IOperation condition, bool outcome, ISymbol local)
    {
        if (Comparison(condition, outcome) is var (left, right, areEqual))
        {
            return areEqual && (Reads(left, local) && IsNull(right) || Reads(right, local) && IsNull(left));
        }

        return WithoutNot(condition, outcome) switch
        {
            (IIsNullOperation { Operand: var operand }, var isNull) => isNull && Reads(operand, local),
            (IIsPatternOperation { Value: var value, Pattern: var pattern }, var matches) => matches == IsOfNull(pattern) && Reads(value, local) && IsAboutNull(pattern),
            _ => false,
        };
    }

    /// <summary>Whether a value is the constant null.</summary>
    public static bool IsNull(IOperation operation) => operation.ConstantValue is { HasValue: true, Value: null };

    /// <summary>Whether an operation reads a variable, or the flow capture of its value, as in the graph of <c>variable ??= value</c>.</summary>
    public static bool Reads(IOperation operation, ISymbol? variable) => operation switch
    {
        IConversionOperation { Operand: var operand } => Reads(operand, variable),
        ILocalReferenceOperation reference => SymbolEqualityComparer.Default.Equals(reference.Local, variable),
        IParameterReferenceOperation reference => SymbolEqualityComparer.Default.Equals(reference.Parameter, variable),
        IMemberReferenceOperation { Instance: null or IInstanceReferenceOperation } reference => SymbolEqualityComparer.Default.Equals(reference.Member, variable),
        IFlowCaptureReferenceOperation { Syntax: var name } => name.GetLastToken().ValueText == variable?.Name && name is IdentifierNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax },
        _ => false,
    };

    /// <summary>Whether a pattern only tests for null: <c>null</c>, <c>not null</c>, <c>{ }</c>.</summary>
    private static bool IsAboutNull(IPatternOperation pattern) => pattern switch
    {
        INegatedPatternOperation { Pattern: var negated } => IsAboutNull(negated),
        IRecursivePatternOperation { DeconstructionSubpatterns.IsEmpty: true, PropertySubpatterns.IsEmpty: true } => true,
        _ => IsOfNull(pattern),
    };

    private static bool IsOfNull(IPatternOperation pattern) => pattern switch
    {
        INegatedPatternOperation { Pattern: var negated } => !IsOfNull(negated),
        IConstantPatternOperation { Value: var value } => IsNull(value),
        _ => false,
    };
}
