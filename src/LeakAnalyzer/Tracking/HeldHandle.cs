using LeakAnalyzer.Facts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Tracking;

/// <summary>What happens to a handle: an object that a call returns and that its caller has to dispose (<see cref="HeldHandle"/>).</summary>
internal enum HandleFate
{
    /// <summary>The handle isn't lost: each path disposes it, or code that can't be followed gets it.</summary>
    Kept,

    /// <summary>No variable holds the handle: it is dropped at the call, as in <c>token.Register(callback);</c>.</summary>
    Dropped,

    /// <summary>A local holds the handle, and some path leaves the function without disposing the handle.</summary>
    LeftByLocal,
}

/// <summary>How a <see cref="HeldHandle"/> is lost.</summary>
/// <param name="Fate">What happens to the handle.</param>
/// <param name="Paths">The paths through the function on which the handle is lost, if a local holds it.</param>
/// <param name="Exit">The returned or thrown value, or the throwing call, where such a path leaves the function; null at the function's end.</param>
/// <param name="HasOwnEnd">Whether the handle is the registration of a callback that disposes this registration.</param>
internal readonly record struct HandleLoss(HandleFate Fate, Paths Paths = Paths.None, SyntaxNode? Exit = null, bool HasOwnEnd = false);

/// <summary>
/// A handle: an object that its caller has to dispose, which is a linked <c>CancellationTokenSource</c> or the registration of a callback on a token.
/// </summary>
/// <param name="Call">The call that makes the handle.</param>
/// <param name="Local">The local that holds the handle; null if none does.</param>
internal sealed record HeldHandle(IInvocationOperation Call, ILocalSymbol? Local)
{
    /// <summary>Finds how the handle is lost. The fate is <see cref="HandleFate.Kept"/> if the handle isn't lost.</summary>
    /// <param name="scopeOf">Creates the description of the function that contains the call. Called only if it is needed.</param>
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
        bool isHandedOn = false;
        foreach (ObjectUse use in ObjectUses.Of(WaitedObject.Of(Local, values), code))
        {
            UseEffect effect = (use.Effects.May & Effect.Stored) != 0 ? UseEffect.Unknown : Interest.InDisposal.Of(use.Effects);
            if (effect == UseEffect.Harmless || use.Name.Root is IFieldSymbol or IPropertySymbol)
            {
                continue; // a use through a field or property isn't recorded, because the store into that field or property is recorded
            }

            if (Call.Syntax.Span.Contains(use.Act.Span))
            {
                hasOwnEnd = true; // the registered callback disposes the handle, but only when the token is cancelled, not when the function exits
                continue;
            }

            if (effect == UseEffect.MayEnd || SyntaxQueries.EnclosingFunction(use.Act) != scope.Function)
            {
                return default;
            }

            isHandedOn |= effect == UseEffect.Unknown;
            if (effect == UseEffect.Ends && SharedGuards.Of(use.Act, Call.Syntax, code) is { } guard)
            {
                flow.Acts[guard] = Obligations.AfterSettling; // the condition is true whenever there is a handle to dispose, so its test counts as the disposal
            }

            flow.Acts[use.Act] = Obligations.AfterSettling; // on this path the handle is disposed or passed on, but another path may still lose it
        }

        SyntaxNode? exit = null;
        bool isFound = false;
        var exits = new List<SyntaxNode?>();
        History<Obligation>? atExit = scope.StateAtExit(default, default, flow, (place, state) =>
        {
            if (state.Worst == Obligation.Open)
            {
                exits.Add(place);
                exit = !isFound || exit is not null && place is null ? place : exit;
                isFound = true;
            }
        });
        return isHandedOn && !IsLeftBefore(flow.Acts.Keys, scope.Function, exits) ? default
            : flow.WorstReplaced == Obligation.Open || atExit?.Worst == Obligation.Open
            ? new HandleLoss(HandleFate.LeftByLocal, flow.Acts.Count == 0 ? Paths.All : Paths.Some, exit, hasOwnEnd)
            : default;
    }

    /// <summary>Whether a <c>return</c> or <c>throw</c> leaves the function after the handle is made and before anything is done to it.</summary>
    private bool IsLeftBefore(IEnumerable<SyntaxNode> acts, SyntaxNode function, List<SyntaxNode?> exits)
    {
        int first = acts.Min(act => act.SpanStart);
        foreach (SyntaxNode node in function.DescendantNodes())
        {
            if (node.SpanStart > Call.Syntax.Span.End && node.Span.End < first
                && node is ReturnStatementSyntax or ThrowStatementSyntax
                && SyntaxQueries.EnclosingFunction(node) == function
                && exits.Exists(exit => exit is null ? node is ReturnStatementSyntax { Expression: null } : node.Span.Contains(exit.Span)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Gets the handle that a call makes, with the local that holds it.</summary>
    public static HeldHandle Of(IInvocationOperation call) => new(call, call.Outermost().Parent switch
    {
        IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator } => declarator.Symbol,
        ISimpleAssignmentOperation { Target: ILocalReferenceOperation { Local: var target }, Parent: IExpressionStatementOperation } => target,
        _ => null,
    });

    /// <summary>Whether nothing holds the handle, as when only a part of it is read: <c>CreateLinkedTokenSource(a, b).Token</c>.</summary>
    private bool IsDropped(CodeModel code) => Call.Outermost().Parent switch
    {
        IExpressionStatementOperation => true,
        ISimpleAssignmentOperation { Target: IDiscardOperation } => true,
        IPropertyReferenceOperation part => code.Calls.Of(part) is { Result: ResultKind.Part },
        _ => false,
    };
}
