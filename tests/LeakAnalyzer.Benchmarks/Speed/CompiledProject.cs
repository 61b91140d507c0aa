using System.Diagnostics;
using System.Text.Json;

namespace LeakAnalyzer.Benchmarks.Speed;

/// <summary>A real project, and the arguments that its build passes to the compiler, without those that name output files.</summary>
internal sealed record CompiledProject(string Name, string Folder, IReadOnlyList<string> Arguments)
{
    public static CompiledProject Of(string file)
    {
        file = Path.GetFullPath(file);
        string frameworks = Run(file, "-getProperty:TargetFrameworks").Trim();
        string[] framework = frameworks.Length == 0 ? [] : [$"-p:TargetFramework={frameworks.Split(';')[0].Trim()}"];
        Run(file, ["-restore", "-t:Build", "-p:GeneratePackageOnBuild=false", "-p:TreatWarningsAsErrors=false", .. framework]);

        // A design-time build, such as editors run, compiles nothing, and also works if the project is up to date.
        string json = Run(file, [
            "-t:Compile", "-getItem:CscCommandLineArgs", "-p:DesignTimeBuild=true", "-p:BuildProjectReferences=false", "-p:SkipCompilerExecution=true", "-p:ProvideCommandLineArgs=true",
            "-p:NonExistentFile=__NonExistent__", "-p:TreatWarningsAsErrors=false", .. framework]);
        using JsonDocument answer = JsonDocument.Parse(json);
        string[] arguments =
        [
            .. answer.RootElement.GetProperty("Items").GetProperty("CscCommandLineArgs").EnumerateArray()
                .Select(item => item.GetProperty("Identity").GetString()!)
                .Where(argument => !argument.StartsWith("/out:", StringComparison.Ordinal) && !argument.StartsWith("/refout:", StringComparison.Ordinal) && !argument.StartsWith("/doc:", StringComparison.Ordinal)
                    && !argument.StartsWith("/errorlog:", StringComparison.Ordinal) && !argument.StartsWith("/generatedfilesout:", StringComparison.Ordinal)),
        ];
        return new CompiledProject(Path.GetFileNameWithoutExtension(file), Path.GetDirectoryName(file)!, arguments);
    }

    /// <summary>Counts the lines of the project's C# files.</summary>
    public int CountLines() => Arguments.Where(argument => argument.EndsWith(".cs", StringComparison.Ordinal) && !argument.StartsWith('/')).Sum(file => File.ReadLines(Path.Combine(Folder, file.Trim('"'))).Count());

    private static string Run(string file, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", ["msbuild", file, "-nologo", "-nodeReuse:false", "-p:UseSharedCompilation=false", .. arguments])
        {
            RedirectStandardOutput = true,
            WorkingDirectory = Path.GetDirectoryName(file)!,
        };
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{file} doesn't build:\n{output}");
    }
}
