using LeakAnalyzer.CodeFixes.Editing;
using LeakAnalyzer.CodeFixes.Reports;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace LeakAnalyzer.CodeFixes.PassToken;

/// <summary>Writes tokens into relays: the called functions through which a token is passed to the waits of a task.</summary>
/// <param name="edits">The set to which the changes are added.</param>
internal sealed class TokenRelays(SolutionEdits edits)
{
    private readonly Dictionary<SyntaxTree, RelayDocument?> _documents = [];
    private readonly Dictionary<(string Path, TextSpan Function, bool AsOverload), bool> _mayGainParameter = [];
    private readonly HashSet<(DocumentId File, TextSpan Span)> _slotsOfScopes = [];

    /// <summary>Gets the parameters that are added to functions.</summary>
    public NewParameters Parameters { get; } = new(edits);

    /// <summary>Whether each relay of a report can take the token, as an existing or a new parameter, and pass it on.</summary>
    public async Task<bool> CanPassAsync(LeakReport report, CancellationToken cancellationToken)
    {
        foreach (TokenRelay relay in report.Remedy.Relays)
        {
            if (await DocumentOfAsync(relay, report, cancellationToken).ConfigureAwait(false) is not { } document
                || relay.Function is not (BaseMethodDeclarationSyntax or LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax)
                || !relay.Slots.All(document.Slots.CanFill)
                || relay.Parameter is null && !await MayGainParameterAsync(relay.Function, document.Source, IsPublic(relay, document), cancellationToken).ConfigureAwait(false))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether a token parameter can be added to a function, so that all code that uses the function still compiles.</summary>
    public async Task<bool> MayGainParameterAsync(SyntaxNode function, SourceDocument source, bool asOverload, CancellationToken cancellationToken)
    {
        var key = (function.SyntaxTree.FilePath, function.Span, asOverload);
        if (!_mayGainParameter.TryGetValue(key, out bool may))
        {
            may = NewParameter.IsPossible(function, source.Model)
                && (!asOverload || ForwardingOverload.IsPossible(function))
                && source.Model.GetDeclaredSymbol(function, cancellationToken) is IMethodSymbol method
                && await SignatureUsers.AllowParameterAsync(method, asOverload, edits.Solution, cancellationToken).ConfigureAwait(false);
            _mayGainParameter.Add(key, may);
        }

        return may;
    }

    /// <summary>
    /// Whether the fix of a report can be combined with those added so far. It can't if two different tokens would be written to the same place in the code.
    /// </summary>
    public bool CanCombine(LeakReport report) =>
        !report.Remedy.Relays.SelectMany(relay => relay.Slots.Select(slot => (Known(relay).Source.Document.Id, slot.Span))).Any(_slotsOfScopes.Contains)
        && !report.Remedy.Slots.Any(slot => _documents.Values.Any(document => document?.Source.Document.Id == report.Document.Id && document.Slots.HasFilled(slot)));

    /// <summary>Adds the changes that pass the token of a report through its relays.</summary>
    public void Add(LeakReport report)
    {
        _slotsOfScopes.UnionWith(report.Remedy.Slots.Select(slot => (report.Document.Id, slot.Span)));

        // The parameters are added first, because the calls need their names. Of two nested functions, the outer one's parameter gets its name first.
        var names = report.Remedy.Relays.OrderBy(relay => relay.Function.SpanStart).ToDictionary(relay => relay, relay => relay.Parameter ?? Parameters.Add(relay.Function, Known(relay).Source, IsPublic(relay, Known(relay))));
        foreach (TokenRelay relay in report.Remedy.Relays)
        {
            RelayDocument document = Known(relay);
            document.Slots.Fill(relay.Slots, NameAllocator.Escape(names[relay]), edits.Of(document.Source.Document));
        }
    }

    private static bool IsPublic(TokenRelay relay, RelayDocument document) =>
        document.Source.Model.GetDeclaredSymbol(relay.Function) is IMethodSymbol method && ForwardingOverload.IsNeeded(method, document.Source.Model.Compilation);

    private RelayDocument Known(TokenRelay relay) => _documents[relay.Function.SyntaxTree]!;

    private async Task<RelayDocument?> DocumentOfAsync(TokenRelay relay, LeakReport report, CancellationToken cancellationToken)
    {
        if (!_documents.TryGetValue(relay.Function.SyntaxTree, out RelayDocument? opened))
        {
            if (await GeneratedCode.WrittenByHandAsync(relay.Function.SyntaxTree, report.Document.Project, cancellationToken).ConfigureAwait(false) is { } document
                && await SourceDocument.OfAsync(document, cancellationToken).ConfigureAwait(false) is { } source)
            {
                opened = new RelayDocument(source, new SlotWriter(source.Root, source.Model, Parameters));
            }

            _documents.Add(relay.Function.SyntaxTree, opened);
        }

        return opened;
    }

    /// <summary>A document that contains relays, with the writer of their tokens.</summary>
    private sealed record RelayDocument(SourceDocument Source, SlotWriter Slots);
}
