using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Flow;

/// <summary>What taking a branch tells.</summary>
internal static class BranchFacts
{
    /// <summary>What the condition of a block has been, if the branch is taken; null where the branch has none.</summary>
    public static bool? Outcome(BasicBlock block, ControlFlowBranch branch) => block.ConditionKind == ControlFlowConditionKind.None
        ? null
        : (block.ConditionKind == ControlFlowConditionKind.WhenTrue) == branch.IsConditionalSuccessor;

    /// <summary>Whether a condition with this outcome says that a local is null.</summary>
    public static bool SayIsNull(IOperation? condition, bool outcome, ILocalSymbol local) => condition switch
    {
        IUnaryOperation { OperatorKind: UnaryOperatorKind.Not, Operand: var operand } => SayIsNull(operand, !outcome, local),
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals } equality => outcome && ComparesWithNull(equality, local),
        IBinaryOperation { OperatorKind: BinaryOperatorKind.NotEquals } equality => !outcome && ComparesWithNull(equality, local),
        IIsNullOperation { Operand: var operand } => outcome && IsLocal(operand, local),
        IIsPatternOperation { Value: var value, Pattern: var pattern } => outcome == IsOfNull(pattern) && IsLocal(value, local) && IsAboutNull(pattern),
        _ => false,
    };

    private static bool ComparesWithNull(IBinaryOperation equality, ILocalSymbol local) =>
        IsLocal(equality.LeftOperand, local) && IsNull(equality.RightOperand)
        || IsLocal(equality.RightOperand, local) && IsNull(equality.LeftOperand);

    /// <summary>Whether a pattern tells null from all else: <c>null</c>, <c>not null</c>, <c>{ }</c>.</summary>
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

    private static bool IsNull(IOperation operation) => operation.ConstantValue is { HasValue: true, Value: null };

    private static bool IsLocal(IOperation operation, ILocalSymbol local) => operation switch
    {
        IConversionOperation { Operand: var operand } => IsLocal(operand, local),
        ILocalReferenceOperation reference => SymbolEqualityComparer.Default.Equals(reference.Local, local),
        _ => false,
    };
}
