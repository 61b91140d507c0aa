using LeakAnalyzer.Catalog;
using LeakAnalyzer.Options;
using LeakAnalyzer.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Model;

/// <summary>Finds what governs a wait of a task that a scope starts.</summary>
internal sealed class Governance(LeakModel model, LeakOptions options, Scope scope, TaskStart start)
{
    private const int MostCallers = 16;

    /// <summary>What ends a wait.</summary>
    public Governor Of(Wait wait)
    {
        Governor governor = Governor.Nothing;
        foreach (Canceller canceller in wait.Token.Cancellers)
        {
            governor = Governors.Merge(governor, Of(canceller, wait));
            if (governor == Governor.Unknown)
            {
                return governor;
            }
        }

        return wait.Object is null ? governor : Governors.Merge(governor, OfObject(wait.Object, wait));
    }

    private Governor Of(Canceller canceller, Wait wait)
    {
        if (canceller.Source is { } source && IsDisposedByScope(source))
        {
            return Governor.Nothing;
        }

        switch (canceller.Kind)
        {
            case CancellerKind.NobodyOnPurpose:
                return options.ReportExplicitNone ? Governor.Nothing : Governor.NothingOnPurpose;
            case CancellerKind.Timer:
                return Governor.Bound;
            case CancellerKind.Application:
                return Governor.Application;
            case CancellerKind.Giver or CancellerKind.GiverOfSource when scope.IsGiven((IParameterSymbol)canceller.Symbol!):
                return Governor.Caller;
            case CancellerKind.Holder:
                return OfEnds(WaitedObject.Of(canceller.Symbol!, ""), Resource.CancellationTokenSource, wait);
            default:
                return Governor.Unknown;
        }
    }

    /// <summary>What ends a wait by acting on the object that it stands on.</summary>
    private Governor OfObject(WaitedObject waited, Wait wait)
    {
        if (waited.IsKnownToNobodyElse)
        {
            return Governor.Nothing;
        }

        if (waited.IsUnknown || IsUnbounded(waited, wait))
        {
            return Governor.Unknown;
        }

        Governor governor = OfEnds(waited, wait.Operation.Resource, wait);
        return governor == Governor.Nothing && waited.Root is IParameterSymbol parameter
            ? OfCallers(parameter, wait)
            : governor;
    }

    private Governor OfEnds(WaitedObject waited, Resource resource, Wait wait)
    {
        if (!CanAllUsesBeSeen(waited))
        {
            return Governor.Unknown;
        }

        var acts = new List<SyntaxNode>();
        bool ofType = false;
        foreach (ObjectUse use in ObjectUses.ThatMayEnd(waited, resource))
        {
            switch (use.Effect)
            {
                case UseEffect.Bounds:
                    return Governor.Bound;
                case UseEffect.Unknown:
                    return Governor.Unknown;
            }

            SyntaxNode function = SyntaxQueries.EnclosingFunction(use.Act);
            if (wait.Functions.Contains(function))
            {
                // The waiting task itself reaches an act behind the wait only when the wait has ended; a semaphore that it releases is a lock.
                if (resource == Resource.Semaphore || use.Act.SpanStart < wait.Syntax.SpanStart || SyntaxQueries.ShareLoop(wait.Syntax, use.Act))
                {
                    return Governor.Unknown;
                }
            }
            else if (function == scope.Function && waited.Root is ILocalSymbol or IParameterSymbol)
            {
                acts.Add(use.Act);
            }
            else if (waited.Root is ILocalSymbol or IParameterSymbol)
            {
                return Governor.Unknown;
            }
            else
            {
                ofType = true;
            }
        }

        if (ofType)
        {
            return Governor.Type;
        }

        if (resource.EndedByDispose && IsDisposedByUsing(waited))
        {
            return Governor.Scope;
        }

        return acts.Count == 0 ? Governor.Nothing
            : scope.EachPathPasses(acts, start) ? Governor.Scope
            : Governor.ScopeOnSomePaths;
    }

    /// <summary>
    /// Whether nobody can act on the object where it can't be seen: it is the scope's own or was given to it, or it is made and kept
    /// by the type. What a field was given from outside, its giver may end.
    /// </summary>
    private bool CanAllUsesBeSeen(WaitedObject waited) => waited.Root switch
    {
        IParameterSymbol parameter => scope.IsGiven(parameter) && !IsPrimaryConstructorParameter(parameter),
        ILocalSymbol local => HoldsOnlyNew(local),
        ISymbol member => VariableValues.IsPrivate(member) && HoldsOnlyNew(member),
    };

