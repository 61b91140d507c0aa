using LeakAnalyzer.Facts;
using LeakAnalyzer.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Tracking;

/// <summary>Finds the task that a call of a fire-and-forget helper such as <c>task.Forget()</c> drops, so that no code waits for it any more.</summary>
internal static class ForgetHelpers
{
    /// <summary>Whether a method has the signature of a fire-and-forget helper: an extension of a task that returns <c>void</c>.</summary>
    public static bool HasShape(IMethodSymbol method, KnownSymbols symbols) =>
        method.ReturnsVoid
        && (method.IsExtensionMethod ? method.OriginalDefinition.Parameters.FirstOrDefault() : ExtensionBlocks.ReceiverOf(method)) is { } receiver
        && symbols.IsTask(receiver.Type is ITypeParameterSymbol { ConstraintTypes: [var constraint] } ? constraint : receiver.Type);

    /// <summary>Gets the task that a call drops; null if the call drops none.</summary>
    public static IOperation? Drops(IInvocationOperation call, CodeModel code)
    {
        IMethodSymbol method = call.TargetMethod;
        if (HasShape(method, code.Symbols))
        {
            return Blocks(method, code) ? null : call.Receiver();
        }

        return DropsForUser(call, code);
    }

    /// <summary>Gets the task that a call drops because the user's options list the called method; null if the call drops none.</summary>
    public static IOperation? DropsForUser(IInvocationOperation call, CodeModel code) =>
        code.Options.For(call.Syntax.SyntaxTree).FireAndForgetMethods is { IsEmpty: false } methods && methods.Contains(call.TargetMethod) ? TaskOf(call, code.Symbols) : null;

    /// <summary>Whether a property of an extension block, such as <c>task.IsDone</c>, doesn't wait for the task and gives nothing that could.</summary>
    public static bool OnlyLooks(IPropertyReferenceOperation property, CodeModel code) =>
        ExtensionBlocks.IsMember(property.Property)
        && (property.Type is { SpecialType: not SpecialType.None and not SpecialType.System_Object } or { TypeKind: TypeKind.Enum })
        && property.Property.GetMethod?.OriginalDefinition is { DeclaringSyntaxReferences.IsEmpty: false } getter
        && !Blocks(getter, code);

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

    /// <summary>Whether a helper waits for the task that is passed to it, judged by its body or, if that can't be seen, by its name.</summary>
    private static bool Blocks(IMethodSymbol method, CodeModel code)
    {
        method = method.OriginalDefinition;
        if (method.DeclaringSyntaxReferences is not [var reference, ..] || code.OperationAt(reference.GetSyntax()) is not { } body)
        {
            return TellingNames.SoundsLikeWait(method);
        }

        foreach (IOperation operation in body.DescendantsAndSelf())
        {
            bool blocks = operation switch
            {
                IInvocationOperation call => code.Calls.Of(call) is { Joins: not Operand.None } or { Blocks: true },
                IPropertyReferenceOperation property => code.Calls.Of(property) is { Joins: not Operand.None },
                _ => false,
            };
            if (blocks)
            {
                return true;
            }
        }

        return false;
    }
}
