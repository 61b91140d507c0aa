using LeakAnalyzer.Catalog;
using LeakAnalyzer.Options;
using LeakAnalyzer.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Model;

/// <summary>Finds the operations that are begun for a race: inline in it, or in a local that is raced.</summary>
internal sealed class RaceFinder
{
    private readonly LeakModel _model;
    private readonly LeakOptions _options;
    private readonly WaitFactory _factory;

    /// <summary>Makes the finder of a function.</summary>
    /// <param name="model">The compilation's model.</param>
    /// <param name="node">A node of the function.</param>
    public RaceFinder(LeakModel model, SyntaxNode node)
    {
        _model = model;
        _options = model.Options.For(node.SyntaxTree);
        _factory = new WaitFactory(model, _options, SyntaxQueries.EnclosingFunction(node));
    }

    /// <summary>Whether a local of a type may be given a task by a value, or an array or list of them that the value makes.</summary>
    public static bool MayHold(ITypeSymbol? type, IOperation value, KnownSymbols symbols) => symbols.IsTask(type) || IsCollection(value) && type switch
    {
        IArrayTypeSymbol { ElementType: var element } => symbols.IsTask(element),
        INamedTypeSymbol { Arity: 1, TypeArguments: [var element] } => symbols.IsTask(element),
        _ => false,
    };

    /// <summary>The cheapest question, asked of each task that a local is given: may the value begin something that can be raced?</summary>
    public static bool MayBegin(IOperation value, LeakModel model) =>
        Race.Strip(value, model.Symbols) switch
        {
            IInvocationOperation { TargetMethod.Name: var name } call =>
                name == "Delay" || model.Catalog.HasOperationNamed(name) || !model.Options.For(call.Syntax.SyntaxTree).OpenEndedWaits.IsEmpty,
            _ => IsCollection(value),
        };

    private static bool IsCollection(IOperation value) =>
        value.Unwrap() is IArrayCreationOperation or IObjectCreationOperation { Initializer: not null } || value.Syntax is CollectionExpressionSyntax;

    /// <summary>The operations that are begun in a race itself.</summary>
    public IEnumerable<RacedOperation> InlineIn(IInvocationOperation call)
    {
        if (Race.Of(call, _model.Symbols) is not { } race)
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

    /// <summary>The operation whose task a local is given, if the local is raced in its function; also one of several in an array.</summary>
    /// <param name="local">The local.</param>
    /// <param name="value">What it is given.</param>
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

    /// <summary>The cheap question: may this task be one that is begun for a race?</summary>
    private bool IsCandidate(IOperation task) =>
        Race.Strip(task, _model.Symbols) is IInvocationOperation { TargetMethod: var method }
        && (IsDelay(method) || _model.Catalog.Find(method.OriginalDefinition, _options) is not null);

    private RacedOperation? Begun(IOperation operand, ILocalSymbol? local, Race race)
    {
        if (Race.Strip(operand, _model.Symbols) is not IInvocationOperation call)
        {
            return null;
        }

        TokenOrigin token = _factory.TokenOf(call) ?? TokenOrigin.Nothing;
        if (_model.Catalog.Find(call.TargetMethod.OriginalDefinition, _options) is { TellsState: false } operation
            && _factory.OfCall(call, operation, extraToken: null) is { } wait)
        {
            return new RacedOperation(call, wait, token, local, race);
        }

        return IsDelay(call.TargetMethod) && race.Kind == RaceKind.FirstOf && call.ArgumentAt(0) is { } time && !Operations.IsInfiniteTime(time.Value, _model.Symbols)
            ? new RacedOperation(call, Wait: null, token, local, race)
            : null;
    }

    private bool IsDelay(IMethodSymbol method) =>
        method is { Name: "Delay", IsStatic: true } && KnownSymbols.Same(method.ContainingType, _model.Symbols.Task);

    /// <summary>The races in which a local, or an array or list of tasks that it holds, is an operand.</summary>
    private List<Race> RacesOf(ILocalSymbol local, SyntaxNode value)
    {
        var races = new List<Race>();
        SyntaxNode function = SyntaxQueries.EnclosingFunction(value);
        foreach (IdentifierNameSyntax use in SyntaxQueries.Uses(local.Name, function))
        {
            if (SyntaxQueries.EnclosingFunction(use) == function
                && RaceAround(use) is { } call
                && _model.OperationAt(call) is IInvocationOperation invocation
                && Race.Of(invocation, _model.Symbols) is { } race)
            {
                races.Add(race);
            }
        }

        return races;
    }

    /// <summary>
    /// The call that a use may be an operand of: an argument, an element of an array or list that is raced, or the receiver of <c>WaitAsync</c>.
    /// </summary>
    public static InvocationExpressionSyntax? RaceAround(SyntaxNode use)
    {
        SyntaxNode node = SyntaxQueries.WithoutParentheses(use);
        while (node.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "AsTask", Parent: InvocationExpressionSyntax converted } access
            && access.Expression == node)
        {
            node = SyntaxQueries.WithoutParentheses(converted);
        }

        SyntaxNode? collection = node.Parent switch
        {
            InitializerExpressionSyntax { Parent: EqualsValueClauseSyntax } elements => elements,
            InitializerExpressionSyntax { Parent: ArrayCreationExpressionSyntax or ImplicitArrayCreationExpressionSyntax or BaseObjectCreationExpressionSyntax } elements => elements.Parent,
            ExpressionElementSyntax { Parent: CollectionExpressionSyntax elements } => elements,
            _ => null,
        };
        return collection?.Parent is EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax holder }
            ? OnlyRaceOf(holder)
            : RaceAtOnce(collection ?? node);
    }

    private static InvocationExpressionSyntax? RaceAtOnce(SyntaxNode node) => node.Parent switch
    {
        ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call } when NameOf(call) is "WhenAny" or "WaitAny" => call,
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: "WaitAsync", Parent: InvocationExpressionSyntax call } access when access.Expression == node => call,
        _ => null,
    };

    /// <summary>The race of an array or list of tasks that a local holds; null where anything else is done with it.</summary>
    private static InvocationExpressionSyntax? OnlyRaceOf(VariableDeclaratorSyntax holder) =>
        SyntaxQueries.Uses(holder.Identifier.ValueText, SyntaxQueries.EnclosingFunction(holder)) is [var use]
            ? RaceAtOnce(SyntaxQueries.WithoutParentheses(use))
            : null;

    private static string? NameOf(InvocationExpressionSyntax call) => call.Expression switch
    {
        MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
        SimpleNameSyntax name => name.Identifier.ValueText,
        _ => null,
    };
}
