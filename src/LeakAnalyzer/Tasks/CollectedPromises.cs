using System.Collections.Immutable;
using LeakAnalyzer.Facts;
using LeakAnalyzer.Summaries;
using LeakAnalyzer.Symbols;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Tasks;

/// <summary>
/// Finds the promises (<c>TaskCompletionSource</c>s) that a type puts into a collection in a member, and the places where callers wait for them. They
/// may be in carriers: objects that hold a promise.
/// </summary>
internal sealed class CollectedPromises
{
    private const int MostSteps = 3;

    private readonly LeakModel _model;
    private readonly HashSet<ILocalSymbol> _origins = new(SymbolEqualityComparer.Default);
    private readonly HashSet<ISymbol> _carried = new(SymbolEqualityComparer.Default);

    private CollectedPromises(LeakModel model) => _model = model;

    /// <summary>The places that return the task of such a promise to a caller, or await it for a caller without a time limit or token.</summary>
    public List<SyntaxNode> Waits { get; } = [];

    /// <summary>The members of the carriers that hold the promises; empty if the collection contains the promises themselves.</summary>
    public IReadOnlyCollection<ISymbol> Carried => _carried;

    /// <summary>Whether some use of the collection does more than put elements into it.</summary>
    public bool IsRead { get; private set; }

