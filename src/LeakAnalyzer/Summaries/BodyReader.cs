using System.Collections.Immutable;
using LeakAnalyzer.Facts;
using LeakAnalyzer.Options;
using LeakAnalyzer.Symbols;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Summaries;

/// <summary>
/// Reads the waits of one body: the operations that the body awaits, enumerates or blocks on. If the body isn't async, the tasks and sequences that
/// it returns count too, because its caller waits for them.
/// </summary>
internal sealed partial class BodyReader(WorkReader reader, LeakModel model, Work work)
{
    private const int MostSteps = 16;

    private readonly LeakOptions _options = model.Options.For(work.Syntax.SyntaxTree);
    private readonly List<Wait> _loops = [];

    /// <summary>The endless loops with <c>yield return</c>, each with the <c>foreach</c> in this body that enumerates its items.</summary>
    private readonly List<(Wait Loop, IForEachLoopOperation Consumer)> _enumerated = [];

    /// <summary>Whether the body may call its own function again, or start it again.</summary>
    private bool _mayCallItself;

    /// <summary>
    /// The node that awaits, blocks on or returns the task that is being read, if another node creates the task: the last <c>task</c> in
    /// <c>var task = ReadAsync(); await task;</c>.
    /// </summary>
    private SyntaxNode? _join;

    /// <summary>The nodes of the waits and endless loops in the body, and of its calls of functions that wait.</summary>
    private readonly List<SyntaxNode> _sites = [];
    private readonly ImmutableArray<Wait>.Builder _waits = ImmutableArray.CreateBuilder<Wait>();

    public ImmutableArray<Wait> Read()
    {
        bool returnsTask = !work.Symbol.IsAsync && model.Symbols.IsTask(work.Symbol.ReturnType);
        foreach (IOperation operation in work.Body.OwnOperations())
        {
            Visit(operation, returnsTask);
        }

        AddEnumerated();
        if (_mayCallItself && SelfCalls.OnEachPath(work, model) is { } again)
        {
            for (int i = 0; i < _waits.Count; i++)
            {
                _waits[i] = _waits[i] with { IsRepeated = true, IsInLoop = true };
            }

            if (_waits.Count == 0 && _loops.Count == 0)
            {
                _waits.Add(EndlessLoops.OfSelfCall(again, model, work, Factory));
            }
        }

        foreach (Wait loop in _loops)
        {
            if (reader.CountsUnseen || !HoldsWait(loop.Syntax, static _ => true))
            {
                _waits.Add(loop with { Loop = loop.Loop! with { MayEndWithWait = reader.CountsUnseen && HoldsWait(loop.Syntax, site => MayLeave(loop.Syntax, site)) } });
            }
        }

        foreach (Wait loop in _loops)
        {
            if (loop.Loop is { EndsOnSuccess: false })
            {
                PutInto(loop);
            }
        }

        return _waits.ToImmutable();
    }

    /// <summary>Records an endless loop as the loop around each wait inside it.</summary>
    private void PutInto(Wait loop)
    {
        for (int i = 0; i < _waits.Count; i++)
        {
            SyntaxNode site = _waits[i].Sites[_waits[i].Sites.Length - 1];
            if (site != loop.Syntax && loop.Syntax.Span.Contains(site.Span))
            {
                _waits[i] = _waits[i] with { LoopAround = loop };
            }
        }
    }

    /// <summary>Whether a loop may end when a wait inside it ends.</summary>
    private bool MayLeave(SyntaxNode loop, SyntaxNode site) =>
        model.OperationAt(loop) is not ILoopOperation around
        || model.OperationAt(site) is not { } wait
        || !LoopExceptions.IsCaughtWithin(around, wait)
        || around.OwnOperations().Any(operation => operation is IReturnOperation { Kind: not OperationKind.YieldReturn } or IThrowOperation or IBranchOperation { BranchKind: BranchKind.Break or BranchKind.GoTo }
            && TokenConditions.GuardAround(operation, around, model) is null);

    /// <summary>Whether a loop contains one of the <see cref="_sites"/> for which <paramref name="counts"/> returns true.</summary>
    private bool HoldsWait(SyntaxNode loop, Func<SyntaxNode, bool> counts)
    {
        foreach (SyntaxNode site in _sites)
        {
            if (loop != site && loop.Span.Contains(site.Span) && counts(site))
            {
                return true;
            }
        }

        return false;
    }

