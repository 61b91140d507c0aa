using LeakAnalyzer.CodeFixes.Editing;
using LeakAnalyzer.CodeFixes.PassToken;
using LeakAnalyzer.CodeFixes.Reports;
using LeakAnalyzer.Facts;
using LeakAnalyzer.Races;
using LeakAnalyzer.Summaries;
using LeakAnalyzer.Tasks;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace LeakAnalyzer.CodeFixes.LinkToScope;

/// <summary>
/// Plans the <c>CancellationTokenSource</c>s that the fix adds to the functions of a document. Reports in one function share a source if it is linked to the
/// same token.
/// </summary>
internal sealed class LinkPlanner
{
    private readonly SourceDocument _source;
    private readonly SemanticModel _model;
    private readonly CompilationUnitSyntax _root;
    private readonly DocumentLayout _layout;
    private readonly NameAllocator _names;
    private readonly TokenRelays _relays;
    private readonly SlotWriter _slots;
    private readonly FixKind _kind;

    private LinkPlanner(SourceDocument source, DocumentLayout layout, TokenRelays relays, FixKind kind)
    {
        _source = source;
        _model = source.Model;
        _root = source.Root;
        _layout = layout;
        _names = new NameAllocator(source.Model);
        _relays = relays;
        _slots = new SlotWriter(source.Root, source.Model, relays.Parameters);
        _kind = kind;
    }

    private bool WithNewParameter => _kind == FixKind.LinkToNewParameter;

    private LanguageVersion Language => ((CSharpParseOptions)_root.SyntaxTree.Options).LanguageVersion;

    /// <summary>
    /// Creates the planner of a document; null if the document contains no C# code. <paramref name="relays"/> pass the token on to the called methods that
    /// wait.
    /// </summary>
    public static async Task<LinkPlanner?> CreateAsync(Document document, TokenRelays relays, FixKind kind, CancellationToken cancellationToken)
    {
        if (await SourceDocument.OfAsync(document, cancellationToken).ConfigureAwait(false) is not { } source)
        {
            return null;
        }

        DocumentLayout layout = await DocumentLayout.OfAsync(source, cancellationToken).ConfigureAwait(false);
        return new LinkPlanner(source, layout, relays, kind);
    }

    /// <summary>Plans the sources for some reports in the document; null if none of the reports can be fixed.</summary>
    public async Task<LinkRewrite?> PlanAsync(IEnumerable<LeakReport> reports, CancellationToken cancellationToken)
    {
        var plans = new List<LinkPlan>();
        var possible = new List<LeakReport>();
        foreach (LeakReport report in reports)
        {
            if (report.Remedy.Slots.All(_slots.CanFill) && await _relays.CanPassAsync(report, cancellationToken).ConfigureAwait(false))
            {
                possible.Add(report);
            }
        }

        foreach (var ofScope in possible.GroupBy(report => (report.Scope, report.Block, report.Remedy.Token)))
        {
            List<LeakReport> sharing = [.. ofScope.Where(_relays.CanCombine)];
            if (sharing.Count > 0
                && ScopeSyntax.Of(sharing[0].Finding.Scope.Function, sharing[0].Remedy.Block) is { } scope
                && (!WithNewParameter || await _relays.MayGainParameterAsync(scope.Function, _source, asOverload: false, cancellationToken).ConfigureAwait(false))
                && PlanSource(scope, sharing) is { } plan)
            {
                plans.Add(plan);
                foreach (LeakReport report in sharing)
                {
                    _relays.Add(report);
                }
            }
        }

        return plans.Count == 0 ? null : new LinkRewrite(_source, _layout, plans, _relays.Parameters);
    }

    private LinkPlan? PlanSource(ScopeSyntax scope, IReadOnlyList<LeakReport> reports)
    {
        LeakReport report = reports[0];
        TextSpan[] own = [.. reports.SelectMany(sharing => sharing.Remedy.Slots.Select(slot => slot.Span).Append(sharing.Start))];
        if (!TryFindRegion(scope, report, [.. own, .. reports.SelectMany(sharing => sharing.Beside)], out WrapRegion? region)
            && !TryFindRegion(scope, report, own, out region))
        {
            return null;
        }

        SyntaxNode place = region is { First: var first } ? scope.Statements[first] : scope.Expression!;
        JoinPlan? join = _kind == FixKind.LinkToScopeAndJoin ? JoinPlan.Of(reports, scope, place, _names, _source, _layout) : null;
        if (join is null && _kind == FixKind.LinkToScopeAndJoin)
        {
            return null;
        }

        string? parameter = WithNewParameter ? _relays.Parameters.Add(scope.Function, _source, isOverload: false) : null;
        string? linkedTo = report.Remedy.Token ?? parameter;
        string[] locals = linkedTo is null ? _names.Allocate(place, "scopeCts", "scopeToken") : _names.Allocate(place, "linkedCts", "linkedToken");
        var types = ThreadingNames.At(place.SpanStart, _model);
        return new LinkPlan
        {
            Scope = report.Scope,
            Block = report.Block,
            IsProgram = scope.Function is CompilationUnitSyntax,
            Region = region,
            ReturnsBody = scope.Expression is not null && ScopeSyntax.ReturnsBody(scope.Function, _model),
            Slots = [.. reports.SelectMany(sharing => sharing.Remedy.Slots)],
            SourceName = locals[0],
            TokenName = locals[1],
            Creation = linkedTo is null ? $"new {types.Source}()" : $"{types.Source}.CreateLinkedTokenSource({NameAllocator.Escape(linkedTo)})",
            Cancellation = CancelCall.Of(locals[0], scope.Function, report.ScopeIsAsync, _model),
            Join = join,
            Types = types,
            HasUsingDeclarations = Language >= LanguageVersion.CSharp8,
        };
    }

    private bool TryFindRegion(ScopeSyntax scope, LeakReport report, IReadOnlyList<TextSpan> places, out WrapRegion? region)
    {
        region = null;
        string? token = report.Remedy.Token;
        if (scope.Expression is { } body)
        {
            return places.All(body.Span.Contains)
                && !scope.Function.ContainsDirectives
                && (token is null || VisibleTokens.IsVisible(token, body.SpanStart, _model));
        }

        region = WrapRegion.Find(scope, places, functionsMayStayOutside: Language >= LanguageVersion.CSharp8);
        return region is { First: var first }
            && (token is null || VisibleTokens.CanLinkBefore(scope.Statements[first], token, scope.Function, _model));
    }
}
