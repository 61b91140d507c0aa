namespace LeakAnalyzer.Package.Tests;

/// <summary>The folder of a project, or of several projects, that use a package.</summary>
/// <param name="path">The full path of the folder.</param>
internal class ProjectFolder(string path)
{
    public string Folder { get; } = path;

    public void Write(string fileName, string text) => File.WriteAllText(Path.Combine(Folder, fileName), text);

    public string Read(string fileName) => File.ReadAllText(Path.Combine(Folder, fileName));

    public Task<CommandResult> DotnetAsync(params string[] arguments) => Dotnet.RunAsync(Folder, CompilerServer.Settings, arguments);

    public Task<CommandResult> ScriptAsync(string script) => Dotnet.RunScriptAsync(Folder, CompilerServer.Settings, script);

    public Task<CommandResult> BuildAsync(params string[] arguments) => DotnetAsync(["build", .. arguments]);
}
