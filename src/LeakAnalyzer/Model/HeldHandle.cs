using LeakAnalyzer.Catalog;
using LeakAnalyzer.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Model;

/// <summary>What becomes of the result of a call that has to be disposed.</summary>
internal enum HandleFate
{
    /// <summary>It is disposed on each path, or goes where it can't be followed.</summary>
    Kept,

    /// <summary>Nobody holds it: it is dropped where it stands.</summary>
    Dropped,

    /// <summary>A local holds it, and some path leaves it undisposed.</summary>
    LeftByLocal,
}

/// <summary>The result of a call that has to be disposed: a linked source, or a registration on a token.</summary>
/// <param name="Call">The call.</param>
/// <param name="Local">The local that holds the result; null where none does.</param>
internal sealed record HeldHandle(IInvocationOperation Call, ILocalSymbol? Local)
{
    /// <summary>What becomes of it.</summary>
    /// <param name="resource">Its kind.</param>
    /// <param name="scopeOf">Makes the scope, if its paths are asked for.</param>
    public HandleFate FateAs(Resource resource, Func<Scope> scopeOf)
    {
        if (Local is null)
        {
            return IsDropped(Call) ? HandleFate.Dropped : HandleFate.Kept;
        }

        if (SyntaxQueries.IsDeclaredByUsing(Local))
        {
            return HandleFate.Kept;
        }

        Scope scope = scopeOf();
        var ends = new List<SyntaxNode>();
        foreach (ObjectUse use in ObjectUses.ThatMayEnd(WaitedObject.Of(Local, ""), resource, isRepeated: true))
        {
            if (use.Effect != UseEffect.Ends || use.IsUsingStatement || SyntaxQueries.EnclosingFunction(use.Act) != scope.Function)
            {
                return HandleFate.Kept;
            }

            ends.Add(use.Act);
        }

        return scope.Declares(Local) && scope.CanBeLeft(Call.Syntax) && !scope.EachPathPasses(ends, Call.Syntax) ? HandleFate.LeftByLocal : HandleFate.Kept;
    }

    /// <summary>The handle that a call makes.</summary>
    public static HeldHandle Of(IInvocationOperation call)
    {
        IOperation value = call;
        while (value.Parent is IConversionOperation or IParenthesizedOperation)
        {
            value = value.Parent;
        }

        ILocalSymbol? local = value.Parent switch
        {
            IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator } => declarator.Symbol,
            ISimpleAssignmentOperation { Target: ILocalReferenceOperation { Local: var target }, Parent: IExpressionStatementOperation } => target,
            _ => null,
        };
        return new HeldHandle(call, local);
    }

    /// <summary>Whether nobody gets the result: a statement, a discard, or a member that is read from it and leaves it behind.</summary>
    private static bool IsDropped(IInvocationOperation call) => call.Parent switch
    {
        IExpressionStatementOperation => true,
        ISimpleAssignmentOperation { Target: IDiscardOperation } => true,
        IPropertyReferenceOperation { Property.Name: "Token" } => true,
        _ => false,
    };
}
