using System.Collections.Immutable;

namespace LeakAnalyzer.Volume.Tests.Robustness;

/// <summary>A random change, such as happens while somebody types or merges. The code is then usually invalid.</summary>
/// <param name="Name">The name of the change.</param>
/// <param name="Apply">Changes the code, and returns the new text.</param>
internal sealed record Mutation(string Name, Func<MutableCode, Random, string> Apply)
{
    private static readonly string[] s_words =
    [
        "await", "async", "=>", "{", "}", "(", ")", ";", ",", ".", "?.", "using var x =", "Task.Run(", "Task.Run(async () =>", "_ =", "return", "yield return", "while (true)", "try {", "finally {", "catch {",
        "goto", "lock (", "new CancellationTokenSource()", "CancellationToken", ".Token", "Task.WhenAny(", "await foreach (var item in", "static", "ref", "out", "this", "base", "default", "null", "class C {",
        "void M() {", "async Task M() {", "switch {", "is {", "[", "]", "<", ">", "&&", "??", "\"", "'", "$\"{", "/*", "//", "#if", "#endif", "@", "\0", "\uFEFF", "1", "where T :", "extension(", "partial", "unsafe {",
    ];

    public static ImmutableArray<Mutation> All { get; } =
    [
        new("truncated", (code, random) => code.Text[..random.Next(code.Text.Length + 1)]),
        new("begun in the middle", (code, random) => code.Text[random.Next(code.Text.Length + 1)..]),
        new("a half-typed line", (code, random) => code.WithLine(code.AnyLine(random), line => line[..random.Next(line.Length + 1)])),
        new("a stretch dropped", (code, random) => code.WithoutSpan(code.AnyToken(random).SpanStart, code.AnyToken(random).SpanStart)),
        new("tokens dropped", (code, random) => Repeated(code, random, (copy, _) => copy.RemoveAt(code.AnyIndex(random, copy.Count)))),
        new("tokens repeated", (code, random) => Repeated(code, random, (copy, _) => copy.Insert(code.AnyIndex(random, copy.Count), copy[code.AnyIndex(random, copy.Count)]))),
        new("neighbours swapped", (code, random) => Repeated(code, random, (copy, _) =>
        {
            int index = code.AnyIndex(random, copy.Count);
            int next = Math.Min(index + 1, copy.Count - 1);
            (copy[index], copy[next]) = (copy[next], copy[index]);
        })),
        new("tokens swapped", (code, random) => Repeated(code, random, (copy, _) =>
        {
            int index = code.AnyIndex(random, copy.Count), other = code.AnyIndex(random, copy.Count);
            (copy[index], copy[other]) = (copy[other], copy[index]);
        })),
        new("identifiers exchanged", (code, random) => Repeated(code, random, (copy, _) =>
        {
            int index = code.AnyIndex(random, copy.Count);
            copy[index] = code.Identifiers.Length == 0 ? copy[index] : $" {code.Identifiers[random.Next(code.Identifiers.Length)]} ";
        })),
        new("words written in", (code, random) => Repeated(code, random, (copy, _) => copy.Insert(code.AnyIndex(random, copy.Count), $" {s_words[random.Next(s_words.Length)]} "))),
        new("lines joined", (code, random) => string.Concat(code.Lines.Select(line => line + (random.Next(3) == 0 ? " " : "\n")))),
        new("a line dropped", (code, random) => code.WithLine(code.AnyLine(random), _ => "")),
        new("lines repeated", (code, random) => code.WithLine(code.AnyLine(random), line => $"{line}\n{line}\n{line}")),
        new("lines moved", (code, random) =>
        {
            string moved = code.Lines[code.AnyLine(random)];
            return code.WithLine(code.AnyLine(random), line => $"{line}\n{moved}");
        }),
        new("a conflict of a merge", (code, random) => code.WithLine(code.AnyLine(random), line => $"<<<<<<< ours\n{line}\n=======\n{line}\n>>>>>>> theirs")),
    ];

    /// <summary>Changes the list of tokens one to five times.</summary>
    private static string Repeated(MutableCode code, Random random, Action<List<string>, int> spoil)
    {
        List<string> copy = [.. code.Tokens];
        for (int i = random.Next(1, 6); i > 0 && copy.Count > 1; i--)
        {
            spoil(copy, i);
        }

        return string.Concat(copy);
    }
}
