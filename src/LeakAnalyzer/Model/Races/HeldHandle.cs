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

        if (SyntaxQueries.IsDeclaredByUsing(Local) || SyntaxQueries.Uses(Local.Name, SyntaxQueries.EnclosingFunction(Call.Syntax)).Any(SyntaxQueries.IsValueOfUsing))
        {
            return HandleFate.Kept;
        }

        Scope scope = scopeOf();
        List<ExpressionSyntax> values = VariableValues.Of(Local) ?? [];
        var flow = new Flow(Call, Local, values);
        foreach (ObjectUse use in ObjectUses.ThatMayEnd(WaitedObject.Of(Local, "", values), resource, isRepeated: true))
        {
            if (use.Effect != UseEffect.Ends || use.IsUsingStatement || SyntaxQueries.EnclosingFunction(use.Act) != scope.Function)
            {
                return HandleFate.Kept;
            }

            flow.Settling.Add(use.Act);
        }

        Obligation atExit = scope.StateAtExit(Obligation.None, Obligation.Met, flow) ?? Obligation.Met;
        return scope.Declares(Local) && (flow.LosesAny || atExit >= Obligation.Open) ? HandleFate.LeftByLocal : HandleFate.Kept;
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

    /// <summary>Follows the handle from where it is made: from there on it has to be disposed.</summary>
    private sealed class Flow : ObligationFlow
    {
        private readonly SyntaxNode _call;

        public Flow(IInvocationOperation call, ILocalSymbol local, List<ExpressionSyntax> values)
            : base(local)
        {
            _call = call.Syntax;
            Replacing.UnionWith(values.Where(value => !value.Span.Contains(_call.Span)));
        }

        protected override Obligation Next(IOperation operation, Obligation state, bool isThrown) =>
            operation is not IInvocationOperation || operation.Syntax != _call ? base.Next(operation, state, isThrown)
            : isThrown ? state
            : Obligations.AfterRace(Obligations.AfterBeginning(state));
    }
}
