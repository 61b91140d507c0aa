using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Running;
using LeakAnalyzer.Benchmarks.Picture;

if (args is ["picture", ..])
{
    return PictureCommand.Run(args[1..]);
}

BenchmarkSwitcher.FromAssembly(typeof(PictureCommand).Assembly)
    .Run(args, DefaultConfig.Instance.WithArtifactsPath(Path.Combine("artifacts", "benchmarks")));
return 0;
