using LeakAnalyzer.CodeFixes.Editing;
using System.Collections.Immutable;
using LeakAnalyzer.Facts;
using LeakAnalyzer.Races;
using LeakAnalyzer.Summaries;
using LeakAnalyzer.Tasks;
using LeakAnalyzer.Tracking;
using LeakAnalyzer.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakAnalyzer.CodeFixes.OwnerCancel;

/// <summary>The methods by which objects of a class are disposed or stopped, and the lines that a fix adds to each of them.</summary>
internal sealed class OwnerEnds
{
    private readonly TypeDeclarationSyntax _from;
    private readonly EndWaits _waits;
    private readonly LeakModel _model;
    private readonly List<SyntaxNode> _joins;
    private readonly bool _taskHasWaitAsync;
    private readonly INamedTypeSymbol _cancellationToken;

    private OwnerEnds(List<EndingMember> members, ISymbol? kept, EndWaits waits, TypeDeclarationSyntax from, LeakModel model)
    {
        Members = members;
        _waits = waits;
        _from = from;
        _model = model;
        _taskHasWaitAsync = model.Symbols.TaskHasWaitAsync;
        _cancellationToken = model.Symbols.CancellationToken;
        _joins = kept is null ? [] : [.. JoinsOf(kept, members, model)];
        KeptTask = kept is not null && _joins.Count == 0 && members.Exists(CanJoin) ? kept : null;
    }

    /// <summary>Finds where these methods already wait for the task in a member.</summary>
    private static IEnumerable<SyntaxNode> JoinsOf(ISymbol kept, List<EndingMember> members, LeakModel model) =>
        from use in model.Uses.Of(kept)
        where members.Exists(member => member.Declaration == SyntaxQueries.EnclosingFunction(use))
            && model.OperationAt(SyntaxQueries.Qualified(use)) is { } read && TaskUses.IsJoined(read, model)
        orderby use.SpanStart
        select use;

    public IReadOnlyList<EndingMember> Members { get; }

    /// <summary>
    /// Gets the field or property with the task for which the fix makes <c>DisposeAsync</c> or <c>StopAsync</c> wait; null if it makes none wait.
    /// </summary>
    public ISymbol? KeptTask { get; }

    public bool KeptMayBeNull => KeptTask is not null && OwnSources.MayBeNull(KeptTask, _model);

    /// <summary>Whether a host stops the objects, by <c>StopAsync</c>.</summary>
    public bool IsStopped => Members.Any(member => member.Kind == EndKind.StopAsync);

    /// <summary>
    /// Gets the disposing and stopping methods of a class; null if there are none that the fix can use, or if one of them may start the task.
    /// </summary>
    public static OwnerEnds? Of(INamedTypeSymbol type, ISymbol? keeper, StartedTask task, IReadOnlyList<Wait> waits, LeakModel model)
    {
        List<EndingMember> members = EndingMembers.Of(type, model.Symbols);
        SyntaxNode starter = SyntaxQueries.EnclosingMember(task.Scope.Function);
        if (members.Count == 0
            || EndCalls.MayReach(starter, type, members)
            || starter.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } from)
        {
            return null;
        }

