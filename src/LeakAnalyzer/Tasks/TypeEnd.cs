using LeakAnalyzer.Facts;
using LeakAnalyzer.Summaries;
using LeakAnalyzer.Symbols;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Tasks;

/// <summary>Whether a type's disposal or stop reaches a place in the code.</summary>
internal enum Reach
{
    /// <summary>It doesn't, or only after it has waited for the task in question.</summary>
    No,

    /// <summary>It may: the place is in a callback or in another task, or follows a wait that the disposal or stop ends.</summary>
    Unknown,

    /// <summary>It does.</summary>
    Yes,
}

/// <summary>
/// What a type does when it is disposed or stopped, by members such as <c>Dispose</c>, <c>Close</c> and <c>StopAsync</c>. Code after a wait for the
/// task comes too late to end it.
/// </summary>
internal sealed class TypeEnd
{
    private const int MostMethods = 200;

    private readonly LeakModel _model;
    private readonly INamedTypeSymbol _owner;
    private readonly Dictionary<SyntaxNode, Work> _reached = [];
    private readonly Queue<Work> _pending = new();
    private readonly HashSet<ISymbol> _asked = new(SymbolEqualityComparer.Default);
    private readonly TaskJoins? _joins;
    private readonly EndedWork _endedWork;
    private readonly bool _isOfHeir;
    private bool _isHandedOn;

    private TypeEnd(INamedTypeSymbol owner, ISymbol? keeper, bool isOfHeir, LeakModel model)
    {
        _model = model;
        _isOfHeir = isOfHeir;
        _owner = owner;
        _endedWork = new EndedWork(model, ReachOf);
        _joins = keeper is null ? null : new TaskJoins(keeper, call => TargetOf(call.TargetMethod, call.Instance, call.IsVirtual), model);
    }

    /// <summary>The method of the disposal or stop that waits for the task; null if there is none.</summary>
    public IMethodSymbol? Joiner { get; private set; }

    /// <summary>Whether each wait for the task gives up after a time or when a token is cancelled.</summary>
    public bool JoinGivesUp { get; private set; }

    /// <summary>Reads what a type does when it is disposed or stopped.</summary>
    /// <param name="owner">The type.</param>
    /// <param name="keeper">The member that holds the task in question; null if no member does.</param>
    /// <param name="model">The compilation's model.</param>
    /// <param name="isOfHeir">Whether a base type of the owner starts the task. Other types derived from that base type then don't count: they work on
    /// their own objects.</param>
    public static TypeEnd Of(INamedTypeSymbol owner, ISymbol? keeper, LeakModel model, bool isOfHeir = false)
    {
        var end = new TypeEnd(owner.OriginalDefinition, keeper?.OriginalDefinition, isOfHeir, model);
        var overridden = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        for (INamedTypeSymbol? type = end._owner; type is not null; type = type.BaseType?.OriginalDefinition)
        {
            foreach (ISymbol member in type.GetMembers())
            {
                if (member is IMethodSymbol method && IsEnd(method))
                {
                    if (!overridden.Contains(method))
                    {
                        end.Enter(method);
                    }

                    if (method.OverriddenMethod is { OriginalDefinition: var replaced })
                    {
                        overridden.Add(replaced); // it runs only where the override calls it
                    }
                }
            }
        }

        while (end._pending.Count > 0)
        {
            end.Read(end._pending.Dequeue());
        }

        return end;
    }

    /// <summary>
    /// Whether a method's name sounds like the end of its object, as <c>Dispose</c>, <c>StopAsync</c> or <c>Close</c>, and other code can call it.
    /// </summary>
    public static bool IsEnd(IMethodSymbol method) =>
        method is { IsStatic: false, MethodKind: MethodKind.Ordinary or MethodKind.ExplicitInterfaceImplementation or MethodKind.PropertySet }
        && (method.DeclaredAccessibility != Accessibility.Private || method.MethodKind == MethodKind.ExplicitInterfaceImplementation)
        && EndingNames.SoundLikeEnd(method.AssociatedSymbol?.Name ?? method.Name);

