using System.Globalization;
using LeakAnalyzer.Mutation;

if (args is [Worker.Argument])
{
    Worker.Run();
    return 0;
}

if (args is not [var countText, var seedText, .. var rest]
    || !int.TryParse(countText, NumberStyles.None, CultureInfo.InvariantCulture, out int count)
    || !int.TryParse(seedText, NumberStyles.None, CultureInfo.InvariantCulture, out int seed))
{
    Console.Error.WriteLine("usage: <count> <seed> [<number of a mutant>...]");
    return 2;
}

using var sample = new Sample(seed);
sample.Try(count, [.. rest.Select(number => int.Parse(number, CultureInfo.InvariantCulture))]);
return 0;