    private static bool HoldsOnlyNew(ISymbol variable)
    {
        bool any = false;
        foreach (ExpressionSyntax value in VariableValues.Of(variable) ?? [])
        {
            if (!SyntaxQueries.IsNull(value))
            {
                any = true;
                if (!ObjectResolver.IsNew(value))
                {
                    return false;
                }
            }
        }

        return any;
    }

    private static bool IsPrimaryConstructorParameter(IParameterSymbol parameter) =>
        parameter.DeclaringSyntaxReferences is [var reference, ..]
        && reference.GetSyntax() is ParameterSyntax { Parent.Parent: TypeDeclarationSyntax };

    /// <summary>Whether a write never waits, because the channel was made without a bound.</summary>
    private static bool IsUnbounded(WaitedObject waited, Wait wait)
    {
        if (wait.Operation.Resource != Resource.WrittenChannel || waited.Root is IParameterSymbol)
        {
            return false;
        }

        foreach (ExpressionSyntax value in VariableValues.Of(waited.Root) ?? [])
        {
            if (value is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: var factory } }
                && factory.StartsWith("CreateUnbounded", StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsDisposedByUsing(WaitedObject waited)
    {
        foreach (ObjectName name in waited.Names)
        {
            if (IsDeclaredByUsing(name.Symbol))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsDeclaredByUsing(ISymbol symbol) =>
        symbol.DeclaringSyntaxReferences is [var reference, ..]
        && reference.GetSyntax().Parent is VariableDeclarationSyntax
        {
            Parent: UsingStatementSyntax or LocalDeclarationStatementSyntax { UsingKeyword.RawKind: not 0 },
        };

    /// <summary>Whether the scope disposes a source of its own: then what the source was linked to, or its timer, can't reach its token any more.</summary>
    private bool IsDisposedByScope(ILocalSymbol source)
    {
        if (source.DeclaringSyntaxReferences is not [var reference, ..]
            || SyntaxQueries.EnclosingFunction(reference.GetSyntax()) != scope.Function)
        {
            return false;
        }

        return IsDeclaredByUsing(source)
            || SyntaxQueries.Uses(source.Name, scope.Function).Exists(use =>
                use.Parent is UsingStatementSyntax
                || use.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Dispose", Parent: InvocationExpressionSyntax });
    }

    /// <summary>
    /// What ends a wait on an object that a private scope was given: nothing, where each of its callers in the type gives
    /// an object that nothing ends. What others give can't be seen, so a scope that is open to them is judged by itself.
    /// </summary>
    private Governor OfCallers(IParameterSymbol parameter, Wait wait)
    {
        if (parameter.ContainingSymbol is not IMethodSymbol { MethodKind: MethodKind.Ordinary or MethodKind.LocalFunction } method
            || method.MethodKind == MethodKind.Ordinary && method.DeclaredAccessibility != Accessibility.Private)
        {
            return Governor.Nothing;
        }

        int callers = 0;
        var resolver = new ObjectResolver(model);
        foreach (SyntaxReference reference in method.ContainingType.DeclaringSyntaxReferences)
        {
            foreach (IdentifierNameSyntax use in SyntaxQueries.Uses(method.Name, reference.GetSyntax()))
            {
                SyntaxNode called = use.Parent is MemberAccessExpressionSyntax access && access.Name == use ? access : use;
                if (called.Parent is not InvocationExpressionSyntax invocation)
                {
                    continue;
                }

                if (++callers > MostCallers || !IsEndedByNobody(invocation, parameter, resolver, wait))
                {
                    return Governor.Unknown;
                }
            }
        }

        return Governor.Nothing;
    }

    private bool IsEndedByNobody(InvocationExpressionSyntax call, IParameterSymbol parameter, ObjectResolver resolver, Wait wait)
    {
        if (model.OperationAt(call) is not IInvocationOperation invocation
            || !KnownSymbols.Same(invocation.TargetMethod.OriginalDefinition, parameter.ContainingSymbol))
        {
            return true;
        }

        if (invocation.ArgumentAt(parameter.Ordinal) is not { ArgumentKind: ArgumentKind.Explicit } argument)
        {
            return false;
        }

        WaitedObject given = resolver.Resolve(argument.Value);
        return !given.IsUnknown
            && (given.Root is IParameterSymbol || OfEnds(given, wait.Operation.Resource, wait) == Governor.Nothing);
    }
}
