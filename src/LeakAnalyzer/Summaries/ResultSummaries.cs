using System.Collections.Concurrent;
using LeakAnalyzer.Facts;
using LeakAnalyzer.Symbols;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Summaries;

/// <summary>What a source method gives back: something new that nobody else has, a registration, or a task that ends when one that it is given does.</summary>
internal sealed class ResultSummaries(CodeModel code, MethodBodies bodies)
{
    private const int MostDepth = 6;

    private readonly ConcurrentDictionary<IMethodSymbol, Made?> _made = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<IMethodSymbol, IParameterSymbol?> _tasks = new(SymbolEqualityComparer.Default);
    private readonly ThreadLocal<HashSet<ISymbol>> _active = new(() => new(SymbolEqualityComparer.Default));

    /// <summary>What a method gives back; unknown where that isn't the same on all its paths.</summary>
    public ResultKind Of(IMethodSymbol method) => MadeBy(method)?.Kind ?? ResultKind.Unknown;

    /// <summary>The expression by which a method makes what it gives back, and whether it sets a time on that; null where it makes nothing.</summary>
    public (IOperation Creation, bool IsBounded)? CreationIn(IMethodSymbol method) => MadeBy(method) is { } made ? (made.Creation, made.IsBounded) : null;

    /// <summary>The parameter whose task the method's own task, or awaiter, waits for; null where there is none.</summary>
    public IParameterSymbol? TaskBehind(IMethodSymbol method) => MayWrapTask(method) ? Compose(method, _tasks, null, TaskIn) : null;

    private Made? MadeBy(IMethodSymbol method) => MayMakeObject(method) ? Compose(method, _made, null, MadeIn) : null;

    private T Compose<T>(IMethodSymbol method, ConcurrentDictionary<IMethodSymbol, T> summaries, T unknown, Func<Work, T> read)
    {
        if (summaries.TryGetValue(method, out T? known))
        {
            return known;
        }

        HashSet<ISymbol> active = _active.Value!;
        if (active.Count >= MostDepth || !active.Add(method))
        {
            return unknown;
        }

        T result = bodies.OfMethod(method) is { } work ? read(work) : unknown;
        active.Remove(method);
        if (active.Count == 0)
        {
            summaries.TryAdd(method, result);
        }

        return result;
    }

    /// <summary>The cheap question: is what it gives back an object that somebody may wait on, or has to dispose?</summary>
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

        return false;
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

    /// <summary>Whether who gets it is the only one that has it.</summary>
    private static bool IsOwned(ResultKind result) => VariableValues.IsFresh(result) || result == ResultKind.Registration;

    /// <summary>Whether it is no object, so that there is nothing to wait on or to dispose.</summary>
    private static bool IsNothing(IOperation value) => value is IDefaultValueOperation or { ConstantValue: { HasValue: true, Value: null } };

    /// <summary>Whether it makes no difference which of two is made. What ends a source, and whether a bounded channel drops items, the creation tells.</summary>
    private bool AreAlike(Made one, Made other) =>
        one.Kind == other.Kind
        && (one.Kind == ResultKind.FreshUnbounded || one.Kind == ResultKind.Fresh && !code.Symbols.IsCancellationTokenSource(one.Creation.Type) && !code.Symbols.IsCancellationTokenSource(other.Creation.Type));

    /// <summary>What a local holds, where the method keeps no other hold of it than to give it back, and doesn't end it.</summary>
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

    /// <summary>Something new that a method gives back.</summary>
    /// <param name="Kind">What it is.</param>
    /// <param name="Creation">The expression that makes it.</param>
    /// <param name="IsBounded">Whether the method sets a time on it.</param>
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

    /// <summary>The parameter that a task is, or is made of.</summary>
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
