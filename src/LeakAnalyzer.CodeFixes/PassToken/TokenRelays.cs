using LeakAnalyzer.CodeFixes.Editing;
using LeakAnalyzer.CodeFixes.Reports;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace LeakAnalyzer.CodeFixes.PassToken;

/// <summary>Passes tokens on through the functions that a scope calls, in whichever document they are, to the waits in them.</summary>
/// <param name="edits">Takes the changes.</param>
internal sealed class TokenRelays(SolutionEdits edits)
{
    private readonly Dictionary<SyntaxTree, RelayDocument?> _documents = [];
    private readonly Dictionary<(string Path, TextSpan Function), bool> _mayGainParameter = [];
    private readonly HashSet<(DocumentId File, TextSpan Span)> _slotsOfScopes = [];

    /// <summary>The parameters that functions gain.</summary>
    public NewParameters Parameters { get; } = new(edits);

    /// <summary>Whether the functions that the token of a report goes through can take it and pass it on.</summary>
    public async Task<bool> CanPassAsync(LeakReport report, CancellationToken cancellationToken)
    {
        foreach (TokenRelay relay in report.Remedy.Relays)
        {
            if (await DocumentOfAsync(relay, report, cancellationToken).ConfigureAwait(false) is not { } document
                || relay.Function is not (BaseMethodDeclarationSyntax or LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax)
                || !relay.Slots.All(document.Slots.CanFill)
                || relay.Parameter is null && !await MayGainParameterAsync(relay.Function, document.Source, cancellationToken).ConfigureAwait(false))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether a function is only called, so that nothing depends on its exact signature, and a parameter can be added.</summary>
    public async Task<bool> MayGainParameterAsync(SyntaxNode function, SourceDocument source, CancellationToken cancellationToken)
    {
        var key = (function.SyntaxTree.FilePath, function.Span);
        if (!_mayGainParameter.TryGetValue(key, out bool may))
        {
            may = NewParameter.IsPossible(function, source.Model)
                && source.Model.GetDeclaredSymbol(function, cancellationToken) is IMethodSymbol method
                && await SignatureUsers.AllowParameterAsync(method, edits.Solution, cancellationToken).ConfigureAwait(false);
            _mayGainParameter.Add(key, may);
        }

        return may;
    }

    /// <summary>Whether no other scope fills the slots of this report's token in called functions, and this report none of theirs.</summary>
    public bool IsAlone(LeakReport report) =>
        !report.Remedy.Relays.SelectMany(relay => relay.Slots.Select(slot => (Known(relay).Source.Document.Id, slot.Span))).Any(_slotsOfScopes.Contains)
        && !report.Remedy.Slots.Any(slot => _documents.Values.Any(document => document?.Source.Document.Id == report.Document.Id && document.Slots.HasFilled(slot)));

    /// <summary>Passes the token of a report on through the functions on its way.</summary>
    public void Add(LeakReport report)
    {
        _slotsOfScopes.UnionWith(report.Remedy.Slots.Select(slot => (report.Document.Id, slot.Span)));

        // All parameters are added before the calls are written. Of two nested functions the outer chooses its parameter's name first.
        var names = report.Remedy.Relays.OrderBy(relay => relay.Function.SpanStart).ToDictionary(relay => relay, relay => relay.Parameter ?? Parameters.Add(relay.Function, Known(relay).Source));
        foreach (TokenRelay relay in report.Remedy.Relays)
        {
            RelayDocument document = Known(relay);
            document.Slots.Fill(relay.Slots, NameAllocator.Escape(names[relay]), edits.Of(document.Source.Document));
        }
    }

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

    /// <summary>A document with functions that a token goes through.</summary>
    private sealed record RelayDocument(SourceDocument Source, SlotWriter Slots);
}
