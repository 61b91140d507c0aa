using LeakAnalyzer.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Model;

/// <summary>Which calls drop the task they are given: helpers told by their shape, and those that the user names.</summary>
internal static class ForgetHelpers
{
    /// <summary>Whether a method has the shape of a fire-and-forget helper: an extension of a task that returns nothing.</summary>
    public static bool HasShape(IMethodSymbol method, KnownSymbols symbols) =>
        method is { ReturnsVoid: true, IsExtensionMethod: true }
        && method.OriginalDefinition.Parameters is [var receiver, ..]
        && symbols.IsTask(receiver.Type is ITypeParameterSymbol { ConstraintTypes: [var constraint] } ? constraint : receiver.Type);

    /// <summary>The task that a call drops; null where it drops none.</summary>
    public static IOperation? Drops(IInvocationOperation call, LeakModel model)
    {
        IMethodSymbol method = call.TargetMethod;
        if (HasShape(method, model.Symbols))
        {
            return Blocks(method) ? null : call.ArgumentAt(0)?.Value;
        }

        return DropsForUser(call, model);
    }

    /// <summary>The task that a call drops because the user says so; null where it drops none.</summary>
    public static IOperation? DropsForUser(IInvocationOperation call, LeakModel model) =>
        TaskOf(call, model.Symbols) is { } task && model.Options.For(call.Syntax.SyntaxTree).FireAndForgetMethods.Contains(call.TargetMethod) ? task : null;

    /// <summary>The task that a call is given or is called on; null where there is none.</summary>
    private static IOperation? TaskOf(IInvocationOperation call, KnownSymbols symbols)
    {
        foreach (IArgumentOperation argument in call.Arguments)
        {
            if (symbols.IsTask(argument.Value.Unwrap().Type))
            {
                return argument.Value;
            }
        }

        return call.Instance is { } instance && symbols.IsTask(instance.Type) ? instance : null;
    }

    /// <summary>Whether a helper waits for its task: its body blocks on it or, where the body can't be seen, its name says so.</summary>
    private static bool Blocks(IMethodSymbol method)
    {
        if (method.OriginalDefinition.DeclaringSyntaxReferences is not [var reference, ..])
        {
            return method.Name.StartsWith("Wait", StringComparison.Ordinal);
        }

        foreach (SyntaxNode node in reference.GetSyntax().DescendantNodes())
        {
            if (node is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Wait" or "WaitAll" or "WaitAny" or "GetResult" or "Result" or "RunSynchronously" })
            {
                return true;
            }
        }

        return false;
    }
}
