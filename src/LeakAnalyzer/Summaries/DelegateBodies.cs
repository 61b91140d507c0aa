using LeakAnalyzer.Symbols;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Summaries;

/// <summary>Finds the body that a delegate or a call runs.</summary>
internal sealed class DelegateBodies(CodeModel code, MethodBodies bodies)
{
    private const int MostSteps = 4;

    private readonly Dictionary<IParameterSymbol, IOperation> _handedOver = new(SymbolEqualityComparer.Default);

    /// <summary>Records the delegates that a call passes, so that they are found where the called function calls its parameters.</summary>
    /// <returns>Whether any delegate has been recorded.</returns>
    public bool Enter(IInvocationOperation call)
    {
        bool any = false;
        foreach (IArgumentOperation argument in call.Arguments)
        {
            if (argument.Parameter is { Type.TypeKind: TypeKind.Delegate } parameter && !_handedOver.ContainsKey(parameter.OriginalDefinition) && OfDelegate(argument.Value) is not null)
            {
                _handedOver.Add(parameter.OriginalDefinition, argument.Value);
                any = true;
            }
        }

        return any;
    }

    /// <summary>Forgets the delegates that <see cref="Enter"/> has recorded for a call.</summary>
    public void Leave(IInvocationOperation call)
    {
        foreach (IArgumentOperation argument in call.Arguments)
        {
            if (argument.Parameter is { } parameter && _handedOver.TryGetValue(parameter.OriginalDefinition, out IOperation? value) && value == argument.Value)
            {
                _handedOver.Remove(parameter.OriginalDefinition);
            }
        }
    }

    /// <summary>Gets the body that a delegate, or an object that implements <c>IThreadPoolWorkItem</c>, runs.</summary>
    /// <returns>The body, or null if it can't be seen.</returns>
    public Work? OfDelegate(IOperation? value) => OfDelegate(value, MostSteps);

    /// <summary>Gets the body that a call runs.</summary>
    /// <returns>The body, or null if it can't be seen or if the call may run several methods.</returns>
    public Work? OfCall(IInvocationOperation call) =>
        call.TargetMethod.MethodKind == MethodKind.DelegateInvoke ? OfDelegate(call.Instance)
        : bodies.TargetOf(call) is { } method ? bodies.OfMethod(method)
        : null;

    private Work? OfDelegate(IOperation? value, int steps)
    {
        if (value is null || steps == 0)
        {
            return null;
        }

        switch (value.Unwrap())
        {
            case IDelegateCreationOperation creation:
                return OfDelegate(creation.Target, steps);
            case IAnonymousFunctionOperation lambda:
                return new Work(lambda.Symbol, lambda.Syntax, lambda.Body);
            case IMethodReferenceOperation reference when !IsOfBlockAround(reference):
                return bodies.TargetOf(reference.Method, reference.IsVirtual) is { } method ? bodies.OfMethod(method) : null;
            case IParameterReferenceOperation { Parameter: var parameter } when _handedOver.TryGetValue(parameter, out IOperation? handedOver):
                return OfDelegate(handedOver, steps - 1);
            case IObjectCreationOperation or IInstanceReferenceOperation when value.Unwrap().Type is { } type && KnownSymbols.Is(type, code.Symbols.WorkItem):
                return OfWorkItem(type);
            case ILocalReferenceOperation { Local: var local } when code.Values.Only(local) is { } only:
                return OfDelegate(code.OperationAt(only), steps - 1);
            default:
                return null;
        }
    }

    /// <summary>
    /// Whether the delegate runs a member of the extension block that contains the reference. The receiver parameter is the same symbol in both, but may hold
    /// another object there.
    /// </summary>
    private static bool IsOfBlockAround(IMethodReferenceOperation reference) =>
        ExtensionBlocks.IsMember(reference.Method)
        && reference.Method.ContainingType.OriginalDefinition.DeclaringSyntaxReferences is [var block, ..]
        && block.SyntaxTree == reference.Syntax.SyntaxTree && block.Span.Contains(reference.Syntax.Span);

    private Work? OfWorkItem(ITypeSymbol type) =>
        code.Symbols.WorkItem?.GetMembers() is [var execute, ..] && type.FindImplementationForInterfaceMember(execute) is IMethodSymbol method
            ? bodies.OfMethod(method.OriginalDefinition)
            : null;
}
