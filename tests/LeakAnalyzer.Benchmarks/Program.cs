using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Running;
using LeakAnalyzer.Benchmarks.Kept;
using LeakAnalyzer.Benchmarks.Picture;

if (args is ["picture", ..])
{
    return PictureCommand.Run(args[1..]);
}

if (args is ["kept"])
{
    KeptMemory.Print(Console.Out);
    return 0;
}

BenchmarkSwitcher.FromAssembly(typeof(PictureCommand).Assembly)
    .Run(args, DefaultConfig.Instance.WithArtifactsPath(Path.Combine("artifacts", "benchmarks")));
return 0;
