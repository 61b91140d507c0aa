using System.Collections.Immutable;
using LeakAnalyzer.Facts;
using LeakAnalyzer.Symbols;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Summaries;

/// <summary>
/// Finds methods that sleep and then call themselves again until something succeeds: a retry loop written as a recursion. A method that passes itself
/// a count, or any argument other than its own parameters and members, doesn't count.
/// </summary>
internal static class SelfStarts
{
    /// <summary>
    /// Creates the wait that stands for the call by which a started method calls itself again, which may keep the work from ending. Returns null if
    /// the method has no such call.
    /// </summary>
    /// <param name="start">The call that starts the work.</param>
    /// <param name="model">The compilation's model.</param>
    public static Wait? In(IInvocationOperation start, LeakModel model)
    {
        if (model.Bodies.TargetOf(start) is not { MethodKind: MethodKind.Ordinary, DeclaringSyntaxReferences: [var reference, ..] } method
            || reference.GetSyntax() is not MethodDeclarationSyntax declaration
            || declaration.Span.Contains(start.Syntax.Span) && declaration.SyntaxTree == start.Syntax.SyntaxTree
            || !NamesItself(declaration)
            || model.Bodies.OfMethod(method) is not { } work)
        {
            return null;
        }

        IInvocationOperation? again = null;
        bool sleeps = false;
        TokenOrigin token = TokenOrigin.Nothing;
        var factory = new WaitFactory(model, model.Options.For(work.Syntax.SyntaxTree), work.Syntax);
        foreach (IOperation operation in work.Body.DescendantsAndSelf())
        {
            if (operation is not IInvocationOperation call)
            {
                continue;
            }

            if (KnownSymbols.Same(call.TargetMethod.OriginalDefinition, method) && ObjectOf(call) && IsAsBefore(call, method))
            {
                again = call;
            }
            else if (model.Calls.Of(call) is { Wait.For: WaitsFor.Nothing } && !Operations.IsInfiniteSleep(call, model))
            {
                sleeps = true;
                token = token.Or(factory.TokenOf(call) ?? TokenOrigin.Nothing);
            }
        }

        if (again is null || !sleeps)
        {
            return null;
        }

        var exceptions = new LoopExceptions(model, work.Syntax);
        exceptions.Read(work.Body);
        return new Wait(WaitsFor.Nothing, again.Syntax, WaitFactory.NameOf(again.Syntax), Object: null, token, ImmutableArray.Create(work.Syntax), ImmutableArray<TokenSlot>.Empty)
        {
            Loop = new LoopExits(exceptions.MayThrow, exceptions.Members, exceptions.ClosableMembers, Awaits: true) { IsLeftBySuccess = true },
        };
    }

    private static bool NamesItself(MethodDeclarationSyntax declaration) =>
        ((SyntaxNode?)declaration.Body ?? declaration.ExpressionBody) is { } body && SymbolUses.MayMention(body, [declaration.Identifier.ValueText]);

    private static bool ObjectOf(IInvocationOperation call) => call.Instance is null or IInstanceReferenceOperation;

    /// <summary>
    /// Whether a recursive call passes only parameters of the method, members and default values, so that no argument is a retry count.
    /// </summary>
    private static bool IsAsBefore(IInvocationOperation call, IMethodSymbol method)
    {
        foreach (IArgumentOperation argument in call.Arguments)
        {
            bool isPlain = argument.Value.Unwrap() switch
            {
                IParameterReferenceOperation { Parameter: var parameter } => KnownSymbols.Same(parameter.ContainingSymbol, method),
                IMemberReferenceOperation => true,
                _ => false,
            };
            if (!isPlain && argument.ArgumentKind != ArgumentKind.DefaultValue)
            {
                return false;
            }
        }

        return true;
    }
}
