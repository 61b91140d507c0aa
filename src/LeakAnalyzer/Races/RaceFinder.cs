using LeakAnalyzer.Facts;
using LeakAnalyzer.Facts.Catalogue;
using LeakAnalyzer.Options;
using LeakAnalyzer.Summaries;
using LeakAnalyzer.Symbols;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Races;

/// <summary>Finds the operations whose tasks take part in a race: in <c>Task.WhenAny</c>, or in <c>WaitAsync</c> with a timeout or token.</summary>
internal sealed class RaceFinder
{
    /// <summary>In milliseconds: a delay up to this time isn't reported when it loses a race.</summary>
    private const double LongestShortDelay = 5000;

    private readonly LeakModel _model;
    private readonly WaitFactory _factory;

    /// <summary>Creates a finder for the function that contains a node.</summary>
    /// <param name="model">The compilation's model.</param>
    /// <param name="node">A node of the function.</param>
    public RaceFinder(LeakModel model, SyntaxNode node)
    {
        _model = model;
        _factory = new WaitFactory(model, model.Options.For(node.SyntaxTree), SyntaxQueries.EnclosingFunction(node));
    }

    /// <summary>Whether a local's type is a task, or the value creates an array or list of tasks.</summary>
    public static bool MayHold(ITypeSymbol? type, IOperation value, KnownSymbols symbols) => symbols.IsTask(type) || IsCollection(value) && type switch
    {
        IArrayTypeSymbol { ElementType: var element } => symbols.IsTask(element),
        INamedTypeSymbol { Arity: 1, TypeArguments: [var element] } => symbols.IsTask(element),
        _ => false,
    };

    /// <summary>Whether a local's value may begin an operation that is raced. This is a cheap check.</summary>
    public static bool MayBegin(IOperation value, LeakModel model) =>
        SymbolUses.MayMention(SyntaxQueries.EnclosingFunction(value.Syntax), ApiCatalogue.RacingNames)
        && Race.Strip(value, model) switch
        {
            IInvocationOperation call => MayWait(call, model),
            _ => IsCollection(value),
        };

    /// <summary>Whether a call may begin a wait: by itself, in the work that it starts, or in the body of a method with source code.</summary>
    private static bool MayWait(IInvocationOperation call, LeakModel model) =>
        model.Calls.Of(call) is { } facts ? facts.Wait is not null || facts.Starts : OwnWaits.MayBe(call, model);

    private static bool IsCollection(IOperation value) =>
        value.Unwrap() is IArrayCreationOperation or IObjectCreationOperation { Initializer: not null } || Operations.IsCollectionExpression(value.Unwrap());

    /// <summary>
    /// Finds the operations that begin in the call of a race itself, as in <c>Task.WhenAny(reader.ReadAsync(), stop)</c>; none if the call isn't a
    /// race.
    /// </summary>
    public IEnumerable<RacedOperation> InlineIn(IInvocationOperation call)
    {
        if (Race.Of(call, _model) is not { } race)
        {
            yield break;
        }

        foreach (IOperation operand in race.Operands)
        {
            if (Begun(operand, local: null, race) is { } raced)
            {
                yield return raced;
            }
        }
    }

    /// <summary>Finds the operations that begin in a local's value, one task or an array or list of tasks, if the local is raced.</summary>
    /// <param name="local">The local.</param>
    /// <param name="value">The value that is assigned to the local.</param>
    public IEnumerable<RacedOperation> HeldBy(ILocalSymbol local, IOperation value)
    {
        bool isTask = _model.Symbols.IsTask(local.Type);
        List<Race>? races = null;
        foreach (IOperation element in isTask ? [value] : Operations.Elements(value))
        {
            if (!IsCandidate(element))
            {
                continue;
            }

            foreach (Race race in races ??= RacesOf(local, value.Syntax))
            {
                if (Begun(element, local, race) is { } raced)
                {
                    yield return raced;
                }
            }
        }
    }

    private bool IsCandidate(IOperation task) =>
        Race.Strip(task, _model) is IInvocationOperation call && MayWait(call, _model);

