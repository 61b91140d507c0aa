using System.Globalization;

namespace LeakAnalyzer.Volume.Tests;

/// <summary>The arguments of a command: folders, and named numbers such as <c>--seed 2</c>.</summary>
/// <param name="Folders">The folders.</param>
/// <param name="Numbers">The numbers by their names, without <c>--</c>.</param>
internal sealed record Arguments(IReadOnlyList<string> Folders, IReadOnlyDictionary<string, int> Numbers)
{
    /// <summary>Gets a number by its name, or null if it isn't among the arguments.</summary>
    public int? this[string name] => Numbers.TryGetValue(name, out int number) ? number : null;

    public static Arguments Of(string[] arguments)
    {
        var folders = new List<string>();
        var numbers = new Dictionary<string, int>();
        for (int i = 0; i < arguments.Length; i++)
        {
            if (arguments[i].StartsWith("--", StringComparison.Ordinal))
            {
                numbers.Add(arguments[i][2..], int.Parse(arguments[++i], CultureInfo.InvariantCulture));
            }
            else
            {
                folders.Add(arguments[i]);
            }
        }

        return new Arguments(folders, numbers);
    }
}
