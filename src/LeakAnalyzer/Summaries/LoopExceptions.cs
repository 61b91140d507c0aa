using System.Collections.Immutable;
using LeakAnalyzer.Facts;
using LeakAnalyzer.Options;
using LeakAnalyzer.Symbols;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Summaries;

/// <summary>
/// Tells whether an exception may leave a loop: from a <c>throw</c>, from a method whose code can't be seen, or from an object that other code has closed.
/// </summary>
/// <param name="model">The compilation's model.</param>
/// <param name="loop">The loop, or the function that repeats its code as a loop does.</param>
/// <param name="ignored">Operations that don't count, with what they contain: they run only after the loop's token has been cancelled.</param>
internal sealed class LoopExceptions(LeakModel model, SyntaxNode loop, HashSet<IOperation>? ignored = null)
{
    private const int MostDepth = 4;

    private readonly DelegateBodies _finder = new(model, model.Bodies);
    private readonly Stack<(IOperation Operation, int Depth, bool IsInHandler)> _pending = new();
    private readonly HashSet<ISymbol> _read = new(SymbolEqualityComparer.Default);
    private readonly HashSet<ISymbol> _members = new(SymbolEqualityComparer.Default);
    private readonly HashSet<ISymbol> _closable = new(SymbolEqualityComparer.Default);

    private bool _isInHandler;

    /// <summary>Whether a <c>throw</c>, or a call of a method whose code can't be seen, may throw an exception that leaves the loop.</summary>
    public bool MayThrow { get; private set; }

    /// <summary>Whether exceptions leave the loop only from <c>catch</c> clauses, that is, only after another exception.</summary>
    public bool OnlyHandlersThrow { get; private set; } = true;

    /// <summary>Whether the loop itself waits on the <c>WaitHandle</c> of a token, which throws after the token's source has been disposed.</summary>
    public bool ReadsHandle { get; private set; }

    /// <summary>Gets the fields and properties that hold an object whose methods, called in the loop, throw after the object has been closed.</summary>
    public ImmutableArray<ISymbol> ClosableMembers => _closable.ToImmutableArray();

    /// <summary>Gets the fields and properties of the project's code that the loop uses.</summary>
    public ImmutableArray<ISymbol> Members => _members.ToImmutableArray();

    /// <summary>Reads the loop's body, and the bodies of the methods that it calls.</summary>
    public void Read(IOperation body)
    {
        _pending.Push((body, MostDepth, false));
        while (_pending.Count > 0)
        {
            (IOperation operation, int depth, _isInHandler) = _pending.Pop();
            if (operation is IAnonymousFunctionOperation or ILocalFunctionOperation or INameOfOperation || ignored?.Contains(operation) == true)
            {
                continue;
            }

            Visit(operation, depth);
            IOperation? safe = operation is ITryOperation attempt && TakesEverything(attempt) ? attempt.Body : null;
            foreach (IOperation child in operation.ChildOperations)
            {
                if (child != safe)
                {
                    _pending.Push((child, depth, _isInHandler || child is ICatchClauseOperation));
                }
            }
        }
    }

    private void Visit(IOperation operation, int depth)
    {
        switch (operation)
        {
            case IThrowOperation or IDynamicInvocationOperation:
            case IForEachLoopOperation { IsAsynchronous: true }:
            case IAwaitOperation { Operation: var task } when IsGiven(task):
                AddThrow();
                break;

            case IFieldReferenceOperation { Field: { IsConst: false } field } read when !IsOnlyWritten(read):
                AddMember(field);
                break;

            case IPropertyReferenceOperation { Property: var property }:
                AddMember(property);
                break;

            case IInvocationOperation call:
                VisitCall(call, depth);
                break;
        }
    }

    /// <summary>Whether a field is only written or incremented, as in <c>_count++;</c>, so that its value can't end the loop.</summary>
    private static bool IsOnlyWritten(IFieldReferenceOperation field) => field.Parent switch
    {
        IIncrementOrDecrementOperation { Parent: IExpressionStatementOperation } => true,
        IAssignmentOperation { Parent: IExpressionStatementOperation } assignment => assignment.Target == field,
        IArgumentOperation { Parameter.RefKind: RefKind.Ref, Parent: IInvocationOperation { Parent: IExpressionStatementOperation } call } =>
            field.Type is { IsValueType: true } && KnownSymbols.IsOfFramework(call.TargetMethod.ContainingType),
        _ => false,
    };

    private void AddMember(ISymbol member)
    {
        if (member.DeclaringSyntaxReferences.Length > 0)
        {
            _members.Add(member);
        }
    }

