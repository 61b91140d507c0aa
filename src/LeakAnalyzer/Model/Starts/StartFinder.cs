using LeakAnalyzer.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Model;

/// <summary>Finds the calls that start work in an expression whose value nobody uses.</summary>
internal sealed class StartFinder(LeakModel model)
{
    private List<TaskStart>? _starts;

    private KnownSymbols Symbols => model.Symbols;

    /// <summary>The starts in an expression whose value is dropped.</summary>
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
        else if (Symbols.IsTask(method.ContainingType) && method.Name == "ConfigureAwait")
        {
            Visit(call.Instance);
        }
        else if (ForgetHelpers.Drops(call, model) is { } dropped)
        {
            Visit(dropped);
        }
        else if (TaskStarters.IsThreadPoolItem(method, Symbols))
        {
            Add(call, Operations.DelegateArgument(call.Arguments), FaultFate.CrashesProcess);
        }
        else if (TaskStarters.IsThreadStart(method, Symbols))
        {
            VisitThread(call);
        }
        else if (method.ReturnsVoid && method.IsAsync)
        {
            Add(call, work: null, FaultFate.CrashesProcess);
        }
        else if (method.MethodKind == MethodKind.DelegateInvoke && method.ReturnsVoid)
        {
            if (new WorkFinder(model).OfCall(call)?.Symbol.IsAsync == true)
            {
                Add(call, work: null, FaultFate.CrashesProcess);
            }
        }
        else if (TaskStarters.RunsItsDelegates(method, Symbols))
        {
            VisitAsyncVoidDelegates(call);
        }
    }

    private void VisitTaskCall(IInvocationOperation call, IMethodSymbol method)
    {
        if (TaskStarters.IsRunner(method, Symbols))
        {
            Add(call, Operations.DelegateArgument(call.Arguments), FaultFate.KeptInTask);
        }
        else if (TaskStarters.IsContinuation(method, Symbols))
        {
            VisitStartOnly(call.Instance);
            Add(call, Operations.DelegateArgument(call.Arguments), FaultFate.KeptInTask);
        }
        else if (Symbols.IsTask(method.ContainingType) && method.Name is "AsTask" or "Preserve")
        {
            Visit(call.Instance);
        }
        else if (TaskStarters.IsCombinator(method, Symbols))
        {
            VisitOperands(call);
        }
        else if (method.Name == "Unwrap" && Symbols.IsTaskExtensions(method.ContainingType))
        {
            Visit(call.Receiver());
        }
        else if (method.MethodKind is MethodKind.DelegateInvoke or MethodKind.LocalFunction || method.DeclaringSyntaxReferences.Length > 0)
        {
            Add(call, work: null, FaultFate.KeptInTask);
        }
    }

    /// <summary>The receiver of a continuation, or an operand, is itself a start only where it is a call; a task that is held elsewhere is judged there.</summary>
    private void VisitStartOnly(IOperation? task)
    {
        if (task?.Unwrap() is IInvocationOperation call)
        {
            VisitCall(call);
        }
    }

    /// <summary>Who drops the task of some tasks drops those that only it holds.</summary>
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
                when VariableValues.Only(local) is { } only
                    && model.OperationAt(only)?.Unwrap() is IObjectCreationOperation thread
                    && TaskVariables.IsThreadNeverJoined(local):
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
