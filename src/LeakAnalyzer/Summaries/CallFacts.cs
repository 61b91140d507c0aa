using System.Collections.Concurrent;
using System.Collections.Immutable;
using LeakAnalyzer.Facts;
using LeakAnalyzer.Facts.Catalogue;
using LeakAnalyzer.Options;
using LeakAnalyzer.Symbols;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Summaries;

/// <summary>Tells what a call does, according to the catalogue, the user's options, or the bodies of source methods.</summary>
internal sealed class CallFacts(CodeModel code, MethodBodies bodies, ThreadLocal<Composition> composition) : ICallFacts
{
    private const int MostDepthOfThrows = 3;

    private static readonly MemberFacts s_usersWait = new(ImmutableArray.Create(new Fact(FactKind.Waits, Operand.Receiver), new Fact(FactKind.Reads, Operand.Receiver)));
    private static readonly MemberFacts s_usersEnd = new(ImmutableArray.Create(new Fact(FactKind.Ends, Operand.Receiver), new Fact(FactKind.Disposes, Operand.Receiver)));
    private static readonly MemberFacts s_usersOther = new(ImmutableArray.Create(new Fact(FactKind.Reads, Operand.Receiver)));

    private readonly EffectSummaries _effects = new(code, bodies, composition);
    private readonly ResultSummaries _results = new(code, bodies, composition);
    private readonly ConcurrentDictionary<(IMethodSymbol, int), bool> _throws = new();

    public MemberFacts? Of(IInvocationOperation call) => Of(call.TargetMethod, call.Instance?.Type, call.Syntax.SyntaxTree);

    public MemberFacts? Of(IPropertyReferenceOperation property) => Of(property.Property, property.Instance?.Type, property.Syntax.SyntaxTree);

    public Effects OnReceiver(IInvocationOperation call, ImmutableArray<ISymbol> path) =>
        ExtensionBlocks.ReceiverOf(call.TargetMethod) is { } receiver ? OnReceiverOfExtension(call, receiver, path)
        : path.IsEmpty ? Effects.Unknown
        : EffectsOf(bodies.TargetsOf(call), _ => new AccessPath(path[0], path.RemoveAt(0)));

    public Effects OnReceiver(IPropertyReferenceOperation property, ImmutableArray<ISymbol> path)
    {
        IMethodSymbol? accessor = property.Parent is IAssignmentOperation assignment && assignment.Target == property
            ? assignment is ISimpleAssignmentOperation ? property.Property.SetMethod : null // others also read the property
            : property.Property.GetMethod;
        return accessor is not null && ExtensionBlocks.ReceiverOf(accessor) is { } receiver && bodies.TargetOf(accessor, isVirtualCall: false) is { } target
            ? _effects.Of(target, new AccessPath(receiver, path))
            : Effects.Unknown;
    }

    private Effects OnReceiverOfExtension(IInvocationOperation call, IParameterSymbol receiver, ImmutableArray<ISymbol> path)
    {
        ImmutableArray<IMethodSymbol> targets = bodies.TargetsOf(call);
        return path.IsEmpty && !targets.Any(IsOfCompilation) && TellingNames.SoundsLikeDisposal(receiver, call.TargetMethod)
            ? Effects.Certain(Effect.Disposes)
            : EffectsOf(targets, _ => new AccessPath(receiver, path));
    }

    public Effects OnArgument(IArgumentOperation argument, ImmutableArray<ISymbol> path)
    {
        if (argument is not { Parameter: { RefKind: RefKind.None or RefKind.In, IsParams: false } parameter, ArgumentKind: ArgumentKind.Explicit })
        {
            return Effects.Unknown;
        }

        ImmutableArray<IMethodSymbol> targets = argument.Parent switch
        {
            IInvocationOperation call => bodies.TargetsOf(call),
            IObjectCreationOperation { Constructor: { } constructor } => ImmutableArray.Create(constructor.OriginalDefinition),
            _ => ImmutableArray<IMethodSymbol>.Empty,
        };
        return path.IsEmpty && !targets.Any(IsOfCompilation) && TellingNames.SoundsLikeDisposal(parameter)
            ? Effects.Certain(Effect.Disposes)
            : EffectsOf(targets, target => ParameterOf(target, argument, parameter) is { } own ? new AccessPath(own, path) : null);
    }

    public ResultKind ResultOf(IInvocationOperation call) =>
        bodies.TargetOf(call) is { } target && IsOfCompilation(target) ? _results.Of(target)
        : LinksTokens(call.TargetMethod.ReducedFrom ?? call.TargetMethod) ? ResultKind.FreshLinkedSource
        : ResultKind.Unknown;

    public (IOperation Creation, bool IsBounded)? CreationBehind(IInvocationOperation call) => bodies.TargetOf(call) is { } target ? _results.CreationIn(target) : null;

    public IOperation? TaskBehind(IInvocationOperation call)
    {
        if (Of(call) is { } facts)
        {
            return facts is { Result: ResultKind.TaskOf, ResultOf: Operand.Receiver } ? call.Receiver() : null;
        }

        return bodies.TargetOf(call) is { } target && _results.TaskBehind(target) is { } parameter ? call.ValueFor(parameter) : null;
    }

    public bool MayThrow(IInvocationOperation call) => MayThrow(call, MostDepthOfThrows);

