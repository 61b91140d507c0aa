using LeakAnalyzer.CodeFixes.Editing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakAnalyzer.CodeFixes.OwnerCancel;

/// <summary>
/// Writes all changes for one <c>CancellationTokenSource</c> of a type: its field, its creation, the reads of its token, its cancellation and its disposal.
/// </summary>
/// <param name="starts">The tasks that share the source.</param>
/// <param name="document">The document to which a new field is added.</param>
/// <param name="part">The declaration of the type (one part, if the type is partial) to which a new field is added.</param>
/// <param name="newFields">The fields that the fix has added to types so far.</param>
internal sealed class OwnerRewrite(IReadOnlyList<OwnerStart> starts, OwnerDocument document, TypeDeclarationSyntax part, List<(INamedTypeSymbol Type, string Name)> newFields)
{
    private readonly FieldStyle _style = FieldStyle.Of(part);

    private OwnerSource Source => starts[0].Source;

    /// <summary>Gets the beginning of the names of a new field and a new local, as in <c>_disposeCts</c> and <c>disposeToken</c>.</summary>
    private string Stem => Source.IsStopped ? "stopping" : "dispose";

    public void Write(SolutionEdits edits)
    {
        string source = Source.Name ?? AddField(edits);
        foreach (OwnerStart start in starts.Where(start => start.Source.Home == SourceHome.Constructor).Take(1))
        {
            Make(source, start.Constructor!, Source.Constructor!.Value);
        }

        foreach (var ofScope in starts.Where(start => start.Reading is not null).GroupBy(start => (start.Document, start.Report.Scope)))
        {
            Read(source, [.. ofScope], edits);
        }

        foreach (var ofPlace in starts.SelectMany(start => start.Ends.Select(end => (start, end))).GroupBy(one => (one.end.Document, one.end.End.Place.Node, one.end.End.Inherited)))
        {
            End(source, [.. ofPlace]);
        }
    }

    private string AddField(SolutionEdits edits)
    {
        INamedTypeSymbol type = starts[0].Type;
        var taken = new HashSet<string>(type.DeclaringSyntaxReferences.SelectMany(reference => Identifiers.In(reference.GetSyntax())));
        int position = part.Members[0].SpanStart;
        string name = NameAllocator.FirstFree(
            _style.NameOf(Stem + "Cts"),
            name => taken.Contains(name) || newFields.Exists(field => field.Name == name && (IsIn(type, field.Type) || IsIn(field.Type, type))) || !document.Model.LookupSymbols(position, name: name).IsEmpty);
        newFields.Add((type, name));
        ThreadingNames types = document.TypesAt(position);
        string access = _style.WritesPrivate ? "private " : "";
        bool isNullable = Source.MayBeNull && document.Model.GetNullableContext(position).AnnotationsEnabled();
        string field = Source.Home switch
        {
            SourceHome.Initializer => $"{access}readonly {types.Source} {name} = {CreationOf(types, _style.OmitsType)};",
            SourceHome.Constructor => $"{access}readonly {types.Source} {name};",
            _ => $"{access}{types.Source}{(isNullable ? "?" : "")} {name};",
        };
        FieldWriter.Add(part, field, document.Layout, document.Text, edits.Of(document.Document));
        return name;
    }

    /// <summary>Whether a type is another type or is nested in it. A field of the nested type would hide one of the other type.</summary>
    private static bool IsIn(INamedTypeSymbol type, INamedTypeSymbol other)
    {
        for (INamedTypeSymbol? current = type; current is not null; current = current.ContainingType)
        {
            if (SymbolEqualityComparer.Default.Equals(current, other))
            {
                return true;
            }
        }

        return false;
    }

    private string CreationOf(ThreadingNames types, bool omitsType) =>
        Source.LinkedTo is { } token ? $"{types.Source}.CreateLinkedTokenSource({NameAllocator.Escape(token)})"
        : omitsType ? "new()"
        : $"new {types.Source}()";

    private void Make(string source, OwnerDocument where, CodePlace place)
    {
        int position = place.Node.SpanStart;
        where.Add(place, [$"{where.NameOf(source, position, _style.IsQualified)} = {CreationOf(where.TypesAt(position), omitsType: false)};"]);
    }

    private void Read(string source, IReadOnlyList<OwnerStart> ofScope, SolutionEdits edits)
    {
        OwnerDocument where = ofScope[0].Document;
        CodePlace before = ScopeReading.PlaceBefore([.. ofScope.Select(start => start.Reading!)]);
        if (Source.Home == SourceHome.Scope)
        {
            Make(source, where, before);
        }

        string? local = null;
        foreach (OwnerStart start in ofScope)
        {
            ScopeReading reading = start.Reading!;
            string name = where.NameOf(source, start.Report.Start.Start, _style.IsQualified);
            string token = $"{name}.{nameof(CancellationTokenSource.Token)}";
            if (reading.NeedsLocal)
            {
                token = reading.LocalOf(name, start.Report.Start.Start) ?? (local ??= AddLocal(token, reading.Function, before, where));
            }

            where.Slots.Fill(start.Report.Remedy.Slots, token, edits.Of(where.Document));
        }
    }

    private string AddLocal(string token, SyntaxNode function, CodePlace place, OwnerDocument where)
    {
        string name = where.Names.Allocate(function, Stem + "Token")[0];
        where.Add(place, [$"{where.TypesAt(place.Node.SpanStart).Token} {name} = {token};"]);
        return name;
    }

    private void End(string source, IReadOnlyList<(OwnerStart Start, (OwnerDocument Document, EndPlace End) At)> ofPlace)
    {
        (OwnerDocument where, EndPlace end) = ofPlace[0].At;
        SyntaxNode node = end.Place.Node;
        MemberDeclarationSyntax function = node.FirstAncestorOrSelf<MemberDeclarationSyntax>()!;
        int position = function is TypeDeclarationSyntax type ? type.CloseBraceToken.SpanStart : node.SpanStart;
        var tasks = new List<(string Task, bool MayBeNull)>();
        foreach ((OwnerStart start, var at) in ofPlace)
        {
            if (at.End.Acts.HasFlag(EndActs.Join) && start.Source.KeptTask is { } task)
            {
                tasks.Add((where.NameOf(task, position, _style.IsQualified), start.Source.KeptMayBeNull));
            }
        }

        var lines = new EndLines(
            where.NameOf(source, position, _style.IsQualified), Source.MayBeNull, where.Layout, DocumentLayout.HasBracesOnOwnLines(node, where.Text));
        where.Add(end.Place, lines.Of(end, tasks.Distinct(), function, where.Model), end.Inherited);
        if (end.Awaits == EndAwaits.Made)
        {
            where.MakeAsync((MethodDeclarationSyntax)function);
        }
    }
}
