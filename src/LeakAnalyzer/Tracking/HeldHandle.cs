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

/// <summary>How a handle is lost.</summary>
/// <param name="Fate">What becomes of it.</param>
/// <param name="Paths">On which paths out of the scope it is lost, where a local holds it.</param>
/// <param name="Exit">Where such a path leaves the scope, by a result or an exception; null for the scope's end.</param>
/// <param name="HasOwnEnd">Whether its own callback disposes it, and nothing else does.</param>
internal readonly record struct HandleLoss(HandleFate Fate, Paths Paths = Paths.None, SyntaxNode? Exit = null, bool HasOwnEnd = false);

/// <summary>The result of a call that has to be disposed: a linked source, or a registration on a token.</summary>
/// <param name="Call">The call.</param>
/// <param name="Local">The local that holds the result; null where none does.</param>
internal sealed record HeldHandle(IInvocationOperation Call, ILocalSymbol? Local)
{
    /// <summary>How it is lost, if it is.</summary>
    /// <param name="scopeOf">Makes the scope, if its paths are asked for.</param>
    /// <param name="code">The compilation's code.</param>
    public HandleLoss LossIn(Func<Scope> scopeOf, CodeModel code)
    {
        if (Local is null)
        {
            return new HandleLoss(IsDropped(code) ? HandleFate.Dropped : HandleFate.Kept);
        }

        if (SyntaxQueries.IsDeclaredByUsing(Local) || code.Uses.In(SyntaxQueries.EnclosingFunction(Call.Syntax), Local).Any(SyntaxQueries.IsValueOfUsing))
        {
            return default;
        }

        Scope scope = scopeOf();
        if (!scope.Declares(Local))
        {
            return default;
        }

        List<ExpressionSyntax> values = code.Values.Of(Local) ?? [];
        var flow = new Lifecycle<Obligation>(Local, Call.Syntax, Obligation.Open, code);
        flow.Births.Add(Call.Syntax);
        flow.Replacements.UnionWith(values.Where(value => !value.Span.Contains(Call.Syntax.Span)));
        bool hasOwnEnd = false;
        foreach (ObjectUse use in ObjectUses.Of(WaitedObject.Of(Local, values), code))
        {
            UseEffect effect = (use.Effects.May & Effect.Stored) != 0 ? UseEffect.Unknown : Interest.InDisposal.Of(use.Effects);
            if (effect == UseEffect.Harmless || use.Name.Root is IFieldSymbol or IPropertySymbol)
            {
                continue; // what a member holds has been handed on where it was stored
            }

            if (Call.Syntax.Span.Contains(use.Act.Span))
            {
                hasOwnEnd = true; // its own callback runs when the token is cancelled, not when the scope is done
                continue;
            }

            if (effect == UseEffect.MayEnd || SyntaxQueries.EnclosingFunction(use.Act) != scope.Function)
            {
                return default;
            }

            flow.Acts[use.Act] = Obligations.AfterSettling; // disposed, or handed on: what one path hands on, another may lose
        }

        SyntaxNode? exit = null;
        bool isFound = false;
        History<Obligation>? atExit = scope.StateAtExit(default, default, flow, (place, state) =>
        {
            if (state.Worst == Obligation.Open && (!isFound || exit is not null && place is null))
            {
                isFound = true;
                exit = place;
            }
        });
        return flow.WorstReplaced == Obligation.Open || atExit?.Worst == Obligation.Open
            ? new HandleLoss(HandleFate.LeftByLocal, flow.Acts.Count == 0 ? Paths.All : Paths.Some, exit, hasOwnEnd)
            : default;
    }

    /// <summary>The handle that a call makes.</summary>
    public static HeldHandle Of(IInvocationOperation call) => new(call, call.Outermost().Parent switch
    {
        IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator } => declarator.Symbol,
        ISimpleAssignmentOperation { Target: ILocalReferenceOperation { Local: var target }, Parent: IExpressionStatementOperation } => target,
        _ => null,
    });

    /// <summary>Whether nothing keeps the result: a statement or a discard drops it, or only a part of it is read.</summary>
    private bool IsDropped(CodeModel code) => Call.Outermost().Parent switch
    {
        IExpressionStatementOperation => true,
        ISimpleAssignmentOperation { Target: IDiscardOperation } => true,
        IPropertyReferenceOperation part => code.Calls.Of(part) is { Result: ResultKind.Part },
        _ => false,
    };
}
