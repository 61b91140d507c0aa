using LeakAnalyzer.CodeFixes.Editing;
using LeakAnalyzer.Facts;
using LeakAnalyzer.Races;
using LeakAnalyzer.Summaries;
using LeakAnalyzer.Tasks;
using LeakAnalyzer.Tracking;
using LeakAnalyzer.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.CodeFixes.OwnerCancel;

/// <summary>
/// Tells whether <c>Dispose</c> or a similar method waits for something that the task does, such as setting a <c>TaskCompletionSource</c>. If a fix cancelled
/// the task first, the method would wait for ever.
/// </summary>
internal sealed class EndWaits
{
    /// <summary>The names of methods that block until something happens, or that let other threads run in the meantime.</summary>
    private static readonly HashSet<string> s_blocking =
        ["Delay", "GetConsumingEnumerable", "GetResult", "Join", "SignalAndWait", "Sleep", "SpinOnce", "SpinUntil", "SpinWait", "Take", "Yield"];

    private readonly ISymbol? _keeper;
    private readonly OwnNames _own;
    private readonly HashSet<string> _touched;
    private readonly INamedTypeSymbol _type;
    private readonly LeakModel _model;

    /// <summary>
    /// Finds what the task uses. The member <paramref name="keeper"/> holds the task, or is null; a wait for the task itself is allowed, because a cancelled
    /// task ends.
    /// </summary>
    public EndWaits(INamedTypeSymbol type, ISymbol? keeper, StartedTask task, LeakModel model)
    {
        _type = type;
        _keeper = keeper;
        _model = model;
        _own = new OwnNames(type);
        _touched = _own.NamesUsedBy(task.Waits.SelectMany(governed => governed.Wait.Functions).Append(task.Start.Call.Syntax), throughCalls: true);
    }

    /// <summary>Whether some code, or a method of the type that it calls, waits after a position for something that the task does.</summary>
    public bool AreIn(SyntaxNode code, int after) => AreIn(code, after, [code]);

    /// <summary>
    /// Whether the <c>ExecuteAsync</c> of a background service waits for something that the task does. <c>StopAsync</c> waits for <c>ExecuteAsync</c>.
    /// </summary>
    public bool AreInExecution =>
        KnownSymbols.Is(_type, _model.Symbols.BackgroundService) && _own.MethodsOf("ExecuteAsync").Any(execution => AreIn(execution, after: 0));

    private bool AreIn(SyntaxNode code, int after, HashSet<SyntaxNode> read)
    {
        foreach (SyntaxNode node in code.DescendantNodesAndSelf().Where(node => node.SpanStart >= after))
        {
            if (AreOf(node, read)
                || node is SimpleNameSyntax name && OwnNames.IsOfObjectAtHand(name) && _own.MethodsOf(name.Identifier.ValueText).Any(called => read.Add(called) && AreIn(called, after: 0, read)))
            {
                return true;
            }
        }

        return false;
    }

