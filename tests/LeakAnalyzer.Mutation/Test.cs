using Xunit.Abstractions;

namespace LeakAnalyzer.Mutation;

/// <summary>A test, and what is known of it from a run without a mutant.</summary>
/// <param name="Assembly">The name of its assembly.</param>
/// <param name="Class">The full name of its class.</param>
/// <param name="Id">What tells it from all others of its class.</param>
/// <param name="Name">What a person reads.</param>
internal sealed record Test(string Assembly, string Class, string Id, string Name)
{
    /// <summary>The <see cref="Id"/> of what stands for all tests of a class.</summary>
    public const string All = "all";

    /// <summary>The numbers of the blocks that it reaches.</summary>
    public HashSet<int> Blocks { get; init; } = [];

    /// <summary>Describes a test that a framework has found.</summary>
    public static Test Of(ITestCase test)
    {
        string type = test.TestMethod.TestClass.Class.Name;
        string name = string.Join(' ', test.DisplayName.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return new(test.TestMethod.TestClass.Class.Assembly.Name.Split(',')[0], type, test.UniqueID, name.Length > 200 ? name[..200] : name);
    }

    /// <summary>Reads what <see cref="ToString"/> writes.</summary>
    public static Test Parse(string line)
    {
        string[] parts = line.Split('\t');
        return new(parts[0], parts[1], parts[2], parts[3])
        {
            Blocks = parts[4].Split(',', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse).ToHashSet(),
        };
    }

    /// <summary>One line.</summary>
    public override string ToString() => $"{Assembly}\t{Class}\t{Id}\t{Name}\t{string.Join(',', Blocks)}";
}
