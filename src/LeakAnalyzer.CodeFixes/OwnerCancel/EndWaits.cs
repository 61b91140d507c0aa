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
/// Tells whether an ending method (such as <c>Dispose</c>) waits for something that the task does, such as a count that the task decrements, a
/// <c>TaskCompletionSource</c> that the task sets, or a channel that the task reads until it is empty. If a fix cancelled the task first, the ending
/// method would wait forever.
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
    /// Finds what the task uses. The member <paramref name="keeper"/>, null if there is none, holds the task; a wait for the task in this member is
    /// allowed, because a cancelled task ends.
    /// </summary>
    public EndWaits(INamedTypeSymbol type, ISymbol? keeper, StartedTask task, LeakModel model)
    {
        _type = type;
        _keeper = keeper;
        _model = model;
        _own = new OwnNames(type);
        _touched = _own.NamesUsedBy(task.Waits.SelectMany(governed => governed.Wait.Functions).Append(task.Start.Call.Syntax), throughCalls: true);
    }

    /// <summary>
    /// Whether some code waits, after a position in the code, for something that the task does. Methods of the type that the code calls are read
    /// too.
    /// </summary>
    public bool AreIn(SyntaxNode code, int after) => AreIn(code, after, [code]);

    /// <summary>
    /// Whether the <c>ExecuteAsync</c> of a background service waits for something that the task does. That matters because <c>StopAsync</c> waits
    /// for <c>ExecuteAsync</c>.
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

    /// <summary>Whether a node is a wait for something that the task does.</summary>
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

    /// <summary>
    /// Whether a wait may be for something that the task does. True if the wait and the task use the same object that can be waited on, or if the
    /// wait is for a second task that itself waits for something that the first task does.
    /// </summary>
    private bool IsFor(ExpressionSyntax waited, HashSet<SyntaxNode> read)
    {
        // If the wait takes a predicate, the predicate may test anything that the task sets.
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
    /// Whether an awaited or blocking call needs no further check. A framework method needs none if it takes a lock or waits for something outside this
    /// process, and a method that ends an object, such as <c>Dispose</c>, needs none if all its waits have a time limit. A method of <c>this</c> needs
    /// none, because its body is read separately.
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

    /// <summary>
    /// Gets the call that an expression awaits or blocks on, without wrappers such as <c>ConfigureAwait</c>. Returns null if the expression is no
    /// call.
    /// </summary>
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

    /// <summary>Whether a call acquires a semaphore that the same function releases, so that the semaphore is a lock.</summary>
    private static bool IsLock(IInvocationOperation call) =>
        call is { Instance.Syntax: var semaphore }
        && SyntaxUses.Uses(nameof(SemaphoreSlim.Release), SyntaxQueries.EnclosingFunction(call.Syntax))
            .Exists(use => use.Parent is MemberAccessExpressionSyntax access && access.Name == use && access.Expression.IsEquivalentTo(semaphore));

    /// <summary>
    /// Whether a type of the framework lets tasks wait for each other, such as the types of <c>System.Threading</c>, pipelines and concurrent
    /// collections.
    /// </summary>
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
