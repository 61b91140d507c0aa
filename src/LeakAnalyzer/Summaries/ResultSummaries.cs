using LeakAnalyzer.Facts;
using LeakAnalyzer.Symbols;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Summaries;

/// <summary>
/// Tells what a source method returns: a new object to which only the caller gets a reference, a registration with a token, or a task that waits for
/// a task that is passed to the method.
/// </summary>
internal sealed class ResultSummaries(CodeModel code, MethodBodies bodies, ThreadLocal<Composition> composition)
{
    private readonly SummaryStore<IMethodSymbol, Made?> _made = new(composition, SymbolEqualityComparer.Default, unknown: null);
    private readonly SummaryStore<IMethodSymbol, IParameterSymbol?> _tasks = new(composition, SymbolEqualityComparer.Default, unknown: null);
    private Func<IMethodSymbol, Made?>? _madeIn;
    private Func<IMethodSymbol, IParameterSymbol?>? _taskIn;

    /// <summary>Gets what kind of object a method returns; unknown unless all its paths return the same kind.</summary>
    public ResultKind Of(IMethodSymbol method) => MadeBy(method)?.Kind ?? ResultKind.Unknown;

    /// <summary>
    /// Gets the expression that creates a method's result, and whether the method limits the result's time, for example by <c>CancelAfter</c>; null if the
    /// method doesn't create its result.
    /// </summary>
    public (IOperation Creation, bool IsBounded)? CreationIn(IMethodSymbol method) => MadeBy(method) is { } made ? (made.Creation, made.IsBounded) : null;

    /// <summary>Gets the parameter whose task the method's result waits for, as in <c>Task Quietly(this Task task)</c>; null if there is none.</summary>
    public IParameterSymbol? TaskBehind(IMethodSymbol method) => MayWrapTask(method) ? _tasks.Get(method, _taskIn ??= key => bodies.OfMethod(key) is { } work ? TaskIn(work) : null) : null;

    private Made? MadeBy(IMethodSymbol method) => MayMakeObject(method) ? _made.Get(method, _madeIn ??= key => bodies.OfMethod(key) is { } work ? MadeIn(work) : null) : null;

    /// <summary>Whether a method may return an object that other code waits on or must dispose, judged by the return type.</summary>
    private static bool MayMakeObject(IMethodSymbol method) =>
        !method.IsAsync && method.ReturnType is INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Struct, SpecialType: SpecialType.None };

    private bool MayWrapTask(IMethodSymbol method)
    {
        if (method.ReturnsVoid)
        {
            return false;
        }

        foreach (IParameterSymbol parameter in method.Parameters)
        {
            if (code.Symbols.IsTask(parameter.Type))
            {
                return true;
            }
        }

        return ExtensionBlocks.ReceiverOf(method) is { Type: var receiver } && code.Symbols.IsTask(receiver);
    }

    private Made? MadeIn(Work work)
    {
        Made? common = null;
        foreach (IOperation operation in work.Body.OwnOperations())
        {
            if (operation is IReturnOperation { Kind: OperationKind.Return, ReturnedValue: { } value })
            {
                if (IsNothing(value.Unwrap()))
                {
                    continue;
                }

                if (MadeBy(value.Unwrap(), work) is not { } made || common is { } other && !AreAlike(other, made))
                {
                    return null;
                }

                common = made;
            }
        }

        return common;
    }

    private Made? MadeBy(IOperation value, Work work) => value switch
    {
        IObjectCreationOperation => new Made(ResultKind.Fresh, value, IsBounded: false),
        IInvocationOperation call => MadeBy(call),
        IConditionalOperation { WhenTrue: var one, WhenFalse: { } other } =>
            MadeBy(one.Unwrap(), work) is { } first && MadeBy(other.Unwrap(), work) is { } second && AreAlike(first, second) ? first : null,
        ILocalReferenceOperation { Local: var local } when SyntaxQueries.EnclosingFunction(local.DeclaringSyntaxReferences[0].GetSyntax()) == work.Syntax => MadeFor(local, work),
        _ => null,
    };

    private Made? MadeBy(IInvocationOperation call)
    {
        if (code.Calls.Of(call) is { } facts)
        {
            return IsOwned(facts.Result) ? new Made(facts.Result, call, IsBounded: false) : null;
        }

        return code.Calls.ResultOf(call) is var result && IsOwned(result) ? new Made(result, call, IsBounded: false) : null;
    }

    /// <summary>Whether a method that returns the given kind of object keeps no reference to it.</summary>
    private static bool IsOwned(ResultKind result) => VariableValues.IsFresh(result) || result == ResultKind.Registration;

    private static bool IsNothing(IOperation value) => value is IDefaultValueOperation or { ConstantValue: { HasValue: true, Value: null } };

    /// <summary>
    /// Whether two objects that a method may return are the same to the caller. Two <c>CancellationTokenSource</c>s aren't, because different things may
    /// cancel them.
    /// </summary>
    private bool AreAlike(Made one, Made other) =>
        one.Kind == other.Kind
        && (one.Kind == ResultKind.FreshUnbounded || one.Kind == ResultKind.Fresh && !code.Symbols.IsCancellationTokenSource(one.Creation.Type) && !code.Symbols.IsCancellationTokenSource(other.Creation.Type));

    /// <summary>
    /// Gets the new object that a local holds; null if the method stores, completes, cancels or disposes it, or passes it to code that can't be followed.
    /// </summary>
    private Made? MadeFor(ILocalSymbol local, Work work)
    {
        Effect all = Effect.None;
        foreach (ObjectUse use in ObjectUses.Of(WaitedObject.Of(local), code))
        {
            all |= use.Effects.May;
        }

        return (all & (Effect.Escapes | Effect.Stored | Effect.Ends | Effect.Disposes)) == 0 && code.Values.Only(local) is { } only && code.OperationAt(only)?.Unwrap() is { } value and not ILocalReferenceOperation && MadeBy(value, work) is { } made
            ? made with { IsBounded = (all & Effect.Bounds) != 0 }
            : null;
    }

    /// <summary>A new object that a method creates and returns.</summary>
    /// <param name="Kind">The kind of the object.</param>
    /// <param name="Creation">The expression that creates the object.</param>
    /// <param name="IsBounded">Whether the method sets a time limit on the object.</param>
    private sealed record Made(ResultKind Kind, IOperation Creation, bool IsBounded);

    private IParameterSymbol? TaskIn(Work work)
    {
        IParameterSymbol? common = null;
        foreach (IOperation operation in work.Body.OwnOperations())
        {
            switch (operation)
            {
                case IAwaitOperation { Operation: var awaited } when work.Symbol.IsAsync && ParameterBehind(awaited) is { } joined:
                    return joined;

                case IReturnOperation { Kind: OperationKind.Return, ReturnedValue: { } value } when !work.Symbol.IsAsync:
                    if (ParameterBehind(value) is not { } returned || common is not null && !KnownSymbols.Same(common, returned))
                    {
                        return null;
                    }

                    common = returned;
                    break;
            }
        }

        return common;
    }

    /// <summary>Gets the parameter whose task an expression returns or waits for; null if there is none.</summary>
    private IParameterSymbol? ParameterBehind(IOperation task)
    {
        task = task.Unwrap();
        while (task is IInvocationOperation call && code.Calls.TaskBehind(call) is { } inner)
        {
            task = inner.Unwrap();
        }

        return task is IParameterReferenceOperation { Parameter: var parameter } ? parameter.OriginalDefinition : null;
    }
}
