using LeakAnalyzer.Facts;
using LeakAnalyzer.Summaries;
using LeakAnalyzer.Symbols;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Tasks;

/// <summary>Finds the calls that start tasks, threads or the like in an expression whose value is dropped.</summary>
internal sealed class StartFinder(LeakModel model)
{
    private List<TaskStart>? _starts;

    private KnownSymbols Symbols => model.Symbols;

    public IReadOnlyList<TaskStart> Find(IOperation dropped)
    {
        Visit(dropped);
        return _starts ?? (IReadOnlyList<TaskStart>)[];
    }

    private void Visit(IOperation? dropped)
    {
        switch (dropped?.Unwrap())
        {
            case IInvocationOperation call:
                VisitCall(call);
                break;
            case IConditionalAccessOperation access:
                Visit(access.WhenNotNull);
                break;
            case IConditionalOperation choice:
                Visit(choice.WhenTrue);
                Visit(choice.WhenFalse);
                break;
            case ICoalesceOperation choice:
                Visit(choice.Value);
                Visit(choice.WhenNull);
                break;
        }
    }

    private void VisitCall(IInvocationOperation call)
    {
        IMethodSymbol method = call.TargetMethod;
        if (Symbols.IsTask(call.Type))
        {
            VisitTaskCall(call, method);
        }
        else if (!method.ReturnsVoid && model.Calls.TaskBehind(call) is { } task)
        {
            Visit(task);
        }
        else if (ForgetHelpers.Drops(call, model) is { } dropped)
        {
            Visit(dropped);
        }
        else if (model.Calls.Of(call) is { } facts)
        {
            VisitRunner(call, facts);
        }
        else if (method.ReturnsVoid && method.IsAsync)
        {
            Add(call, work: null, FaultFate.CrashesProcess);
        }
        else if (method.MethodKind == MethodKind.DelegateInvoke && method.ReturnsVoid)
        {
            if (new DelegateBodies(model, model.Bodies).OfCall(call)?.Symbol.IsAsync == true)
            {
                Add(call, work: null, FaultFate.CrashesProcess);
            }
        }
    }

    /// <summary>Visits a call that returns no task but starts a thread or other work, or runs the delegates that are passed to it.</summary>
    private void VisitRunner(IInvocationOperation call, MemberFacts facts)
    {
        if (facts.Runs)
        {
            VisitAsyncVoidDelegates(call);
        }
        else if (facts.Starts && call.Instance is null)
        {
            Add(call, Operations.DelegateArgument(call.Arguments) ?? WorkItemIn(call), FaultFate.CrashesProcess);
        }
        else if (facts.Starts && Symbols.Thread.Is(call.TargetMethod.ContainingType))
        {
            VisitThread(call);
        }
    }

    private IOperation? WorkItemIn(IInvocationOperation call)
    {
        foreach (IArgumentOperation argument in call.Arguments)
        {
            if (KnownSymbols.Same(argument.Parameter?.Type, Symbols.WorkItem))
            {
                return argument.Value;
            }
        }

        return null;
    }

    private void VisitTaskCall(IInvocationOperation call, IMethodSymbol method)
    {
        if (model.Calls.Of(call) is { } facts)
        {
            if (facts.Starts)
            {
                if (Symbols.IsTask(method.ContainingType) && call.Instance is { } antecedent)
                {
                    VisitStartOnly(antecedent);
                }

                Add(call, Operations.DelegateArgument(call.Arguments), FaultFate.KeptInTask);
            }
            else if (facts.Result is ResultKind.AllOf or ResultKind.FirstOf)
            {
                VisitOperands(call);
            }
            else if (facts is { Result: ResultKind.TaskOf, GivesUp: false } && call.Receiver() is { } inner)
            {
                Visit(inner);
            }

            return;
        }

        if (model.Calls.TaskBehind(call) is { } task)
        {
            Visit(task);
        }

        if (method.MethodKind is MethodKind.DelegateInvoke or MethodKind.LocalFunction || method.DeclaringSyntaxReferences.Length > 0)
        {
            Add(call, work: null, FaultFate.KeptInTask);
        }
    }

    /// <summary>Visits a task that the call uses. Only a call starts it here: a task in a variable was started elsewhere.</summary>
    private void VisitStartOnly(IOperation? task)
    {
        if (task?.Unwrap() is IInvocationOperation call)
        {
            VisitCall(call);
        }
    }

    /// <summary>Visits the operands of <c>Task.WhenAll</c> or <c>Task.WhenAny</c>: nothing else holds the task of an operand that is a call.</summary>
    private void VisitOperands(IInvocationOperation call)
    {
        foreach (IArgumentOperation argument in call.Arguments)
        {
            VisitStartOnly(argument.Value);
            foreach (IOperation element in Operations.Elements(argument.Value))
            {
                VisitStartOnly(element);
            }
        }
    }

    private void VisitThread(IInvocationOperation start)
    {
        switch (start.Instance?.Unwrap())
        {
            case IObjectCreationOperation thread:
                Add(start, Operations.DelegateArgument(thread.Arguments), FaultFate.CrashesProcess);
                break;

            case ILocalReferenceOperation { Local: var local }
                when model.Values.Only(local) is { } only
                    && model.OperationAt(only)?.Unwrap() is IObjectCreationOperation thread
                    && TaskUses.IsThreadNeverJoined(local, model):
                Add(start, Operations.DelegateArgument(thread.Arguments), FaultFate.CrashesProcess);
                break;
            case IFieldReferenceOperation { Field: var field } reference
                when ObjectResolver.IsOwn(reference)
                    && model.World.IsClosed(field)
                    && model.Values.Only(field) is { } kept
                    && model.OperationAt(kept)?.Unwrap() is IObjectCreationOperation thread
                    && TaskUses.IsThreadNeverJoined(field, model):
                Add(start, Operations.DelegateArgument(thread.Arguments), FaultFate.CrashesProcess);
                break;
        }
    }

    private void VisitAsyncVoidDelegates(IInvocationOperation call)
    {
        foreach (IArgumentOperation argument in call.Arguments)
        {
            AddAsyncVoid(call, argument.Value);
            foreach (IOperation element in Operations.Elements(argument.Value))
            {
                AddAsyncVoid(call, element);
            }
        }
    }

    private void AddAsyncVoid(IInvocationOperation call, IOperation value)
    {
        if (value.Unwrap() is IDelegateCreationOperation { Target: IAnonymousFunctionOperation { Symbol: { IsAsync: true, ReturnsVoid: true } } })
        {
            Add(call, value, FaultFate.CrashesProcess);
        }
    }

    private void Add(IInvocationOperation call, IOperation? work, FaultFate fate)
    {
        if (call.Syntax is InvocationExpressionSyntax)
        {
            (_starts ??= []).Add(new TaskStart(call, work, fate));
        }
    }
}