    private void Visit(IOperation operation, bool returnsTask)
    {
        _mayCallItself = _mayCallItself || SelfCalls.MayLeadBack(operation, work.Symbol);
        switch (operation)
        {
            case ILoopOperation loop when EndlessLoops.Read(loop, model, work, Factory, mayLeave: reader.CountsUnseen) is { } endless:
                _loops.Add(endless);
                _sites.Add(endless.Syntax);
                break;

            case ILoopOperation loop when RetryLoops.Read(loop, model, work, Factory) is { } retry:
                _loops.Add(retry);
                break;

            case IAwaitOperation { Operation: var task }:
                Join(task);
                break;

            case IForEachLoopOperation loop:
                JoinEnumerated(loop);
                break;

            case IReturnOperation { Kind: OperationKind.Return, ReturnedValue: { } value } when returnsTask:
                JoinAt(operation.Syntax, value, token: null, MostSteps);
                break;

            case IReturnOperation { Kind: OperationKind.Return, ReturnedValue: { } value } when !work.Symbol.IsAsync && IsSequence(work.Symbol):
                JoinSequence(value, token: null, MostSteps);
                break;

            case IPropertyReferenceOperation { Instance: { } task } result when model.Calls.Of(result) is { Joins: Operand.Receiver }:
                Join(task);
                break;

            case IInvocationOperation call when !model.Symbols.IsTask(call.Type):
                VisitBlockingCall(call);
                break;
        }
    }

    private void VisitBlockingCall(IInvocationOperation call)
    {
        IMethodSymbol method = call.TargetMethod;
        if (model.Calls.Of(call) is { } facts)
        {
            VisitBlockingCall(call, facts);
        }
        else if (!IsSequence(method) && !IsAsyncVoid(call))
        {
            AddWaits(call, reader.ReadCall(call));
            AddUnseen(call);
        }
    }

    /// <summary>Adds the waits of a blocking call that the catalogue lists, such as <c>task.Wait()</c>.</summary>
    private void VisitBlockingCall(IInvocationOperation call, MemberFacts facts)
    {
        if (facts.Joins != Operand.None)
        {
            if (Operations.HasTimeout(call, model))
            {
                return;
            }

            if (facts.Joins == Operand.Arguments)
            {
                JoinAll(call);
            }
            else if (call.Instance is { } task)
            {
                Join(task, TokenOf(call));
            }
        }
        else if (facts.Wait is { } operation && !IsSequence(call.TargetMethod))
        {
            AddWait(Factory.OfCall(call, operation, extraToken: null));
        }
    }

    /// <summary>Whether a call runs an <c>async void</c> method or lambda. Such a call returns at the first <c>await</c>, so its caller doesn't wait.</summary>
    private bool IsAsyncVoid(IInvocationOperation call) =>
        call.TargetMethod.ReturnsVoid
        && (call.TargetMethod.IsAsync
            || call.TargetMethod.MethodKind == MethodKind.DelegateInvoke && new DelegateBodies(model, model.Bodies).OfCall(call)?.Symbol.IsAsync == true);

    private void Join(IOperation task, GivenToken? token = null) => Join(task, token, MostSteps);

    /// <summary>Adds the waits of a task that the body awaits, blocks on or returns.</summary>
    private void Join(IOperation task, GivenToken? token, int steps)
    {
        if (steps-- == 0)
        {
            return;
        }

        task = task.Unwrap();
        switch (task)
        {
            case IInvocationOperation call:
                JoinCall(call, token, steps);
                break;

            case IPropertyReferenceOperation reference
                when model.Calls.Of(reference) is { Wait: { } operation }:
                AddWait(Factory.OfProperty(reference, operation, token));
                break;

            case ILocalReferenceOperation { Local: var local }
                when model.Values.Only(local) is { } only && model.OperationAt(only) is { } value:
                JoinAt(task.Syntax, value, token, steps);
                break;

            case IConditionalOperation { WhenTrue: var whenTrue, WhenFalse: { } whenFalse }:
                Join(whenTrue, token, steps);
                Join(whenFalse, token, steps);
                break;

            case IConditionalAccessOperation { WhenNotNull: var whenNotNull }:
                Join(whenNotNull, token, steps);
                break;

            case IAwaitOperation { Operation: var outer }:
                Join(outer, token, steps);
                break;
        }
    }

