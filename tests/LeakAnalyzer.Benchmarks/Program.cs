using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Running;
using LeakAnalyzer.Benchmarks.Kept;
using LeakAnalyzer.Benchmarks.Picture;
using LeakAnalyzer.Benchmarks.Speed;

if (args is ["picture", ..])
{
    return PictureCommand.Run(args[1..]);
}

if (args is ["kept"])
{
    KeptMemory.Print(Console.Out);
    return 0;
}

switch (args)
{
    case ["edit"]:
        return await EditCommand.RunAsync(Console.Out);
    case ["build", .. var rest]:
        return BuildCommand.Run(rest);
    case ["growth"]:
        return await GrowthCommand.RunAsync(Console.Out);
}

BenchmarkSwitcher.FromAssembly(typeof(PictureCommand).Assembly)
    .Run(args, DefaultConfig.Instance.WithArtifactsPath(Path.Combine("artifacts", "benchmarks")));
return 0;