    private void VisitCall(IInvocationOperation call, int depth)
    {
        IMethodSymbol method = call.TargetMethod.OriginalDefinition;
        if (KnownSymbols.Same(method.ContainingAssembly, model.Symbols.Compilation.Assembly) || method.MethodKind == MethodKind.DelegateInvoke)
        {
            if (_finder.OfCall(call) is not { } called)
            {
                if (!FiniteWork.Is(call, loop, model))
                {
                    AddThrow();
                }
            }
            else if (depth == 0)
            {
                AddThrow();
            }
            else if (_read.Add(called.Symbol))
            {
                _pending.Push((called.Body, depth - 1, _isInHandler));
            }
        }
        else if (depth == MostDepth && Operations.HasTimeout(call, model) && TokenConditions.TokenWaitedOn(call, model) is not null)
        {
            ReadsHandle = true; // what is done to the token's source is analyzed elsewhere
        }
        else if (IsWait(call))
        {
            AddThrow();
        }
        else if (model.Calls.Of(call) is { Result: ResultKind.Finite })
        {
            AddClosable(call.Instance); // a client's request ends by itself, but throws if other code disposes the client
        }
        else if ((IsUnseenWork(method) || IsForeign(call.Instance)) && FiniteWork.Is(call, loop, model))
        {
            // a call that ends by itself is assumed to throw no exception
        }
        else if (IsUnseenWork(method) || (IsForeign(call.Instance) || MayBeClosed(call)) && !AddClosable(call.Instance))
        {
            AddThrow();
        }
    }

    private void AddThrow()
    {
        MayThrow = true;
        OnlyHandlersThrow &= _isInHandler;
    }

    /// <summary>Adds the member that holds the object on which a call is made, because other code may close the object.</summary>
    /// <returns>False if no field or property of the project's code holds the object.</returns>
    private bool AddClosable(IOperation? instance)
    {
        if (instance?.Unwrap() is not IMemberReferenceOperation { Member: { DeclaringSyntaxReferences.Length: > 0 } member })
        {
            return false;
        }

        _closable.Add(member.OriginalDefinition);
        OnlyHandlersThrow &= _isInHandler;
        return true;
    }

    /// <summary>Whether a call waits for other code, and so may throw after a timeout, or when that code closes or completes the object.</summary>
    private bool IsWait(IInvocationOperation call) =>
        model.Calls.Of(call) is { GivesUp: true } or { Wait.For: not (WaitsFor.Nothing or WaitsFor.Tick) };

    /// <summary>Whether a method outside the framework returns a task, which may then fail with any exception.</summary>
    private bool IsUnseenWork(IMethodSymbol method) => model.Symbols.IsTask(method.ReturnType) && !KnownSymbols.IsOfFramework(method.ContainingType);

    /// <summary>Whether a task comes from outside the loop, so that it isn't known whether it ends with an exception.</summary>
    private bool IsGiven(IOperation task) => task.WithoutWrappers(model) switch
    {
        ILocalReferenceOperation { Local.DeclaringSyntaxReferences: [var declaration, ..] } => !IsWithinLoop(declaration),
        IPropertyReferenceOperation property when model.Calls.Of(property) is { Result: ResultKind.Finite } => false,
        IMemberReferenceOperation or IParameterReferenceOperation => true,
        _ => false,
    };

    /// <summary>Whether the methods of an object may do anything, because its type is an interface, a type parameter or <c>dynamic</c>.</summary>
    private bool IsForeign(IOperation? receiver) =>
        receiver?.Unwrap().Type is { TypeKind: TypeKind.Interface or TypeKind.TypeParameter or TypeKind.Dynamic } type && !IsHarmless(type) && !IsMadeInIteration(receiver.Unwrap());

    /// <summary>Whether code outside the iteration may close the object on which a call is made, so that the call throws.</summary>
    private bool MayBeClosed(IInvocationOperation call) =>
        call.Instance?.Unwrap() is { } instance
        && FiniteWork.TypeOfReceiver(call) is { } type
        && !model.Symbols.IsTask(type)
        && model.Symbols.IsDisposable(type)
        && !model.Symbols.PeriodicTimer.Is(type)
        && !model.Symbols.IsCancellationTokenSource(type) // a CancellationTokenSource ends the loop through its token, which is analyzed elsewhere
        && !IsMadeInIteration(instance);

    private bool IsMadeInIteration(IOperation instance) =>
        instance is ILocalReferenceOperation { Local.DeclaringSyntaxReferences: [var declaration, ..] } && IsWithinLoop(declaration);

    private bool IsWithinLoop(SyntaxReference declaration) =>
        declaration.SyntaxTree != loop.SyntaxTree || loop.Span.Contains(declaration.Span);

    /// <summary>Whether an interface is one of a collection or a logger, whose methods are assumed not to throw.</summary>
    private bool IsHarmless(ITypeSymbol type) => KnownSymbols.Is(type, model.Symbols.Logger) || KnownSymbols.IsOfCollections(type);

    /// <summary>Whether an exception that an operation in a loop throws is caught inside the loop.</summary>
    public static bool IsCaughtWithin(IOperation loop, IOperation thrown)
    {
        for (IOperation current = thrown; current != loop && current.Parent is { } parent; current = parent)
        {
            if (parent is ITryOperation attempt && attempt.Body == current && TakesEverything(attempt))
            {
                return true;
            }
        }

        return false;
    }

    private static bool TakesEverything(ITryOperation attempt)
    {
        foreach (ICatchClauseOperation handler in attempt.Catches)
        {
            bool takesAll = handler.Filter is null
                && (handler.Syntax is CatchClauseSyntax { Declaration: null }
                    || KnownSymbols.IsException(handler.ExceptionType));
            if (takesAll)
            {
                return true;
            }
        }

        return false;
    }
}