    /// <summary>Whether a type is a collection of promises, or of objects that hold a promise.</summary>
    public static bool IsHeldBy(ITypeSymbol type, LeakModel model)
    {
        if (type is not INamedTypeSymbol { Arity: > 0 } named || !Containers.IsContainer(type, model))
        {
            return false;
        }

        foreach (ITypeSymbol element in named.TypeArguments)
        {
            if (model.Symbols.IsPromise(element) || PromiseCarriers.PromiseOf(element, model) is not null || IsHeldBy(element, model))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Finds the promises in the collection that a member holds.</summary>
    public static CollectedPromises Of(ISymbol member, LeakModel model)
    {
        var promises = new CollectedPromises(model);
        foreach (SimpleNameSyntax use in model.Uses.Of(member))
        {
            if (model.OperationAt(SyntaxQueries.Qualified(use))?.Outermost() is { } collection)
            {
                promises.IsRead |= !promises.ReadPuts(collection, MostSteps);
            }
        }

        var confinement = new PromiseConfinement(model);
        foreach (ILocalSymbol origin in promises._origins)
        {
            if (confinement.Stays(origin, MostSteps))
            {
                promises.AddWaits(origin);
            }
        }

        return promises;
    }

    /// <summary>Whether no use of the member passes the collection itself on.</summary>
    public static bool IsConfined(ISymbol member, LeakModel model)
    {
        foreach (SimpleNameSyntax use in model.Uses.Of(member))
        {
            IOperation? collection = SyntaxQueries.IsWritten(use, out _) ? null : model.OperationAt(SyntaxQueries.Qualified(use))?.Outermost();
            bool isInPlace = collection is null || collection.Parent switch
            {
                IInvocationOperation { Instance: var receiver } => receiver == collection,
                IMemberReferenceOperation { Instance: var receiver } => receiver == collection,
                IArgumentOperation { Parent: IInvocationOperation { TargetMethod.DeclaringSyntaxReferences.IsEmpty: true } call } => call.Receiver()?.Unwrap() == collection.Unwrap(),
                IForEachLoopOperation or ILockOperation or IBinaryOperation or IIsPatternOperation or IConditionalAccessOperation => true,
                _ => false,
            };
            if (!isInPlace)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Finds the promises that a use of a collection puts into it.</summary>
    /// <returns>Whether the use only puts something into the collection.</returns>
    private bool ReadPuts(IOperation collection, int steps)
    {
        switch (collection.Parent)
        {
            case IInvocationOperation call when call.Instance == collection:
                bool isPut = false;
                foreach (IArgumentOperation argument in call.Arguments)
                {
                    isPut |= argument.Parameter?.RefKind == RefKind.None && AddOrigin(argument.Value, MostSteps);
                }

                if (IsGivenNew(call))
                {
                    AddMade(call);
                }

                isPut |= ReadTaken(collection, call, steps);
                return isPut && !_model.Symbols.IsPromise(call.Type); // a call that also returns the promise, such as 'GetOrAdd', reads the collection too

            case IPropertyReferenceOperation { Parent: ISimpleAssignmentOperation { Value: var value } assignment } element when element.Instance == collection && assignment.Target == element:
                return AddOrigin(value, MostSteps);

            case IPropertyReferenceOperation element when element.Instance == collection:
                return ReadTaken(collection, element, steps);

            default:
                return false;
        }
    }

    /// <summary>Finds what is put into an inner collection, as in <c>_pending[key].Add(promise)</c>.</summary>
    /// <returns>Whether something is put into the inner collection.</returns>
    private bool ReadTaken(IOperation collection, IOperation taken, int steps)
    {
        bool isPut = false;
        if (steps == 0)
        {
            return isPut;
        }

        if (Containers.IsContainer(taken.Type, _model))
        {
            isPut |= taken.Outermost().Parent is IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var local } }
                ? ReadPuts(local, steps)
                : ReadPuts(taken.Outermost(), steps - 1);
        }

        foreach (ILocalSymbol local in Containers.TakenFrom(collection, _model)?.Locals ?? ImmutableArray<ILocalSymbol>.Empty)
        {
            isPut |= Containers.IsContainer(local.Type, _model) && ReadPuts(local, steps);
        }

        return isPut;
    }

    private bool ReadPuts(ILocalSymbol collection, int steps)
    {
        bool isPut = false;
        foreach (SimpleNameSyntax use in _model.Uses.Of(collection))
        {
            isPut |= _model.OperationAt(use)?.Outermost() is { } read && ReadPuts(read, steps - 1);
        }

        return isPut;
    }

    /// <summary>Finds the locals from which a promise in the given value comes.</summary>
    /// <returns>Whether the value is a promise, or an object that holds one.</returns>
    private bool AddOrigin(IOperation value, int steps)
    {
        value = value.Unwrap();
        ISymbol? carried = PromiseCarriers.PromiseOf(value.Type, _model);
        if (carried is null && !_model.Symbols.IsPromise(value.Type) || steps == 0)
        {
            return false;
        }

        if (carried is not null)
        {
            _carried.Add(carried);
        }

        switch (value)
        {
            case ILocalReferenceOperation { Local: var local } when _model.Values.Of(local) is { Count: > 0 } values:
                if (_model.Values.HoldsOnlyNew(local))
                {
                    _origins.Add(local);
                }

                foreach (ExpressionSyntax given in carried is null ? [] : values)
                {
                    if (_model.OperationAt(given) is { } creation)
                    {
                        AddParts(creation.Unwrap(), steps - 1);
                    }
                }

                break;

            case IParameterReferenceOperation { Parameter: var parameter } when _model.FunctionWith(parameter, value.Syntax) is { MethodKind: MethodKind.Ordinary } method && PrivateCalls.AreAll(method):
                foreach (IInvocationOperation? call in PrivateCalls.Of(method, _model))
                {
                    if (call?.ValueFor(parameter) is { } passed)
                    {
                        AddOrigin(passed, steps - 1);
                    }
                }

                break;

            default:
                AddParts(value, steps);
                break;
        }

        return true;
    }

    private void AddParts(IOperation creation, int steps)
    {
        IEnumerable<IOperation> parts = creation switch
        {
            ITupleOperation { Elements: var elements } => elements,
            IObjectCreationOperation { Arguments: var arguments, Initializer: var initializer } =>
                arguments.Select(argument => argument.Value).Concat(initializer?.Initializers.OfType<ISimpleAssignmentOperation>().Select(member => member.Value) ?? []),
            _ => [],
        };
        foreach (IOperation part in parts)
        {
            AddOrigin(part, steps);
        }
    }

    /// <summary>
    /// Whether a call is like <c>GetOrAdd</c>: it returns the promise of a key, or the object with the promise, and adds a new one if there is none.
    /// </summary>
    private bool IsGivenNew(IInvocationOperation call) =>
        _model.Symbols.IsPromise(call.Type)
            ? call.Arguments.Any(argument => argument.Value.Unwrap() is var value
                && (value is IDelegateCreationOperation { Type: INamedTypeSymbol { DelegateInvokeMethod.ReturnType: var made } } && _model.Symbols.IsPromise(made)
                    || value.Syntax is ExpressionSyntax creation && _model.Symbols.IsPromise(value.Type) && _model.Values.IsNew(creation)))
            : PromiseCarriers.PromiseOf(call.Type, _model) is not null && call.Arguments.Any(argument => MakesCarrier(argument.Value.Unwrap(), call.Type!));

    /// <summary>Whether a value is a new object that creates its promise itself, or a lambda that returns one.</summary>
    private static bool MakesCarrier(IOperation value, ITypeSymbol carrier) => value switch
    {
        IObjectCreationOperation { Arguments.IsEmpty: true, Initializer: null, Type: var type } => KnownSymbols.Same(type, carrier),
        IDelegateCreationOperation { Target: IAnonymousFunctionOperation { Body.Operations: [IReturnOperation { ReturnedValue: { } returned }] } } => MakesCarrier(returned.Unwrap(), carrier),
        _ => false,
    };

    /// <summary>
    /// Adds the result of a call such as <c>GetOrAdd</c>: the local that holds it, or the wait around it, as in <c>await _pending.GetOrAdd(key,
    /// Create).Task</c>.
    /// </summary>
    private void AddMade(IInvocationOperation call)
    {
        IOperation made = call.Outermost();
        ISymbol? carried = PromiseCarriers.PromiseOf(call.Type, _model);
        if (carried is not null)
        {
            _carried.Add(carried);
        }

        if (made.Parent is IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var local } })
        {
            _origins.Add(local);
        }
        else if (carried is not null)
        {
            AddWaitThrough(made, carried);
        }
        else if (CallersWaits.At(made, _model) is { } wait)
        {
            Waits.Add(wait);
        }
    }

    private void AddWaits(ILocalSymbol origin)
    {
        if (_model.Symbols.IsPromise(origin.Type))
        {
            Waits.AddRange(CallersWaits.Of(origin, _model));
            return;
        }

        ISymbol promise = PromiseCarriers.PromiseOf(origin.Type, _model)!;
        foreach (SimpleNameSyntax use in _model.Uses.Of(origin))
        {
            AddWaitThrough(_model.OperationAt(use)?.Outermost(), promise);
        }
    }

    /// <summary>Adds the wait for the promise of an object, as in <c>await request.Task</c>.</summary>
    private void AddWaitThrough(IOperation? carrier, ISymbol promise)
    {
        if (carrier?.Parent is not IMemberReferenceOperation { Member: var member } part || part.Instance != carrier)
        {
            return;
        }

        IOperation? task = PromiseCarriers.IsTask(member, promise, _model) ? part
            : KnownSymbols.Same(member.OriginalDefinition, promise.OriginalDefinition) ? part.Outermost().Parent
            : null;
        if (task is not null && CallersWaits.IsWait(task, _model))
        {
            Waits.Add(task.Syntax);
        }
    }
}
