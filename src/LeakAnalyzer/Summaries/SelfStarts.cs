using System.Collections.Immutable;
using LeakAnalyzer.Facts;
using LeakAnalyzer.Symbols;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Summaries;

/// <summary>
/// Finds methods that sleep and then call themselves again until something succeeds: a retry loop written as a recursion. A method that passes itself a
/// counter isn't one.
/// </summary>
internal static class SelfStarts
{
    /// <summary>
    /// Creates a <see cref="Wait"/> for a started method that sleeps and calls itself again; null if the started code doesn't do so.
    /// </summary>
    /// <param name="start">The call that starts the task.</param>
    /// <param name="work">The delegate that the call starts; null if the called method itself is the task's code.</param>
    /// <param name="model">The compilation's model.</param>
    public static Wait? In(IInvocationOperation start, IOperation? work, LeakModel model)
    {
        switch ((work?.Unwrap() as IDelegateCreationOperation)?.Target)
        {
            case null when work is null:
                return model.Bodies.TargetOf(start) is { } called ? Of(called, start.Syntax, model) : null;
            case IMethodReferenceOperation { Method: var method, IsVirtual: var isVirtual }:
                return model.Bodies.TargetOf(method, isVirtual) is { } started ? Of(started, start.Syntax, model) : null;
            case IAnonymousFunctionOperation lambda:
                foreach (IOperation operation in lambda.Body.OwnOperations())
                {
                    if (operation is IInvocationOperation call && SelfCalls.IsOnSameObject(call) && model.Bodies.TargetOf(call) is { } entered && Of(entered, start.Syntax, model) is { } again)
                    {
                        return again;
                    }
                }

                return null;
            default:
                return null;
        }
    }

    private static Wait? Of(IMethodSymbol method, SyntaxNode start, LeakModel model)
    {
        if (DeclarationOf(method) is not { } declaration || SyntaxQueries.Contains(declaration, start) || !model.MethodsThatMayCallAgain.GetOrAdd(method, _ => MayCallAgain(method, declaration)) || model.Bodies.OfMethod(method) is not { } work)
        {
            return null;
        }

        var round = new Round(method, start, model);
        round.Read(work, method, isFollowed: true);
        if (round.Again is not { } again || !round.Sleeps)
        {
            return null;
        }

        var exceptions = new LoopExceptions(model, work.Syntax);
        exceptions.Read(work.Body);
        return new Wait(WaitsFor.Nothing, again, WaitFactory.NameOf(again), Object: null, round.Token, round.Functions, ImmutableArray<TokenSlot>.Empty)
        {
            Loop = new LoopExits(exceptions.MayThrow, exceptions.Members, exceptions.ClosableMembers) { EndsOnSuccess = true },
        };
    }

    private static MethodDeclarationSyntax? DeclarationOf(IMethodSymbol method) =>
        method is { MethodKind: MethodKind.Ordinary, DeclaringSyntaxReferences: [var reference, ..] } ? reference.GetSyntax() as MethodDeclarationSyntax : null;

    /// <summary>Whether a method may call itself, or another method of the type that calls it back, judged by names.</summary>
    private static bool MayCallAgain(IMethodSymbol method, MethodDeclarationSyntax declaration)
    {
        if (((SyntaxNode?)declaration.Body ?? declaration.ExpressionBody) is not { } body)
        {
            return false;
        }

        foreach (SyntaxReference part in method.ContainingType.DeclaringSyntaxReferences)
        {
            foreach (SyntaxToken again in SymbolUses.TokensNamed(method.Name, part.GetSyntax()))
            {
                if (again.Parent is SimpleNameSyntax
                    && SyntaxQueries.EnclosingMember(again.Parent) is MethodDeclarationSyntax caller
                    && (caller == declaration || SymbolUses.MayMention(body, [caller.Identifier.ValueText])))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>Reads the methods that run between one call of a method and the next call by which it calls itself again.</summary>
    /// <param name="method">The method that may call itself again.</param>
    /// <param name="start">The call that starts the method for the first time; it doesn't count as calling the method again.</param>
    /// <param name="model">The compilation's model.</param>
    private sealed class Round(IMethodSymbol method, SyntaxNode start, LeakModel model)
    {
        /// <summary>The call by which the method calls itself again; null if none has been found.</summary>
        public SyntaxNode? Again { get; private set; }

        /// <summary>Whether one of the <see cref="Functions"/> sleeps, as in <c>Task.Delay(time)</c>.</summary>
        public bool Sleeps { get; private set; }

        /// <summary>What can cancel the tokens that are passed to the sleeps in the <see cref="Functions"/>.</summary>
        public TokenOrigin Token { get; private set; } = TokenOrigin.Nothing;

        /// <summary>The functions that run between one call of the method and the next, beginning with the one that makes the next call.</summary>
        public ImmutableArray<SyntaxNode> Functions { get; private set; } = ImmutableArray<SyntaxNode>.Empty;

        /// <summary>Reads the body of the method, or of a method that it calls.</summary>
        /// <param name="work">The body that is read.</param>
        /// <param name="caller">The method to which the body belongs.</param>
        /// <param name="isFollowed">Whether calls of other methods of the type are followed.</param>
        /// <returns>Whether the body calls the method again.</returns>
        public bool Read(Work work, IMethodSymbol caller, bool isFollowed)
        {
            bool isAgain = false;
            var sleeps = new List<IInvocationOperation>();
            foreach (IOperation operation in work.Body.DescendantsAndSelf())
            {
                if (operation is not IInvocationOperation call)
                {
                    continue;
                }

                if (SelfCalls.IsOnSameObject(call) && IsAsBefore(call, caller) && (IsOfMethod(call) || isFollowed && IsBetween(call)))
                {
                    Again ??= call.Syntax;
                    isAgain = true;
                }
                else if (model.Calls.Of(call) is { Wait.For: WaitsFor.Nothing } && !Operations.IsInfiniteSleep(call, model))
                {
                    sleeps.Add(call);
                }
            }

            if (isAgain)
            {
                Functions = Functions.Add(work.Syntax);
                Sleeps |= sleeps.Count > 0;
                var factory = new WaitFactory(model, model.Options.For(work.Syntax.SyntaxTree), work.Syntax);
                foreach (IInvocationOperation sleep in sleeps)
                {
                    Token = Token.Or(factory.TokenOf(sleep) ?? TokenOrigin.Nothing);
                }
            }

            return isAgain;
        }

        private bool IsOfMethod(IInvocationOperation call) => KnownSymbols.Same(call.TargetMethod.OriginalDefinition, method);

        /// <summary>Whether a call runs another method of the type that calls the method again.</summary>
        private bool IsBetween(IInvocationOperation call) =>
            SelfCalls.MayLeadBack(call, method)
            && model.Bodies.TargetOf(call) is { } called
            && DeclarationOf(called) is { } declaration
            && !SyntaxQueries.Contains(declaration, start)
            && model.Bodies.OfMethod(called) is { } between
            && Read(between, called, isFollowed: false);

        /// <summary>Whether no argument of a call can count the retries: each is a default value, a member or a parameter of the caller.</summary>
        private static bool IsAsBefore(IInvocationOperation call, IMethodSymbol caller)
        {
            foreach (IArgumentOperation argument in call.Arguments)
            {
                bool isPlain = argument.Value.Unwrap() switch
                {
                    IParameterReferenceOperation { Parameter: var parameter } => KnownSymbols.Same(parameter.ContainingSymbol, caller),
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
}
