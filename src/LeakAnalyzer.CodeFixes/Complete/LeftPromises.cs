using System.Collections.Immutable;
using LeakAnalyzer.CodeFixes.OwnerCancel;
using LeakAnalyzer.CodeFixes.Reports;
using LeakAnalyzer.Summaries;
using LeakAnalyzer.Symbols;
using LeakAnalyzer.Tasks;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakAnalyzer.CodeFixes.Complete;

/// <summary>The promises (<c>TaskCompletionSource</c>s) that a member of an object holds. A fix cancels them when the object is disposed.</summary>
/// <param name="Member">The member that holds the promise or the collection.</param>
/// <param name="MayBeNull">Whether the member may hold null.</param>
/// <param name="Element">The type of the collection's elements; null if the member holds one promise.</param>
/// <param name="Values">The member of the collection that returns the elements, such as <c>Values</c>; null to enumerate the collection itself.</param>
/// <param name="Carried">The member of an element that holds the promise; null if the elements are the promises.</param>
/// <param name="Place">The code of the disposal where the fix cancels the promises.</param>
/// <param name="Flag">The name of the parameter of <c>Dispose(bool)</c>, which the added lines must test; null if no test is needed.</param>
internal sealed record LeftPromises(ISymbol Member, bool MayBeNull, ITypeSymbol? Element, string? Values, string? Carried, CodePlace Place, string? Flag)
{
    /// <summary>
    /// Gets the fix for the promises that a disposal leaves unset; <see cref="Remedy.None"/> if it isn't certain where to cancel them. A collection must be
    /// concurrent, because other threads may change it during the disposal.
    /// </summary>
    public static Remedy For(OwnerPromises left, LeakModel model)
    {
        ISymbol member = left.Signal.Member;
        if (member.Name.Length == 0
            || !KnownSymbols.Same(member.ContainingType, left.Owner)
            || DisposalOf(left.Owner, model) is not { Declaration: { } disposal } end
            || disposal.SyntaxTree != left.Signal.Creation.SyntaxTree // the fix changes only the document that contains the report
            || disposal.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } type
            || SignalMember.TypeOf(member) is not INamedTypeSymbol held)
        {
            return Remedy.None;
        }

        (CodePlace place, _, string? flag) = EndPlaces.In(end, isMadeAsync: false, type);
        var one = new LeftPromises(member, OwnSources.MayBeNull(member, model), Element: null, Values: null, Carried: null, place, flag);
        LeftPromises? all = model.Symbols.IsPromise(held) ? one : one.AsCollection(held, disposal, model);
        return all is null ? Remedy.None : Remedy.None with { Fixes = ImmutableArray.Create(FixKind.CompleteOnDispose), Left = all };
    }

    /// <summary>Gets the method that disposes the objects of a type; null if there are two and neither calls the other.</summary>
    private static EndingMember? DisposalOf(INamedTypeSymbol type, LeakModel model)
    {
        List<EndingMember> disposals = EndingMembers.Of(type, model.Symbols).FindAll(member => member.Kind != EndKind.StopAsync);
        return disposals is [var only] ? only
            : disposals.Find(member => member.Kind == EndKind.Dispose) is { } dispose && disposals.TrueForAll(member => member == dispose || EndingMembers.CallsDispose(member)) ? dispose
            : null;
    }

    private LeftPromises? AsCollection(INamedTypeSymbol held, SyntaxNode disposal, LeakModel model)
    {
        if (MayBeNull || held.TypeArguments.IsEmpty || !KnownSymbols.IsConcurrentCollection(held))
        {
            return null;
        }

        ITypeSymbol element = held.TypeArguments[held.TypeArguments.Length - 1];
        ISymbol? carried = model.Symbols.IsPromise(element) ? null : PromiseCarriers.PromiseOf(element, model);
        bool isReadable = carried is null
            ? model.Symbols.IsPromise(element)
            : model.SemanticModelOf(disposal.SyntaxTree)?.IsAccessible(disposal.SpanStart, carried) == true;
        return !isReadable ? null : this with
        {
            Element = element,
            Values = held.TypeArguments.Length > 1 ? nameof(Dictionary<int, int>.Values) : null,
            Carried = carried?.Name,
        };
    }
}