        // If the task itself may call one of the methods, the method mustn't wait for the task: the two would wait for each other.
        bool endsItself = members.Exists(member => waits.SelectMany(wait => wait.Functions).Any(function => SyntaxUses.Uses(member.Method.Name, function).Count > 0));
        ISymbol? kept = keeper is not null && !endsItself && model.Symbols.IsReferenceTask((keeper as IFieldSymbol)?.Type ?? (keeper as IPropertySymbol)?.Type) ? keeper : null;
        return new OwnerEnds(members, kept, new EndWaits(type, keeper, task, model), from, model);
    }

    /// <summary>Gets where a new source is cancelled and disposed. <c>StopAsync</c> only cancels it if the object is disposed later.</summary>
    public ImmutableArray<EndPlace> OfNewSource()
    {
        bool isDisposed = Members.Any(member => member.Kind != EndKind.StopAsync);
        var ends = ImmutableArray.CreateBuilder<EndPlace>();
        foreach (EndingMember member in Members)
        {
            if (member.Kind == EndKind.DisposeAsync && EndingMembers.CallsDispose(member) && !Joins(member))
            {
                continue;
            }

            (CodePlace place, bool isOnce, string? flag) = EndPlaces.In(member, IsMadeAsync(member), _from);
            ends.Add(End(member, place, member.Kind == EndKind.StopAsync && isDisposed ? EndActs.Cancel : EndActs.Cancel | EndActs.Dispose, isOnce, flag));
        }

        return ClearOnceUnless(ends.Count == 1, ends);
    }

    /// <summary>
    /// Gets where a fix cancels an existing source: before the code that disposes it or waits for the task. Empty if no position is certain to be right.
    /// </summary>
    public ImmutableArray<EndPlace> ThatCancel(ISymbol source)
    {
        var disposals = OwnSources.DisposalsOf(source, _model).ToList();
        var ends = ImmutableArray.CreateBuilder<EndPlace>();
        foreach (EndingMember member in Members)
        {
            (CodePlace place, bool isOnce, string? flag) = EndPlaces.In(member, IsMadeAsync(member), _from);
            if (StatementIn(member, [.. disposals.Concat(_joins).OrderBy(act => act.SpanStart)]) is { } statement)
            {
                isOnce &= place.Form is PlaceForm.Before && statement.SpanStart >= place.Node.SpanStart;
                ends.Add(End(member, PlaceOf(statement), EndActs.Cancel, isOnce, flag: null));
            }
            else if (member.Inherited is not null && disposals.Count > 0)
            {
                continue; // the disposal of the source may come before the override that would cancel it
            }
            else if (member.Kind != EndKind.DisposeAsync || !EndingMembers.CallsDispose(member) || Joins(member))
            {
                ends.Add(End(member, place, disposals.Count == 0 ? EndActs.Cancel | EndActs.Dispose : EndActs.Cancel, isOnce, flag));
            }
        }

        return ClearOnceUnless(ends.Count == 1 && disposals.TrueForAll(act => SyntaxQueries.EnclosingFunction(act) == Members[0].Declaration), ends);
    }

    /// <summary>
    /// Gets where a fix awaits <see cref="KeptTask"/>, if the class already cancels the task's source: before the statement that disposes the source.
    /// </summary>
    public ImmutableArray<EndPlace> ThatJoin(ISymbol source)
    {
        var disposals = OwnSources.DisposalsOf(source, _model).ToList();
        var ends = ImmutableArray.CreateBuilder<EndPlace>();
        foreach (EndingMember member in Members)
        {
            if (Joins(member) && StatementIn(member, disposals) is { } statement)
            {
                ends.Add(End(member, PlaceOf(statement), EndActs.None, isOnce: true, flag: null));
            }
        }

        return ends.ToImmutable();
    }

    /// <summary>Whether a disposing or stopping method waits, after it has cancelled the source, for something that only the cancelled task would do.</summary>
    /// <param name="source">The field or property that holds the source; null if the fix adds a new source.</param>
    /// <param name="ends">Where the fix cancels the source; empty if the class already cancels it.</param>
    public bool WaitForTask(ISymbol? source, ImmutableArray<EndPlace> ends)
    {
        foreach (EndingMember member in Members)
        {
            if (member.Code is { } code && _waits.AreIn(code, CancelledAt(member, source, ends)) || member.Kind == EndKind.StopAsync && _waits.AreInExecution)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Gets the position in a method from which on the source may be cancelled; 0 if it may be cancelled before.</summary>
    private int CancelledAt(EndingMember member, ISymbol? source, ImmutableArray<EndPlace> ends)
    {
        if (member.Declaration is not { } declaration || IsStopped && member.Kind != EndKind.StopAsync)
        {
            return 0;
        }

        foreach (EndPlace end in ends)
        {
            if (end.Acts.HasFlag(EndActs.Cancel) && end.Place.Node.AncestorsAndSelf().Contains(declaration))
            {
                return end.Place.Form == PlaceForm.AtEndOf ? end.Place.Node.Span.End : end.Place.Node.SpanStart;
            }
        }

        return SyntaxUses.Uses(source?.Name ?? nameof(IDisposable.Dispose), declaration) is [var first, ..] ? first.SpanStart : 0;
    }

    /// <summary>
    /// Clears <see cref="EndPlace.IsOnce"/>, unless only one method can dispose the source: <c>if (_disposed) return;</c> doesn't stop a call of another
    /// method.
    /// </summary>
    private static ImmutableArray<EndPlace> ClearOnceUnless(bool isAlone, ImmutableArray<EndPlace>.Builder ends)
    {
        for (int i = 0; i < ends.Count; i++)
        {
            ends[i] = ends[i] with { IsOnce = ends[i].IsOnce && isAlone };
        }

        return ends.ToImmutable();
    }

    private EndPlace End(EndingMember member, CodePlace place, EndActs acts, bool isOnce, string? flag) => new(
        place,
        Joins(member) ? acts | EndActs.Join : acts,
        isOnce,
        member.CanAwait ? EndAwaits.Can : IsMadeAsync(member) ? EndAwaits.Made : EndAwaits.Cannot,
        flag,
        member.Kind == EndKind.StopAsync ? TokenOf(member)?.Name : null)
    {
        Inherited = member.Inherited,
    };

    private bool IsMadeAsync(EndingMember member) => Joins(member) && !member.CanAwait;

    private bool Joins(EndingMember member) => KeptTask is not null && CanJoin(member);

    /// <summary>Whether a method can wait for the task. <c>StopAsync</c> must have a token, by which the host limits the wait.</summary>
    private bool CanJoin(EndingMember member) =>
        (member.CanAwait || member.CanBecomeAsync) && (member.Kind == EndKind.DisposeAsync || member.Kind == EndKind.StopAsync && _taskHasWaitAsync && TokenOf(member) is not null);

    private IParameterSymbol? TokenOf(EndingMember member) =>
        member.Method.Parameters.FirstOrDefault(parameter => KnownSymbols.Same(parameter.Type, _cancellationToken));

    /// <summary>Gets the first expression statement of a method that contains one of the given nodes.</summary>
    private static StatementSyntax? StatementIn(EndingMember member, List<SyntaxNode> acts) => acts
        .Where(act => SyntaxQueries.EnclosingFunction(act) == member.Declaration)
        .Select(act => act.FirstAncestorOrSelf<StatementSyntax>())
        .FirstOrDefault(statement => statement is ExpressionStatementSyntax);

    private static CodePlace PlaceOf(StatementSyntax statement) => new(statement.Parent is BlockSyntax ? PlaceForm.Before : PlaceForm.Embedded, statement);
}
