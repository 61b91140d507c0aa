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

    /// <summary>Whether a local of a type may hold a task, or an array of them.</summary>
    public static bool MayHold(ITypeSymbol type, KnownSymbols symbols) =>
        symbols.IsTask(type) || type is IArrayTypeSymbol { ElementType: var element } && symbols.IsTask(element);

    /// <summary>Whether a value may begin something of the framework that can be raced: it is no call of this compilation.</summary>
    public static bool MayBegin(IOperation value, KnownSymbols symbols) =>
        Race.Strip(value, symbols) is IInvocationOperation { TargetMethod.DeclaringSyntaxReferences.IsEmpty: true } or IArrayCreationOperation
        || value.Syntax is CollectionExpressionSyntax;

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
        Race? race = null;
        foreach (IOperation element in isTask ? [value] : Operations.Elements(value))
        {
            if (!IsCandidate(element))
            {
                continue;
            }

            race ??= RaceOf(local, value.Syntax);
            if (race is not null && Begun(element, local, race) is { } raced)
            {
                yield return raced;
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

        return IsDelay(call.TargetMethod) && race.Kind == RaceKind.FirstOf && !Operations.IsInfiniteTime(call.Arguments[0].Value, _model.Symbols)
            ? new RacedOperation(call, Wait: null, token, local, race)
            : null;
    }

    private bool IsDelay(IMethodSymbol method) =>
        method is { Name: "Delay", IsStatic: true } && KnownSymbols.Same(method.ContainingType, _model.Symbols.Task);

    /// <summary>The first race in which a local, or an array of tasks that it holds, is an operand.</summary>
    private Race? RaceOf(ILocalSymbol local, SyntaxNode value)
    {
        SyntaxNode function = SyntaxQueries.EnclosingFunction(value);
        foreach (IdentifierNameSyntax use in SyntaxQueries.Uses(local.Name, function))
        {
            if (SyntaxQueries.EnclosingFunction(use) == function
                && RaceAround(use) is { } call
                && _model.OperationAt(call) is IInvocationOperation invocation
                && Race.Of(invocation, _model.Symbols) is { } race)
            {
                return race;
            }
        }

        return null;
    }

    /// <summary>The call that a use may be an operand of: an argument, an element of an array argument, or the receiver of <c>WaitAsync</c>.</summary>
    public static InvocationExpressionSyntax? RaceAround(SyntaxNode use)
    {
        SyntaxNode node = SyntaxQueries.WithoutParentheses(use);
        while (node.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "AsTask", Parent: InvocationExpressionSyntax converted } access
            && access.Expression == node)
        {
            node = SyntaxQueries.WithoutParentheses(converted);
        }

        if (node.Parent is InitializerExpressionSyntax { Parent: ArrayCreationExpressionSyntax or ImplicitArrayCreationExpressionSyntax } elements)
        {
            node = elements.Parent!;
        }
        else if (node.Parent is ExpressionElementSyntax { Parent: CollectionExpressionSyntax collection })
        {
            node = collection;
        }

        return node.Parent switch
        {
            ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call } when NameOf(call) is "WhenAny" or "WaitAny" => call,
            MemberAccessExpressionSyntax { Name.Identifier.ValueText: "WaitAsync", Parent: InvocationExpressionSyntax call } access when access.Expression == node => call,
            _ => null,
        };
    }

    private static string? NameOf(InvocationExpressionSyntax call) => call.Expression switch
    {
        MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
        SimpleNameSyntax name => name.Identifier.ValueText,
        _ => null,
    };
}
