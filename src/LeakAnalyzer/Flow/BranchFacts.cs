using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Flow;

/// <summary>Tells what is known after a branch is taken.</summary>
internal static class BranchFacts
{
    /// <summary>The value of a block's condition if the branch is taken; null where the branch is unconditional.</summary>
    public static bool? Outcome(BasicBlock block, ControlFlowBranch branch) => block.ConditionKind == ControlFlowConditionKind.None
        ? null
        : (block.ConditionKind == ControlFlowConditionKind.WhenTrue) == branch.IsConditionalSuccessor;

    /// <summary>The condition without the conversions and negations around it, and its outcome there.</summary>
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

    /// <summary>What a comparison by <c>==</c> or <c>!=</c> tells with a given outcome: two values, and whether they are equal; null where the condition is no comparison.</summary>
    public static (IOperation Left, IOperation Right, bool AreEqual)? Comparison(IOperation condition, bool outcome) => WithoutNot(condition, outcome) switch
    {
        (IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals } equality, var areEqual) => (equality.LeftOperand, equality.RightOperand, areEqual),
        (IBinaryOperation { OperatorKind: BinaryOperatorKind.NotEquals } equality, var differ) => (equality.LeftOperand, equality.RightOperand, !differ),
        _ => null,
    };

    /// <summary>What a test of a value's type tells with a given outcome; null where the condition is no such test.</summary>
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

    /// <summary>Whether a condition with a given outcome means that a variable is null.</summary>
    public static bool SayIsNull(IOperation condition, bool outcome, ISymbol local)
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

    /// <summary>Whether an operation reads a variable, or has just read it, as <c>??=</c> does.</summary>
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
