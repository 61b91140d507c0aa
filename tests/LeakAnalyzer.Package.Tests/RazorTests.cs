namespace LeakAnalyzer.Package.Tests;

/// <summary>Tests the reports of the installed package on Razor files in a build.</summary>
public class RazorTests
{
    private static readonly string[] s_ofRazor =
    [
        "Counter.razor(14): warning LEAK001", "Counter.razor(28): warning LEAK001", "Counter.razor(8): warning LEAK001", "Index.cshtml(7): warning LEAK001",
    ];

    private const string Component = """
        @using System.Threading.Channels
        @using Microsoft.AspNetCore.Components
        @using Microsoft.AspNetCore.Components.Web
        @inject IServiceProvider Services

        <h1 class="@_style">Ticks: @_count</h1>
        <button @onclick="Start">Start</button>
        <button @onclick="() => { _ = Task.Run(async () => await _feed.Reader.ReadAsync()); }">Inline</button>
        @foreach (int item in _items)
        {
            <p @key="item" @onclick="@(async () => await CountAsync(item))">@item</p>
        }
        @{
            _ = Task.Run(async () => await _feed.Reader.WaitToReadAsync());
            RenderFragment<int> row = item => @<b>@item</b>;
        }
        @row(_count)

        @code {
            private readonly List<int> _items = [1, 2];
            private string _style = "plain";
            private int _count;

            private readonly Channel<int> _feed = Channel.CreateUnbounded<int>();

            private void Start()
            {
                _ = Task.Run(async () => _count = await _feed.Reader.ReadAsync());
            }

            private async Task CountAsync(int item)
            {
                await Task.Delay(item);
                _count += item;
            }
        }

        """;

    private const string Page = """
        @page
        @using System.Threading.Channels
        <p>Text</p>
        @functions {
            private void Start(ChannelReader<int> feed)
            {
                _ = Task.Run(async () => await feed.ReadAsync());
            }
        }

        """;

    private const string CodeBehind = """
        namespace Consumer;

        public partial class Counter
        {
            public async Task RunAsync()
            {
                _ = Task.Run(async () => await _feed.Reader.ReadAsync());
                await Task.Delay(1);
            }
        }

        """;

    [Fact]
    public async Task A_Report_Stands_At_Its_Line_Of_The_Razor_File_And_Once_And_Can_Be_Silenced()
    {
        using ConsumerSolution solution = await SolutionAsync("Plain", "Configured", "Pragma");
        solution["Configured"].Write(".globalconfig", "is_global = true\ndotnet_analyzer_diagnostic.category-LeakAnalyzer.severity = none\n");
        solution["Pragma"].Write(".globalconfig", "is_global = true\ndotnet_analyzer_diagnostic.category-LeakAnalyzerOptions.severity = none\n");
        solution["Pragma"].Write("Counter.razor", Component.Replace("@code {", "@code {\n#pragma warning disable LEAK001"));

        CommandResult build = await solution.BuildAsync();

        build.MustSucceed();
        Assert.Equal(
            ["Counter.cs(7): warning LEAK001", .. s_ofRazor],
            ConsumerSolution.Reports(build, "Plain").Order(StringComparer.Ordinal));
        Assert.Empty(ConsumerSolution.Reports(build, "Configured"));
        Assert.Contains("Counter.razor(8): warning LEAK001", ConsumerSolution.Reports(build, "Pragma"));
        Assert.DoesNotContain("Counter.razor(29): warning LEAK001", ConsumerSolution.Reports(build, "Pragma"));
    }

    [Fact]
    public async Task A_Fix_Of_All_Leaves_The_Razor_File_And_Fixes_The_Rest()
    {
        using ConsumerSolution solution = await SolutionAsync("Plain");
        ProjectFolder project = solution["Plain"];

        (await project.DotnetAsync("format", "analyzers", "--diagnostics", ConsumerProject.Leak, "--severity", "warn")).MustSucceed();

        Assert.Equal(Component, project.Read("Counter.razor"));
        Assert.Equal(Page, project.Read("Index.cshtml"));
        Assert.NotEqual(CodeBehind, project.Read("Counter.cs"));
        Assert.Equal(s_ofRazor, ConsumerProject.Reports((await project.BuildAsync("--no-restore")).MustSucceed()).Order(StringComparer.Ordinal));
    }

    private static async Task<ConsumerSolution> SolutionAsync(params string[] names)
    {
        ConsumerSolution solution = await ConsumerSolution.CreateAsync(names.Select(name => (name, ProjectKind.Web)));
        foreach (string name in names)
        {
            ProjectFolder project = solution[name];
            project.Write("Loop.cs", "Microsoft.AspNetCore.Builder.WebApplication.CreateBuilder(args).Build().Run();\n");
            project.Write("_Imports.razor", "@namespace Consumer\n");
            project.Write("Counter.razor", Component);
            project.Write("Counter.cs", CodeBehind);
            project.Write("Index.cshtml", Page);
        }

        return solution;
    }
}
