using System.Reflection;
using System.Runtime.Loader;

namespace LeakAnalyzer.Mutation;

/// <summary>
/// A process that tries one mutant after the other, so that the compiler is loaded only once. Each line of its input is a job: the folder of the changed
/// assemblies, a tab, and a file that lists the tests, or nothing for all tests.
/// </summary>
internal static class Worker
{
    /// <summary>The command-line argument that makes the program a worker.</summary>
    public const string Argument = "worker";

    /// <summary>The first word of each line of the output.</summary>
    public const string Starts = "starts", Passes = "passes", Fails = "fails", Done = "done";

    private const int Batch = 32;

    private static readonly string[] s_testAssemblies = ["LeakAnalyzer.Tests", "LeakAnalyzer.Catalogue.Tests"];

    /// <summary>Runs jobs until the input ends.</summary>
    public static void Run()
    {
        TextWriter output = TextWriter.Synchronized(Console.Out);
        Console.SetOut(TextWriter.Null);
        while (Console.ReadLine()?.Split('\t') is [var folder, var list])
        {
            var context = new MutantContext(folder);
            using (context.EnterContextualReflection())
            {
                Suite[] suites =
                [
                    .. from name in s_testAssemblies
                       select new Suite(context.LoadFromAssemblyName(new AssemblyName(name)), new Log(output, ArraysIn(context, Probes.Now))),
                ];
                if (list.Length == 0)
                {
                    Array.ForEach(suites, suite => suite.RunAll());
                }
                else
                {
                    RunUntilFailure(suites, [.. File.ReadLines(list).Select(Test.Parse)]);
                }
            }

            output.WriteLine($"{Done}\t{string.Join(',', NumbersIn(ArraysIn(context, Probes.Static)))}");
            context.Unload();
        }
    }

    /// <summary>Gets the test classes whose names contain one of the texts, which are separated by commas.</summary>
    public static Test[] FindTests(string testClasses) =>
    [
        .. from name in s_testAssemblies
           from type in Assembly.Load(name).GetTypes()
           where testClasses.Split(',').Any($"{type.FullName}".Contains)
           select new Test(name, type.FullName!, Test.All, type.Name),
    ];

    private static void RunUntilFailure(Suite[] suites, Test[] tests)
    {
        foreach (Test[] batch in tests.Chunk(Batch))
        {
            foreach (var group in batch.GroupBy(test => test.Assembly))
            {
                if (!suites.Single(suite => suite.Name == group.Key).RunUntilFailure(group))
                {
                    return;
                }
            }
        }
    }

    /// <summary>Gets the indexes at which at least one of the arrays is true.</summary>
    public static HashSet<int> NumbersIn(bool[][] arrays) => [.. arrays.SelectMany(array => Enumerable.Range(0, array.Length).Where(number => array[number]))];

    /// <summary>Gets the arrays in which the probes mark blocks; empty if the assemblies have no probes.</summary>
    private static bool[][] ArraysIn(MutantContext context, string field) =>
    [
        .. from name in MutantContext.Mutated
           let probes = context.LoadFromAssemblyName(new AssemblyName(name)).GetType(Probes.TypeName)
           where probes is not null
           select (bool[])probes.GetField(field)!.GetValue(null)!,
    ];

    /// <summary>Loads the assemblies of one mutant, and the test assemblies that reference them.</summary>
    private sealed class MutantContext(string folder) : AssemblyLoadContext("mutant", isCollectible: true)
    {
        public static readonly string[] Mutated = ["LeakAnalyzer", "LeakAnalyzer.CodeFixes"];

        protected override Assembly? Load(AssemblyName assemblyName)
        {
            string file = assemblyName.Name + ".dll";
            string changed = Path.Combine(folder, file);
            return File.Exists(changed) ? LoadFromAssemblyPath(changed)
                : Mutated.Contains(assemblyName.Name) || s_testAssemblies.Contains(assemblyName.Name) ? LoadFromAssemblyPath(Path.Combine(AppContext.BaseDirectory, file))
                : null;
        }
    }
}
