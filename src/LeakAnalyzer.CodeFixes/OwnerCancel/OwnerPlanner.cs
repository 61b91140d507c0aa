using LeakAnalyzer.CodeFixes.Editing;
using LeakAnalyzer.CodeFixes.PassToken;
using LeakAnalyzer.CodeFixes.Reports;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakAnalyzer.CodeFixes.OwnerCancel;

/// <summary>One task that the fix cancels when the object that starts it is disposed or stopped, with all code that the fix changes.</summary>
/// <param name="Report">The report at the start of the task.</param>
/// <param name="Document">The document of the report.</param>
/// <param name="Type">The type of the object.</param>
/// <param name="Part">The declaration of the type, or the part of it if the type is partial, that contains the start.</param>
/// <param name="Reading">How the function that starts the task reads the source's token; null if the task already has the token.</param>
/// <param name="Ends">The positions in disposing and stopping methods that are changed, each with its document.</param>
/// <param name="Constructor">The document of the constructor that creates the source; null if no constructor creates it.</param>
internal sealed record OwnerStart(
    LeakReport Report,
    OwnerDocument Document,
    INamedTypeSymbol Type,
    TypeDeclarationSyntax Part,
    ScopeReading? Reading,
    IReadOnlyList<(OwnerDocument Document, EndPlace End)> Ends,
    OwnerDocument? Constructor)
{
    /// <summary>Gets the source by which the object cancels the task.</summary>
    public OwnerSource Source => Report.Remedy.Owner!;
}

/// <summary>
/// Opens the documents that the fix changes, and writes the changes into them. The tasks of one type share a <c>CancellationTokenSource</c> where possible.
/// </summary>
internal sealed class OwnerPlanner(SolutionEdits edits)
{
    private readonly Dictionary<DocumentId, OwnerDocument?> _documents = [];
    private readonly Dictionary<(ProjectId Project, string Type, InheritedEnd Inherited), (OwnerDocument Document, CodePlace Place)> _overrides = [];
    private readonly TokenRelays _relays = new(edits);

    /// <summary>Writes the changes for the reports that can be fixed.</summary>
    public async Task WriteAsync(IReadOnlyList<LeakReport> reports, CancellationToken cancellationToken)
    {
        var starts = new List<OwnerStart>();
        foreach (LeakReport report in reports)
        {
            if (await StartAsync(report, cancellationToken).ConfigureAwait(false) is { } start)
            {
                starts.Add(start);
            }
        }

        var newFields = new List<(INamedTypeSymbol Type, string Name)>();
        foreach (var sharing in starts.GroupBy(start => (start.Document.Document.Project.Id, start.Type.ToDisplayString(), start.Source.Home, start.Source.Name, start.Source.LinkedTo)))
        {
            (OwnerDocument document, TypeDeclarationSyntax part) = await PartOfFieldsAsync(sharing.First(), cancellationToken).ConfigureAwait(false);
            new OwnerRewrite([.. sharing], document, part, newFields).Write(edits);
        }

        foreach (OwnerDocument document in _documents.Values.OfType<OwnerDocument>())
        {
            document.Write(edits.Of(document.Document), _relays.Parameters);
        }

        _relays.Parameters.AddUsings(_documents.Keys);
    }

    /// <summary>Opens all documents that the fix of a report changes; null if the fix can't be written.</summary>
    private async Task<OwnerStart?> StartAsync(LeakReport report, CancellationToken cancellationToken)
    {
        if (report.Remedy.Owner is not { } source
            || await OpenAsync(report.Document, cancellationToken).ConfigureAwait(false) is not { } document
            || document.Source.Root.FindNode(report.Start).FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } part
            || document.Model.GetDeclaredSymbol(part, cancellationToken) is not INamedTypeSymbol type)
        {
            return null;
        }

        var ends = new List<(OwnerDocument, EndPlace)>();
        foreach (EndPlace end in source.Ends)
        {
            if (await OpenAsync(end.Place, report, cancellationToken).ConfigureAwait(false) is not { } ending)
            {
                return null;
            }

            ends.Add(end.Inherited is { } inherited ? OfOverride(inherited, type, ending, end) : (ending, end));
        }

        OwnerDocument? constructor = source.Constructor is { } making ? await OpenAsync(making, report, cancellationToken).ConfigureAwait(false) : null;
        ScopeReading? reading = source.Home == SourceHome.Passed ? null : ScopeReading.Of(report, document.Source.Root);
        bool canRead = source.Home == SourceHome.Passed
            || reading is not null && report.Remedy.Slots.All(document.Slots.CanFill) && (!reading.NeedsLocal && source.Home != SourceHome.Scope || document.CanWrite(reading.Place));
        if (!canRead || source.Constructor is not null && constructor is null)
        {
            return null;
        }

        if (reading is not null)
        {
            if (!await _relays.CanPassAsync(report, cancellationToken).ConfigureAwait(false) || !_relays.CanCombine(report))
            {
                return null;
            }

            _relays.Add(report);
        }

        return new OwnerStart(report, document, type, part, reading, ends, constructor);
    }

    /// <summary>
    /// Gets where an override is written. All reports in a type share the position that was chosen first, because a type can have each override only once.
    /// </summary>
    private (OwnerDocument Document, EndPlace End) OfOverride(InheritedEnd inherited, INamedTypeSymbol type, OwnerDocument document, EndPlace end)
    {
        var key = (document.Document.Project.Id, type.ToDisplayString(), inherited);
        if (!_overrides.TryGetValue(key, out (OwnerDocument Document, CodePlace Place) first))
        {
            first = (document, end.Place);
            _overrides.Add(key, first);
        }

        return (first.Document, end with { Place = first.Place });
    }

    /// <summary>Opens a document to write at a position; null if the code there is generated or can't be changed.</summary>
    private async Task<OwnerDocument?> OpenAsync(CodePlace place, LeakReport report, CancellationToken cancellationToken)
    {
        return await GeneratedCode.WrittenByHandAsync(place.Node.SyntaxTree, report.Document.Project, cancellationToken).ConfigureAwait(false) is { } document
            && await OpenAsync(document, cancellationToken).ConfigureAwait(false) is { } opened
            && opened.CanWrite(place)
            ? opened
            : null;
    }

    private async Task<OwnerDocument?> OpenAsync(Document document, CancellationToken cancellationToken)
    {
        if (!_documents.TryGetValue(document.Id, out OwnerDocument? opened))
        {
            opened = await OwnerDocument.OpenAsync(document, _relays.Parameters, cancellationToken).ConfigureAwait(false);
            _documents.Add(document.Id, opened);
        }

        return opened;
    }

    /// <summary>Gets the part of a type to which a new field is added: the part with the task, unless only other parts have fields.</summary>
    private async Task<(OwnerDocument Document, TypeDeclarationSyntax Part)> PartOfFieldsAsync(OwnerStart start, CancellationToken cancellationToken)
    {
        if (start.Source.Name is null && !FieldStyle.HasFields(start.Part))
        {
            foreach (SyntaxReference reference in start.Type.DeclaringSyntaxReferences)
            {
                if (await reference.GetSyntaxAsync(cancellationToken).ConfigureAwait(false) is TypeDeclarationSyntax part
                    && FieldStyle.HasFields(part)
                    && start.Document.Document.Project.GetDocument(part.SyntaxTree) is { } document
                    && !await GeneratedCode.IsGeneratedAsync(document, cancellationToken).ConfigureAwait(false)
                    && await OpenAsync(document, cancellationToken).ConfigureAwait(false) is { } opened)
                {
                    return (opened, part);
                }
            }
        }

        return (start.Document, start.Part);
    }
}