    /// <summary>Adds the waits of a task that <paramref name="join"/> awaits or returns, but another expression creates, as in <c>await task</c>.</summary>
    private void JoinAt(SyntaxNode join, IOperation task, GivenToken? token, int steps)
    {
        SyntaxNode? outer = _join;
        _join ??= join;
        Join(task, token, steps);
        _join = outer;
    }

    private void JoinCall(IInvocationOperation call, GivenToken? token, int steps)
    {
        if (model.Calls.Of(call) is not { } facts)
        {
            // A source method that is passed a time, such as the project's own 'task.WithTimeout(time)', is assumed to stop waiting for the task
            // after that time.
            if (!Operations.HasTimeout(call, model) && model.Calls.TaskBehind(call) is { } behind)
            {
                Join(behind, token, steps);
            }

            AddWaits(call, reader.ReadCall(call), token);
            AddUnseen(call);
        }
        else if (facts.GivesUp && call.Instance is { } waited)
        {
            if (!Operations.HasTimeout(call, model))
            {
                Join(waited, GivenToken.Or(token, TokenOf(call)), steps);
            }
        }
        else if (facts.Result == ResultKind.TaskOf && call.Receiver() is { } inner)
        {
            Join(inner, token, steps);
            if (facts.Starts)
            {
                AddWaits(call, reader.ReadDelegate(Operations.DelegateArgument(call.Arguments), call));
            }
        }
        else if (facts.Result == ResultKind.AllOf)
        {
            JoinAll(call);
        }
        else if (facts.Wait is { } operation)
        {
            AddWait(Factory.OfCall(call, operation, token));
        }
        else if (facts.Starts)
        {
            AddWaits(call, reader.ReadDelegate(Operations.DelegateArgument(call.Arguments), call));
        }
    }

    private void JoinAll(IInvocationOperation call)
    {
        foreach (IArgumentOperation argument in call.Arguments)
        {
            if (model.Symbols.IsTask(argument.Value.Type))
            {
                Join(argument.Value);
            }

            foreach (IOperation task in Operations.Elements(argument.Value))
            {
                Join(task);
            }
        }
    }

    /// <summary>
    /// Adds a call of a function whose body can't be seen and that is passed a token, if <see cref="WorkReader.CountsUnseen"/> is set.
    /// </summary>
    private void AddUnseen(IInvocationOperation call)
    {
        if (reader.CountsUnseen
            && (call.TargetMethod.MethodKind == MethodKind.DelegateInvoke || !KnownSymbols.IsOfFramework(call.TargetMethod.ContainingType))
            && new DelegateBodies(model, model.Bodies).OfCall(call) is null
            && TokenOf(call) is { Origin.IsNeverCancelled: false } token)
        {
            AddWait(Factory.OfUnseen(call, call.Receiver(), token));
        }
    }

    private WaitFactory Factory => field ??= new WaitFactory(model, _options, work.Syntax);

    private void AddWait(Wait? wait)
    {
        if (wait is not null)
        {
            _waits.Add(wait.ReachedFrom(wait.Syntax, work, model) with { Joins = ImmutableArray.Create(_join ?? wait.Syntax) });
            _sites.Add(wait.Syntax);
        }
    }

    private void AddWaits(IOperation call, ImmutableArray<Wait> waits, GivenToken? token = null)
    {
        foreach (Wait wait in waits)
        {
            _sites.Add(call.Syntax);
            _waits.Add(wait.EndedBy(token).ReachedFrom(call.Syntax, work, model) with
            {
                Functions = wait.Functions.Add(work.Syntax),
                Sites = wait.Sites.Add(call.Syntax),
                Joins = wait.Joins.Add(_join ?? call.Syntax),
                IsRepeated = wait.IsRepeated || LoopShapes.IsRepeated(call, model),
                IsInLoop = wait.IsInLoop || SyntaxQueries.IsInLoop(call.Syntax),
            });
        }
    }

    private GivenToken? TokenOf(IInvocationOperation call) => Factory.GivenTo(call);
}
