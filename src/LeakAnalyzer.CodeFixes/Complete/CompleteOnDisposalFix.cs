using System.Collections.Immutable;
using LeakAnalyzer.CodeFixes.Editing;
using LeakAnalyzer.CodeFixes.OwnerCancel;
using LeakAnalyzer.CodeFixes.Reports;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace LeakAnalyzer.CodeFixes.Complete;

/// <summary>Cancels the <c>TaskCompletionSource</c>s that an object holds when the object is disposed, so that no caller waits for them for ever.</summary>
internal sealed class CompleteOnDisposalFix : IFix
{
    /// <inheritdoc/>
    public ImmutableArray<FixKind> Kinds { get; } = ImmutableArray.Create(FixKind.CompleteOnDispose);

    /// <inheritdoc/>
    public string Title(FixKind kind, LeakReport report) => report.Remedy.Left is { Member: var member, Element: var element }
        ? $"Cancel {(element is null ? "" : "what is left in ")}'{member.Name}' when '{member.ContainingType.Name}' is disposed"
        : "Cancel what is left on disposal";

    /// <inheritdoc/>
    public Task PlanAsync(FixKind kind, IReadOnlyList<LeakReport> reports, SolutionEdits edits, CancellationToken cancellationToken) =>
        edits.RewriteEachAsync(reports, Text, cancellationToken);

    private static SourceText? Text(SourceDocument source, DocumentLayout layout, IEnumerable<LeakReport> reports)
    {
        var places = new PlacedLines(source.Model, source.Text, layout);
        var names = new NameAllocator(source.Model);
        var edits = new TextEdits();
        foreach (var ofPlace in reports.Select(report => report.Remedy.Left).OfType<LeftPromises>().Distinct().GroupBy(left => left.Place))
        {
            if (places.CanWrite(ofPlace.Key))
            {
                bool bracesOnOwnLines = DocumentLayout.HasBracesOnOwnLines(ofPlace.Key.Node, source.Text);
                List<string> lines = [.. ofPlace.SelectMany(left => Lines(left, source.Model, names, layout, bracesOnOwnLines))];
                places.Write(ofPlace.Key, ofPlace.First().Flag is { } flag ? layout.Block($"if ({NameAllocator.Escape(flag)})", lines, bracesOnOwnLines) : lines, edits);
            }
        }

        return edits.IsEmpty ? null : edits.ApplyTo(source.Text);
    }

    private static IEnumerable<string> Lines(LeftPromises left, SemanticModel model, NameAllocator names, DocumentLayout layout, bool bracesOnOwnLines)
    {
        SyntaxNode around = left.Place.Node;
        int position = around is BlockSyntax block ? block.CloseBraceToken.SpanStart : around.SpanStart;
        string member = OwnerDocument.NameOf(left.Member.Name, position, FieldStyle.Of(around.FirstAncestorOrSelf<TypeDeclarationSyntax>()!).IsQualified, model);
        if (left.Element is null)
        {
            return [$"{member}{(left.MayBeNull ? "?" : "")}.TrySetCanceled();"];
        }

        string one = names.Allocate(around, "left")[0];
        string promise = left.Carried is { } carried ? $"{one}.{NameAllocator.Escape(carried)}" : one;
        string all = left.Values is { } values ? $"{member}.{values}" : member;
        return layout.Block($"foreach ({left.Element.ToMinimalDisplayString(model, position)} {one} in {all})", [$"{promise}.TrySetCanceled();"], bracesOnOwnLines);
    }
}