    private RacedOperation? Begun(IOperation operand, ILocalSymbol? local, Race race)
    {
        if (Race.Strip(operand, _model) is not IInvocationOperation call)
        {
            return null;
        }

        if (_model.Calls.Of(call) is not { Wait: { } operation })
        {
            return OwnWaits.Of(call, _model) is { } own
                ? new RacedOperation(call, own, own.For == WaitsFor.Signal && !OwnWaits.IsBlocking(own, _model) ? _factory.TokenOf(call) ?? TokenOrigin.Nothing : own.Token, local, race)
                : null;
        }

        TokenOrigin token = _factory.TokenOf(call) ?? TokenOrigin.Nothing;
        if (operation.For != WaitsFor.End && !OwnWaits.EndsWithOthers(call, _model)
            && _factory.OfCall(call, operation, extraToken: null) is { } wait)
        {
            return new RacedOperation(call, wait, token, local, race);
        }

        return operation.For == WaitsFor.Nothing && race.Kind == RaceKind.FirstOf && call.ArgumentAt(0) is { } time && !Operations.IsInfiniteTime(time.Value, _model)
            && Operations.KnownMilliseconds(time.Value, _model) is not <= LongestShortDelay
            ? new RacedOperation(call, Wait: null, token, local, race)
            : null;
    }

    private List<Race> RacesOf(ILocalSymbol local, SyntaxNode value)
    {
        var races = new List<Race>();
        SyntaxNode function = SyntaxQueries.EnclosingFunction(value);
        foreach (SimpleNameSyntax use in _model.Uses.In(function, local))
        {
            if (SyntaxQueries.EnclosingFunction(use) == function && RaceAround(use, _model) is { } race)
            {
                races.Add(race);
            }
        }

        return races;
    }

    /// <summary>Gets the race in which a use of a variable takes part; null if there is none.</summary>
    public static Race? RaceAround(SimpleNameSyntax use, LeakModel model)
    {
        if (model.OperationAt(use) is not { } read)
        {
            return null;
        }

        (IOperation? consumer, IOperation value) = ConsumerOf(read, model);
        return consumer switch
        {
            IInvocationOperation call => Race.Of(call, model),
            IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var holder } } when value != read.Outermost() && IsCollection(value) => OnlyRaceOf(holder, model),
            _ => null,
        };
    }

    /// <summary>Gets the operation that uses a task, and the value that it uses: the task itself, or the wrappers or list around it.</summary>
    private static (IOperation? Consumer, IOperation Value) ConsumerOf(IOperation task, LeakModel model)
    {
        IOperation value = task;
        while (true)
        {
            value = value.Outermost();
            switch (value.Parent)
            {
                case IInvocationOperation call when call.Instance == value:
                    if (model.Calls.Of(call) is { GivesUp: true } || model.Calls.TaskBehind(call) is null)
                    {
                        return (call, value);
                    }

                    value = call;
                    break;
                case IArrayInitializerOperation or IArrayCreationOperation or IObjectOrCollectionInitializerOperation:
                    value = value.Parent;
                    break;
                case { } elements when Operations.IsCollectionExpression(elements):
                    value = elements;
                    break;
                case IObjectCreationOperation { Initializer: { } initializer } list when initializer == value:
                    value = list;
                    break;
                case IArgumentOperation { Parent: IInvocationOperation { Parent: IObjectOrCollectionInitializerOperation elements } }:
                    value = elements;
                    break;
                case IArgumentOperation { Parent: IInvocationOperation call } argument when model.Calls.TaskBehind(call) == argument.Value:
                    value = call;
                    break;
                case IArgumentOperation { Parent: IInvocationOperation call }:
                    return (call, value);
                default:
                    return (value.Parent, value);
            }
        }
    }

    /// <summary>Gets the race of an array or list of tasks; null if it is used elsewhere too.</summary>
    private static Race? OnlyRaceOf(ILocalSymbol holder, LeakModel model) =>
        model.Uses.Of(holder) is [var use]
        && model.OperationAt(use)?.Outermost().Parent is IArgumentOperation { Parent: IInvocationOperation call }
            ? Race.Of(call, model)
            : null;
}
