using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Model;

/// <summary>A function whose body can be read.</summary>
/// <param name="Symbol">The lambda, local function or method.</param>
/// <param name="Syntax">Where it is declared.</param>
/// <param name="Body">Its operations.</param>
internal sealed record Work(IMethodSymbol Symbol, SyntaxNode Syntax, IOperation Body);

/// <summary>Finds the body that a delegate or a call runs.</summary>
internal sealed class WorkFinder(LeakModel model)
{
    private const int MostSteps = 4;

    private readonly Dictionary<IParameterSymbol, IOperation> _handedOver = new(SymbolEqualityComparer.Default);

    /// <summary>Tells that the parameters of a called function hold the delegates that the call hands over.</summary>
    /// <returns>Whether it hands over any that can be seen.</returns>
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

    /// <summary>Forgets what <see cref="Enter"/> was told.</summary>
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

    /// <summary>The body that a delegate runs: a lambda, a method group, or a local whose only value is one.</summary>
    /// <returns>Null where it can't be seen.</returns>
    public Work? OfDelegate(IOperation? value) => OfDelegate(value, MostSteps);

    /// <summary>The body that a call runs.</summary>
    /// <returns>Null where it can't be seen, or where another may run in its place.</returns>
    public Work? OfCall(IInvocationOperation call) =>
        call.TargetMethod.MethodKind == MethodKind.DelegateInvoke ? OfDelegate(call.Instance) : OfMethod(call.TargetMethod, call.IsVirtual);

    /// <summary>The body of a method of this compilation that no other overrides.</summary>
    public Work? OfMethod(IMethodSymbol method, bool isVirtualCall)
    {
        if (!CanBeRead(method, isVirtualCall))
        {
            return null;
        }

        method = method.OriginalDefinition;
        method = method.PartialImplementationPart ?? method;
        SyntaxNode syntax = method.DeclaringSyntaxReferences[0].GetSyntax();
        return BodyOf(syntax) is null || model.OperationAt(syntax) is not { } operation
            ? null
            : operation switch
            {
                IMethodBodyOperation { BlockBody: var block, ExpressionBody: var expression } when (block ?? expression) is { } body =>
                    new Work(method, syntax, body),
                ILocalFunctionOperation { Body: { } body } => new Work(method, syntax, body),
                _ => null,
            };
    }

    /// <summary>Whether the text of a method lies in the compilation and is what a call of it runs.</summary>
    public static bool CanBeRead(IMethodSymbol method, bool isVirtualCall) =>
        method.DeclaringSyntaxReferences.Length > 0
        && !method.IsAbstract
        && !(isVirtualCall && (method.IsVirtual || method.IsOverride) && !method.IsSealed && !method.ContainingType.IsSealed);

    private static SyntaxNode? BodyOf(SyntaxNode declaration) => declaration switch
    {
        BaseMethodDeclarationSyntax method => method.Body ?? (SyntaxNode?)method.ExpressionBody,
        LocalFunctionStatementSyntax local => local.Body ?? (SyntaxNode?)local.ExpressionBody,
        _ => null,
    };

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
            case IMethodReferenceOperation reference:
                return OfMethod(reference.Method, reference.IsVirtual);
            case IParameterReferenceOperation { Parameter: var parameter } when _handedOver.TryGetValue(parameter, out IOperation? handedOver):
                return OfDelegate(handedOver, steps - 1);
            case ILocalReferenceOperation { Local: var local } when VariableValues.Only(local) is { } only:
                return OfDelegate(model.OperationAt(only), steps - 1);
            default:
                return null;
        }
    }
}