    private bool AreOf(SyntaxNode node, HashSet<SyntaxNode> read) => node switch
    {
        AwaitExpressionSyntax { Expression: var task } => IsFor(task, read),
        CommonForEachStatementSyntax { AwaitKeyword.RawKind: not 0, Expression: var sequence } => IsFor(sequence, read),
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: nameof(Task<int>.Result), Expression: var task } => IsFor(task, read),
        InvocationExpressionSyntax call when IsBlocking(call) => IsFor(call, read) || AnyTouched(_own.NamesUsedBy(SyntaxQueries.NamesAskedInLoops(call), SyntaxQueries.EnclosingMember(call))),
        WhileStatementSyntax { Statement: EmptyStatementSyntax or BlockSyntax { Statements.Count: 0 }, Condition: var condition } => AnyTouched(_own.NamesUsedBy([condition], throughCalls: true)),
        _ => false,
    };

    private static bool IsBlocking(InvocationExpressionSyntax call) => call.Expression switch
    {
        MemberAccessExpressionSyntax { Name: var name } => name,
        MemberBindingExpressionSyntax { Name: var name } => name,
        _ => call.Expression as SimpleNameSyntax,
    } is { Identifier.ValueText: var called } && (called.StartsWith(nameof(Task.Wait), StringComparison.Ordinal) || s_blocking.Contains(called));

    /// <summary>Whether a wait may be for something that the task does.</summary>
    private bool IsFor(ExpressionSyntax waited, HashSet<SyntaxNode> read)
    {
        // A predicate in the wait may test anything that the task sets.
        if (waited.DescendantNodes().OfType<AnonymousFunctionExpressionSyntax>().Any(predicate => AnyTouched(_own.NamesUsedBy([predicate], throughCalls: true))))
        {
            return true;
        }

        if (NeedsNoCheck(waited))
        {
            return false;
        }

        var objects = _own.NamesUsedBy([waited], throughCalls: false).Where(name => CanBeWaitedOn(_own.Holder(name))).ToList();
        return AnyTouched(objects) || objects.Exists(name =>
            _own.Holder(name) is { } holder
            && !KnownSymbols.Same(holder, _keeper)
            && _model.Symbols.IsTask(TypeOf(holder))
            && _model.Values.Of(holder)?.Exists(value => read.Add(value) && AreIn(value, after: 0, read)) == true);
    }

    private bool AnyTouched(IEnumerable<string> names) =>
        names.Any(name => _touched.Contains(name) && _own.Holder(name) is { } holder && !KnownSymbols.Same(holder, _keeper));

    /// <summary>
    /// Whether an awaited or blocking call certainly doesn't wait for the task, such as a lock or a call that waits for something outside this process. A
    /// method of <c>this</c> is read separately.
    /// </summary>
    private bool NeedsNoCheck(ExpressionSyntax waited)
    {
        if (CallIn(_model.OperationAt(waited)) is not { TargetMethod: { ContainingType: var called } method } call)
        {
            return false;
        }

        return called.DeclaringSyntaxReferences.IsEmpty && KnownSymbols.IsOfFramework(called) ? !LetsTasksMeet(called) || IsLock(call)
            : call.Instance is IInstanceReferenceOperation && KnownSymbols.Is(_type, called) ? true
            : EndingNames.Include(method.Name) && new WorkReader(_model).ReadCall(call).IsEmpty;
    }

    /// <summary>Gets the call that an expression awaits or blocks on, without <c>ConfigureAwait</c> and the like; null if there is none.</summary>
    private static IInvocationOperation? CallIn(IOperation? waited)
    {
        var call = waited?.Unwrap() as IInvocationOperation;
        while (call is { TargetMethod: { Name: "ConfigureAwait" or "AsTask" or "GetAwaiter" or "GetResult" or nameof(Task.Wait) }, Instance: { } inner }
            && inner.Unwrap() is IInvocationOperation task)
        {
            call = task;
        }

        return call;
    }

    /// <summary>Whether a call acquires a semaphore that the same function releases.</summary>
    private static bool IsLock(IInvocationOperation call) =>
        call is { Instance.Syntax: var semaphore }
        && SyntaxUses.Uses(nameof(SemaphoreSlim.Release), SyntaxQueries.EnclosingFunction(call.Syntax))
            .Exists(use => use.Parent is MemberAccessExpressionSyntax access && access.Name == use && access.Expression.IsEquivalentTo(semaphore));

    /// <summary>Whether a type of the framework lets tasks wait for each other, as those of <c>System.Threading</c> do.</summary>
    private static bool LetsTasksMeet(INamedTypeSymbol type)
    {
        for (INamespaceSymbol space = type.ContainingNamespace; !space.IsGlobalNamespace; space = space.ContainingNamespace)
        {
            if (space.Name is "Threading" or "Pipelines" or "Concurrent")
            {
                return true;
            }
        }

        return false;
    }

    private bool CanBeWaitedOn(ISymbol? holder) =>
        TypeOf(holder) is { SpecialType: not SpecialType.System_String } type && (!type.IsValueType || _model.Symbols.IsTask(type));

    private static ITypeSymbol? TypeOf(ISymbol? holder) => (holder as IFieldSymbol)?.Type ?? (holder as IPropertySymbol)?.Type ?? (holder as IParameterSymbol)?.Type;
}
