using LeakAnalyzer.Facts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Tracking;

/// <summary>What becomes of the result of a call that has to be disposed.</summary>
internal enum HandleFate
{
    /// <summary>It is disposed on each path, or it escapes.</summary>
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
    /// <param name="scopeOf">Makes the scope, if its paths are asked for.</param>
    /// <param name="code">The compilation's code.</param>
    public HandleFate FateIn(Func<Scope> scopeOf, CodeModel code)
    {
        if (Local is null)
        {
            return IsDropped(code) ? HandleFate.Dropped : HandleFate.Kept;
        }

        if (SyntaxQueries.IsDeclaredByUsing(Local) || code.Uses.In(SyntaxQueries.EnclosingFunction(Call.Syntax), Local).Any(SyntaxQueries.IsValueOfUsing))
        {
            return HandleFate.Kept;
        }

        Scope scope = scopeOf();
        List<ExpressionSyntax> values = code.Values.Of(Local) ?? [];
        var flow = new Lifecycle<Obligation>(Local, Call.Syntax, Obligation.Open, code);
        flow.Births.Add(Call.Syntax);
        flow.Replacements.UnionWith(values.Where(value => !value.Span.Contains(Call.Syntax.Span)));
        foreach (ObjectUse use in ObjectUses.Of(WaitedObject.Of(Local, values), code))
        {
            UseEffect effect = (use.Effects.May & Effect.Stored) != 0 ? UseEffect.Unknown : Interest.InDisposal.Of(use.Effects);
            if (effect == UseEffect.Harmless)
            {
                continue;
            }

            if (effect != UseEffect.Ends || use.IsUsingStatement || SyntaxQueries.EnclosingFunction(use.Act) != scope.Function)
            {
                return HandleFate.Kept;
            }

            flow.Acts[use.Act] = Obligations.AfterSettling;
        }

        Obligation? atExit = scope.StateAtExit(default, default, flow) is { } state ? state.Worst : null;
        return scope.Declares(Local) && (flow.WorstReplaced == Obligation.Open || atExit == Obligation.Open) ? HandleFate.LeftByLocal : HandleFate.Kept;
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

    /// <summary>Whether nothing keeps the result: a statement or a discard drops it, or only a part of it is read.</summary>
    private bool IsDropped(CodeModel code) => Call.Parent switch
    {
        IExpressionStatementOperation => true,
        ISimpleAssignmentOperation { Target: IDiscardOperation } => true,
        IPropertyReferenceOperation part => code.Calls.Of(part) is { Result: ResultKind.Part },
        _ => false,
    };
}
