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
/// Tells whether an exception may leave a loop that has no other way out: of a call that can't be seen, or because a member
/// of the type that the loop uses is closed. What stands under a <c>catch</c> of everything is safe.
/// </summary>
internal sealed class LoopExceptions(LeakModel model, SyntaxNode loop)
{
    private const int MostDepth = 4;

    private readonly DelegateBodies _finder = new(model, model.Bodies);
    private readonly Stack<(IOperation Operation, int Depth)> _pending = new();
    private readonly HashSet<ISymbol> _read = new(SymbolEqualityComparer.Default);
    private readonly HashSet<ISymbol> _members = new(SymbolEqualityComparer.Default);

    /// <summary>Whether a call that can't be seen may throw.</summary>
    public bool MayThrow { get; private set; }

    /// <summary>Whether a member that may be closed is called.</summary>
    public bool UsesClosableMember { get; private set; }

    /// <summary>The fields and properties of the code that the loop uses.</summary>
    public ImmutableArray<ISymbol> Members => _members.ToImmutableArray();

    /// <summary>Reads the body of the loop, and of what it calls.</summary>
    public void Read(IOperation body)
    {
        _pending.Push((body, MostDepth));
        while (_pending.Count > 0)
        {
            (IOperation operation, int depth) = _pending.Pop();
            if (operation is IAnonymousFunctionOperation or ILocalFunctionOperation or INameOfOperation)
            {
                continue;
            }

            Visit(operation, depth);
            IOperation? safe = operation is ITryOperation attempt && TakesEverything(attempt) ? attempt.Body : null;
            foreach (IOperation child in operation.ChildOperations)
            {
                if (child != safe)
                {
                    _pending.Push((child, depth));
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
                MayThrow = true;
                break;

            case IFieldReferenceOperation { Field: { IsConst: false } field }:
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
            if (depth == 0 || _finder.OfCall(call) is not { } called)
            {
                MayThrow = true;
            }
            else if (_read.Add(called.Symbol))
            {
                _pending.Push((called.Body, depth - 1));
            }
        }
        else if (IsWait(call) || IsUnseenWork(method))
        {
            MayThrow = true;
        }
        else if (MayBeClosed(call.Instance))
        {
            bool isMember = call.Instance!.Unwrap() is IMemberReferenceOperation { Member.DeclaringSyntaxReferences.Length: > 0 };
            UsesClosableMember |= isMember;
            MayThrow |= !isMember;
        }
    }

    /// <summary>Whether a method waits for others: it throws when its time is over, or when what it waits on is at its end.</summary>
    private bool IsWait(IInvocationOperation call) =>
        model.Calls.Of(call) is { GivesUp: true } or { Wait.For: not (WaitsFor.Nothing or WaitsFor.Tick) };

    /// <summary>Whether a method starts work of a library, which may do anything; the framework's is known to be finite.</summary>
    private bool IsUnseenWork(IMethodSymbol method) => model.Symbols.IsTask(method.ReturnType) && !KnownSymbols.IsOfFramework(method.ContainingType);

    /// <summary>Whether a task is one that others hold too: what it does can't be seen.</summary>
    private bool IsGiven(IOperation task) => task.WithoutWrappers(model) switch
    {
        ILocalReferenceOperation { Local.DeclaringSyntaxReferences: [var declaration, ..] } => !IsWithinLoop(declaration),
        IMemberReferenceOperation or IParameterReferenceOperation => true,
        _ => false,
    };

    /// <summary>Whether an object can be closed by somebody else, so that its methods throw; or may do anything, as an interface may.</summary>
    private bool MayBeClosed(IOperation? receiver)
    {
        if (receiver?.Unwrap() is not { Type: { } type } instance || model.Symbols.IsTask(type))
        {
            return false;
        }

        bool isForeign = type.TypeKind is (TypeKind.Interface or TypeKind.TypeParameter or TypeKind.Dynamic) && !IsHarmless(type);
        return (isForeign || model.Symbols.IsDisposable(type))
            && !model.Symbols.PeriodicTimer.Is(type)
            && !(instance is ILocalReferenceOperation { Local.DeclaringSyntaxReferences: [var declaration, ..] } && IsWithinLoop(declaration));
    }

    private bool IsWithinLoop(SyntaxReference declaration) =>
        declaration.SyntaxTree != loop.SyntaxTree || loop.Span.Contains(declaration.Span);

    /// <summary>Whether an interface only collects or logs.</summary>
    private bool IsHarmless(ITypeSymbol type) => KnownSymbols.Is(type, model.Symbols.Logger) || KnownSymbols.IsOfCollections(type);

    /// <summary>Whether an exception that is thrown at an operation in a loop is caught there.</summary>
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

    /// <summary>Whether some handler of a <c>try</c> takes every exception and doesn't throw it on.</summary>
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
