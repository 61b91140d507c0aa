using System.Globalization;
using LeakAnalyzer.Mutation;

if (args is [Worker.Argument])
{
    Worker.Run();
    return 0;
}

const string TestsOption = "tests=";
if (args is not [var countText, var seedText, .. var rest]
    || !int.TryParse(countText, NumberStyles.None, CultureInfo.InvariantCulture, out int count)
    || !int.TryParse(seedText, NumberStyles.None, CultureInfo.InvariantCulture, out int seed))
{
    Console.Error.WriteLine($"usage: <count> <seed> [{TestsOption}<part of a test class's name>,...] [<name or place of a mutant>...]");
    return 2;
}

string? tests = Array.Find(rest, text => text.StartsWith(TestsOption, StringComparison.Ordinal))?[TestsOption.Length..];
string[] chosen = Array.FindAll(rest, text => !text.StartsWith(TestsOption, StringComparison.Ordinal));
using var sample = new Sample(seed, tests);
if (chosen.Length == 0)
{
    sample.Try(count);
}
else
{
    sample.Try(chosen);
}

return 0;
