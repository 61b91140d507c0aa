using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.Volume.Tests.Checking;

/// <summary>The texts in which two solutions differ.</summary>
internal static class SolutionTexts
{
    /// <summary>The documents whose text is another.</summary>
    public static async Task<IReadOnlyList<DocumentId>> ChangedAsync(Solution before, Solution after)
    {
        var changed = new List<DocumentId>();
        foreach (DocumentId id in after.GetChanges(before).GetProjectChanges().SelectMany(project => project.GetChangedDocuments()))
        {
            if (!(await before.GetDocument(id)!.GetTextAsync()).ContentEquals(await after.GetDocument(id)!.GetTextAsync()))
            {
                changed.Add(id);
            }
        }

        return changed;
    }

    /// <summary>The texts of some documents, one after the other.</summary>
    public static async Task<string> OfAsync(Solution solution, IEnumerable<DocumentId> documents)
    {
        var texts = new List<string>();
        foreach (DocumentId id in documents)
        {
            texts.Add((await solution.GetDocument(id)!.GetTextAsync()).ToString());
        }

        return string.Join("\n===== the next document\n", texts);
    }
}
