using Xunit.Abstractions;

namespace LeakAnalyzer.Mutation;

/// <summary>A test, and the blocks that it reaches in code without a mutant.</summary>
/// <param name="Assembly">The name of the test's assembly.</param>
/// <param name="Class">The full name of the test's class.</param>
/// <param name="Id">xUnit.net's unique id of the test, or <see cref="All"/>.</param>
/// <param name="Name">The display name.</param>
internal sealed record Test(string Assembly, string Class, string Id, string Name)
{
    /// <summary>The <see cref="Id"/> that stands for all tests of a class.</summary>
    public const string All = "all";

    /// <summary>Gets the numbers of the blocks that the test reaches.</summary>
    public HashSet<int> Blocks { get; init; } = [];

    /// <summary>Creates the description of a test that xUnit.net has found.</summary>
    public static Test Of(ITestCase test)
    {
        string type = test.TestMethod.TestClass.Class.Name;
        string name = string.Join(' ', test.DisplayName.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return new(test.TestMethod.TestClass.Class.Assembly.Name.Split(',')[0], type, test.UniqueID, name.Length > 200 ? name[..200] : name);
    }

    /// <summary>Reads a line that <see cref="ToString"/> has written.</summary>
    public static Test Parse(string line)
    {
        string[] parts = line.Split('\t');
        return new(parts[0], parts[1], parts[2], parts[3])
        {
            Blocks = parts[4].Split(',', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse).ToHashSet(),
        };
    }

    /// <summary>Writes the test as a line that <see cref="Parse"/> reads.</summary>
    public override string ToString() => $"{Assembly}\t{Class}\t{Id}\t{Name}\t{string.Join(',', Blocks)}";
}