    /// <summary>Gets whether the type's disposal or stop reaches a node.</summary>
    public Reach ReachOf(SyntaxNode node)
    {
        for (SyntaxNode? around = node.Parent; around is not null; around = around.Parent)
        {
            if (_reached.TryGetValue(around, out Work? work))
            {
                return _joins?.ComeBefore(node, work) == true ? Reach.No : Reach.Yes;
            }
        }

        Reach reach = ReachOfFunction(SyntaxQueries.EnclosingFunction(node), node);
        _asked.Clear();
        return reach == Reach.No && _endedWork.Contains(node) ? Reach.Unknown : reach;
    }

    private Reach ReachOfFunction(SyntaxNode function, SyntaxNode node) =>
        ReachOfCallers(function, node) is var reach && reach == Reach.Unknown && _endedWork.IsBehindOpenWait(node) ? Reach.No : reach;

    private Reach ReachOfCallers(SyntaxNode function, SyntaxNode node)
    {
        if (function is AnonymousFunctionExpressionSyntax)
        {
            return IsOfStoppedTimer(function) ? Reach.No : Reach.Unknown; // it isn't known whether and when any other lambda is called
        }

        if (function is ConstructorDeclarationSyntax || _model.SemanticModelOf(function.SyntaxTree)?.GetDeclaredSymbol(function) is not IMethodSymbol method)
        {
            return Reach.No;
        }

        if (method.AssociatedSymbol is { DeclaredAccessibility: Accessibility.Private } property)
        {
            return ReachOfUses(property, node);
        }

        if (VisibleWorld.IsOfTypeOnly(method))
        {
            return ReachOfUses(method, node);
        }

        return _isOfHeir && IsOfSibling(method.ContainingType) ? Reach.No
            : method.OverriddenMethod is not null || _isHandedOn ? Reach.Unknown
            : KnownSymbols.IsOrDerivesFrom(_owner, method.ContainingType) ? Reach.No
            : Reach.Unknown;
    }

    private Reach ReachOfUses(ISymbol member, SyntaxNode node)
    {
        Reach most = Reach.No;
        if (!_asked.Add(member))
        {
            return most;
        }

        foreach (SimpleNameSyntax use in _model.Uses.Of(member))
        {
            if (IsOfStoppedTimer(SyntaxQueries.Qualified(use)))
            {
                continue;
            }

            bool isCalled = member is IPropertySymbol || SyntaxQueries.Qualified(use).Parent is InvocationExpressionSyntax;
            bool isStart = isCalled && SyntaxQueries.Qualified(use).Parent is InvocationExpressionSyntax invocation
                && _model.OperationAt(invocation) is IInvocationOperation call && _model.Symbols.IsTask(call.Type) && !TaskUses.IsAwaited(call, _model) && !TaskUses.IsReturned(call, _model);
            SyntaxNode function = SyntaxQueries.EnclosingFunction(use);
            Reach one = !isCalled || isStart ? Reach.Unknown
                : SyntaxQueries.Contains(function, node) ? Reach.No
                : ReachOfFunction(function, use);
            most = one > most ? one : most;
        }

        return most;
    }

    /// <summary>Whether a delegate is the callback of a timer that the type's disposal or stop disposes, so that it is no longer called.</summary>
    private bool IsOfStoppedTimer(SyntaxNode callback) =>
        callback.Parent is ArgumentSyntax { Parent.Parent: BaseObjectCreationExpressionSyntax creation }
        && _model.OperationAt(creation) is IObjectCreationOperation timer
        && _model.Symbols.CallbackTimer.Is(timer.Type)
        && KeeperOf(timer) is { } keeper
        && _model.World.IsClosed(keeper)
        && _model.Uses.Of(keeper).Any(use => _reached.ContainsKey(SyntaxQueries.EnclosingFunction(use)) && ClosedMembers.ClosesByName(use, _model));