    /// <summary>Gets the parameter by which the body of a called method refers to an argument; null if there is none.</summary>
    private static IParameterSymbol? ParameterOf(IMethodSymbol target, IArgumentOperation argument, IParameterSymbol parameter)
    {
        int ordinal = parameter.Ordinal;
        if (argument.Parent is IInvocationOperation { Instance: null } && ExtensionBlocks.ReceiverOf(target) is { } receiver)
        {
            if (ordinal == 0)
            {
                return receiver; // the call is of the static method that the compiler makes of an extension block's member
            }

            ordinal--;
        }

        return ordinal < target.Parameters.Length ? target.Parameters[ordinal] : null;
    }

    /// <summary>Combines the effects of the methods that a call can run. An empty list means that these methods aren't known.</summary>
    private Effects EffectsOf(ImmutableArray<IMethodSymbol> targets, Func<IMethodSymbol, AccessPath?> pathIn)
    {
        Effects? all = null;
        foreach (IMethodSymbol target in targets)
        {
            Effects effects = pathIn(target) is { } path ? _effects.Of(target, path) : Effects.Unknown;
            all = all?.Or(effects) ?? effects;
        }

        return all ?? Effects.Unknown;
    }

    private bool IsOfCompilation(IMethodSymbol method) => KnownSymbols.Same(method.ContainingAssembly, code.Symbols.Compilation.Assembly);

    /// <summary>Whether a static or extension method seems to create a linked <c>CancellationTokenSource</c>, such as <c>token.LinkTo(other)</c>.</summary>
    private bool LinksTokens(IMethodSymbol method) =>
        code.Symbols.IsCancellationTokenSource(method.ReturnType)
        && code.Symbols.IsCancellationToken((method.IsStatic ? method.Parameters.FirstOrDefault() : ExtensionBlocks.ReceiverOf(method))?.Type)
        && method.Parameters.All(parameter => code.Symbols.IsCancellationToken(parameter.Type) || code.Symbols.IsTime(parameter.Type))
        && TellingNames.SoundsLikeLink(method);

    private MemberFacts? Of(ISymbol member, ITypeSymbol? receiver, SyntaxTree tree)
    {
        if (code.Catalogue.Find(member, receiver) is { } known)
        {
            return known;
        }

        SymbolList waits = code.Options.For(tree).OpenEndedWaits;
        return waits.IsEmpty ? null : OfUser(member, waits);
    }

    private bool MayThrow(IInvocationOperation call, int depth) =>
        SafeCalls.IncludeOperator(call.TargetMethod, out bool isLazy)
            ? !isLazy && EnumeratingMayThrow(call.Arguments[0].Value, depth)
            : MayThrow(call.TargetMethod, call.IsVirtual, depth);

    /// <summary>Whether the enumeration of a sequence may throw, for example in the predicate of <c>Where</c>.</summary>
    private bool EnumeratingMayThrow(IOperation sequence, int depth)
    {
        sequence = sequence.Unwrap();
        if (sequence is not IInvocationOperation call || !SafeCalls.IncludeOperator(call.TargetMethod, out _))
        {
            return sequence is IInvocationOperation || sequence.Type?.TypeKind is null or TypeKind.Interface;
        }

        foreach (IArgumentOperation argument in call.Arguments)
        {
            if (argument.Value.Unwrap() is IDelegateCreationOperation { Target: var target } ? RunningMayThrow(target, depth)
                : argument.Parameter?.Type.TypeKind == TypeKind.Delegate || argument.Parameter?.Ordinal == 0 && argument.Value.Type?.SpecialType != SpecialType.System_Int32 && EnumeratingMayThrow(argument.Value, depth))
            {
                return true;
            }
        }

        return false;
    }

    private bool RunningMayThrow(IOperation function, int depth) => code.OperationAt(function.Syntax) switch // a lambda's operation in a control flow graph has no body, so its operation is read from the syntax
    {
        IAnonymousFunctionOperation { Symbol.IsAsync: var isAsync, Body: var body } => !isAsync && body.DescendantsAndSelf().Any(operation => MayThrowIn(operation, depth)),
        IMethodReferenceOperation { Method: var method, IsVirtual: var isVirtual } => MayThrow(method, isVirtual, depth),
        _ => true,
    };

    private static MemberFacts? OfUser(ISymbol member, SymbolList waits) =>
        waits.Contains(member) ? s_usersWait
        : !waits.Symbols.Any(wait => KnownSymbols.Same(wait.ContainingType, member.ContainingType?.OriginalDefinition)) ? null
        : EndingNames.Include(member.Name) ? s_usersEnd
        : s_usersOther;

    /// <summary>Whether an exception may leave a method. No exception leaves an async method, because its task holds the exception.</summary>
    private bool MayThrow(IMethodSymbol method, bool isVirtualCall, int depth)
    {
        if (method.IsAsync)
        {
            return false;
        }

        if (bodies.TargetOf(method, isVirtualCall) is not { } target)
        {
            return code.Catalogue.Find(method) is { MayThrow: { } told } ? told : !SafeCalls.Include(method);
        }

        if (target.IsAsync)
        {
            return false;
        }

        if (depth == 0)
        {
            return true;
        }

        if (!_throws.TryGetValue((target, depth), out bool mayThrow))
        {
            mayThrow = bodies.OfMethod(target) is not { } work || work.Body.DescendantsAndSelf().Any(operation => MayThrowIn(operation, depth - 1));
            _throws.TryAdd((target, depth), mayThrow);
        }

        return mayThrow;
    }

    private bool MayThrowIn(IOperation operation, int depth) => operation switch
    {
        IThrowOperation => true,
        IInvocationOperation call => MayThrow(call, depth),
        IAnonymousFunctionOperation or ILocalFunctionOperation => true,
        _ => Throwing.MayThrow(operation, code),
    };
}
