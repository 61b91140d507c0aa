using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.Volume.Tests.Checking;

/// <summary>Reads and compares the texts of solutions.</summary>
internal static class SolutionTexts
{
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

    /// <summary>Gets the texts of some documents as one text.</summary>
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