    private static ISymbol? KeeperOf(IOperation value) => value.Outermost().Parent switch
    {
        ISimpleAssignmentOperation { Target: IMemberReferenceOperation target } when ObjectResolver.IsOwn(target) => target.Member.OriginalDefinition,
        IFieldInitializerOperation { InitializedFields: [var field] } => field.OriginalDefinition,
        _ => null,
    };

    /// <summary>Whether a type isn't the owner or its base type, but has a base type in source in common with the owner.</summary>
    private bool IsOfSibling(INamedTypeSymbol type)
    {
        if (KnownSymbols.IsOrDerivesFrom(_owner, type))
        {
            return false;
        }

        for (INamedTypeSymbol? current = type.BaseType; current is { DeclaringSyntaxReferences.IsEmpty: false }; current = current.BaseType)
        {
            if (KnownSymbols.IsOrDerivesFrom(_owner.BaseType, current))
            {
                return true;
            }
        }

        return false;
    }

    private void Enter(IMethodSymbol? method)
    {
        if (method is not null && _reached.Count < MostMethods && _model.Bodies.OfMethod(method.PartialImplementationPart ?? method) is { } work && !_reached.ContainsKey(work.Syntax))
        {
            _reached.Add(work.Syntax, work);
            _pending.Enqueue(work);
        }
    }

    /// <summary>Reads a reached method: what it calls is reached too, and it may join the task.</summary>
    private void Read(Work work)
    {
        foreach (IOperation operation in work.Body.DescendantsAndSelf())
        {
            switch (operation)
            {
                case IInvocationOperation call:
                    if (_joins?.ComeBefore(call.Syntax, work) != true)
                    {
                        Enter(TargetOf(call.TargetMethod, call.Instance, call.IsVirtual));
                    }

                    break;

                case IMethodReferenceOperation reference:
                    Enter(TargetOf(reference.Method, reference.Instance, reference.IsVirtual));
                    break;

                case IPropertyReferenceOperation { Property: { DeclaringSyntaxReferences.Length: > 0 } property }:
                    Enter(property.GetMethod?.OriginalDefinition);
                    Enter(property.SetMethod?.OriginalDefinition);
                    break;

                case IInstanceReferenceOperation { Parent: IArgumentOperation { Parent: not IInvocationOperation { TargetMethod.ContainingType.SpecialType: SpecialType.System_Object } } argument }:
                    _isHandedOn |= argument.Parent is IInvocationOperation given && _model.Bodies.TargetOf(given) is null && !IsFrameworks(given.TargetMethod);
                    break;

                case IMemberReferenceOperation or ILocalReferenceOperation when _joins?.IsJoin(operation) == true:
                    bool givesUp = _joins.GivesUp(operation);
                    JoinGivesUp = Joiner is null ? givesUp : JoinGivesUp && givesUp;
                    Joiner ??= work.Symbol;
                    break;
            }
        }
    }

    private static bool IsFrameworks(IMethodSymbol method) => KnownSymbols.IsOfFramework(method.ContainingType);

    /// <summary>Gets the method that a call runs, an override for a call on <c>this</c>; null if it can't be seen.</summary>
    private IMethodSymbol? TargetOf(IMethodSymbol method, IOperation? instance, bool isVirtual)
    {
        if (_model.Bodies.TargetOf(method, isVirtual) is { } target)
        {
            return target;
        }

        if (instance is not IInstanceReferenceOperation)
        {
            return null;
        }

        for (INamedTypeSymbol? type = _owner; type is not null; type = type.BaseType?.OriginalDefinition)
        {
            foreach (ISymbol member in type.GetMembers(method.Name))
            {
                for (IMethodSymbol? overridden = member as IMethodSymbol; overridden is not null; overridden = overridden.OverriddenMethod)
                {
                    if (KnownSymbols.Same(overridden.OriginalDefinition, method.OriginalDefinition))
                    {
                        return (IMethodSymbol)member;
                    }
                }
            }
        }

        return null;
    }
}
