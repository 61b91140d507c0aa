using Microsoft.CodeAnalysis.Text;

namespace LeakAnalyzer.Volume.Tests.Checking;

/// <summary>Finds out which pieces of a text are also in another text.</summary>
internal static class Alignment
{
    /// <summary>Gets for each piece of the old text its index in the new text, or -1 if it isn't there any more.</summary>
    public static int[] ByChanges(List<Atom> old, List<Atom> @new, IReadOnlyList<TextChangeRange> changes)
    {
        int[] result = None(old.Count);
        int shift = 0;
        int i = 0;
        int j = 0;
        foreach (TextChangeRange change in changes)
        {
            AlignUnchanged(change.Span.Start);
            int firstOld = i;
            int firstNew = j;
            int newEnd = change.Span.Start + shift + change.NewLength;
            i = Next(old, i, change.Span.End, change.Span.IsEmpty);
            j = Next(@new, j, newEnd, change.NewLength == 0);
            AlignShortest(old, firstOld, i, @new, firstNew, j, result);
            shift += change.NewLength - change.Span.Length;
        }

        AlignUnchanged(int.MaxValue);
        return result;

        void AlignUnchanged(int end)
        {
            while (i < old.Count && old[i].Span.End <= end)
            {
                while (j < @new.Count && @new[j].Span.Start < old[i].Span.Start + shift)
                {
                    j++;
                }

                if (j < @new.Count && @new[j].Span.Start == old[i].Span.Start + shift && @new[j].Text == old[i].Text)
                {
                    result[i] = j++;
                }

                i++;
            }
        }
    }

    private static int[] None(int count)
    {
        int[] result = new int[count];
        Array.Fill(result, -1);
        return result;
    }

    private static int Next(List<Atom> atoms, int index, int end, bool isEmpty)
    {
        while (!isEmpty && index < atoms.Count && atoms[index].Span.Start < end)
        {
            index++;
        }

        return index;
    }

    /// <summary>Finds the smallest difference between two parts with Myers' algorithm.</summary>
    private static void AlignShortest(List<Atom> old, int oldFrom, int oldTo, List<Atom> @new, int newFrom, int newTo, int[] result)
    {
        int oldCount = oldTo - oldFrom;
        int newCount = newTo - newFrom;
        int most = oldCount + newCount;
        int[] furthest = new int[2 * most + 2];
        var rounds = new List<int[]>();
        for (int differences = 0; differences <= most; differences++)
        {
            rounds.Add(furthest.AsSpan(most - differences, 2 * differences + 2).ToArray());
            for (int diagonal = -differences; diagonal <= differences; diagonal += 2)
            {
                bool comes = diagonal == -differences || diagonal != differences && furthest[most + diagonal - 1] < furthest[most + diagonal + 1];
                int i = comes ? furthest[most + diagonal + 1] : furthest[most + diagonal - 1] + 1;
                while (i < oldCount && i - diagonal < newCount && old[oldFrom + i].Text == @new[newFrom + i - diagonal].Text)
                {
                    i++;
                }

                furthest[most + diagonal] = i;
                if (i >= oldCount && i - diagonal >= newCount)
                {
                    GoBack(differences);
                    return;
                }
            }
        }

        void GoBack(int differences)
        {
            int i = oldCount;
            int j = newCount;
            for (; differences >= 0; differences--)
            {
                int[] before = rounds[differences];
                int diagonal = i - j;
                bool comes = diagonal == -differences || diagonal != differences && At(diagonal - 1) < At(diagonal + 1);
                int previous = differences == 0 ? 0 : comes ? diagonal + 1 : diagonal - 1;
                int start = differences == 0 ? 0 : At(previous);
                int startOfMatch = differences == 0 ? 0 : comes ? start : start + 1;
                while (i > startOfMatch)
                {
                    result[oldFrom + --i] = newFrom + --j;
                }

                i = start;
                j = start - previous;

                int At(int at) => before[at + differences];
            }
        }
    }
}
