using LeakAnalyzer.Rules;
using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.Tests.Rules.LEAK001_UngovernedWait;

/// <summary>Tests each kind of function or member that can start a task, such as a lambda or an accessor.</summary>
public class ScopeKindTests
{
    private const string Leak = "{|LEAK001:Task.Run|}(async () => await Task.Delay(Timeout.Infinite))";
    private const string Finite = "Task.Run(async () => await Task.Delay(1000))";

    [Theory]
    [MemberData(nameof(ScopeKinds.Members), MemberType = typeof(ScopeKinds))]
    public Task A_Start_In_Any_Body_Is_Reported(string member) => Verify.Reported(ScopeKinds.Subject(member, Leak));

    [Theory]
    [MemberData(nameof(ScopeKinds.Members), MemberType = typeof(ScopeKinds))]
    public Task A_Start_Of_Finite_Work_In_Any_Body_Is_Not_Reported(string member) => Verify.Silent(ScopeKinds.Subject(member, Finite));

    [Theory]
    [InlineData("while (args.Length > 0) { _ = START; }")]
    [InlineData("Start(); void Start() { _ = START; }")]
    [InlineData("Action a = () => { _ = START; }; a();")]
    public async Task A_Start_In_A_Top_Level_Program_Is_Reported(string program)
    {
        Setup setup = Setup.Default with { Output = OutputKind.ConsoleApplication };
        await Verify.Reported(ScopeKinds.Replace(program, Leak), setup);
        await Verify.Silent(ScopeKinds.Replace(program, Finite), setup);
    }

    /// <summary>A task isn't reported if the code that starts it runs only once in the process, such as a top-level statement.</summary>
    [Theory]
    [InlineData("_ = START;")]
    [InlineData("await Task.Yield(); _ = START;")]
    [InlineData("if (args.Length > 0) { _ = START; } return 1;")]
    [InlineData("return; static class Once { static Once() { _ = START; } }")]
    [InlineData("return; class Once { public static readonly Once Instance = new(); private Once() { _ = START; } }")]
    [InlineData("return; class Once { private Once() { _ = START; } public static Once Instance { get; } = new Once(); }")]
    public async Task A_Start_That_Happens_Once_Is_The_Applications(string program)
    {
        Setup setup = Setup.Default with { Output = OutputKind.ConsoleApplication };
        string leak = ScopeKinds.Replace(program, Leak);
        await Verify.Silent(leak.Replace("{|LEAK001:Task.Run|}", "Task.Run", StringComparison.Ordinal), setup);
        await Verify.Reported(
            leak.Replace("{|LEAK001:", "{|LEAK011:", StringComparison.Ordinal), setup with { Rules = [UnseenEnd.Id], ShowsAudit = true });
    }

    [Theory]
    [InlineData("static class Once { static Once() { for (int i = 0; i < 9; i++) { _ = START; } } }")]
    [InlineData("static class Once { static Once() => Start(); public static void Start() { _ = START; } }")]
    [InlineData("static class Once { public static readonly Action Later = () => { _ = START; }; }")]
    [InlineData("class Twice { public static readonly Twice A = new(), B = new(); private Twice() { _ = START; } }")]
    [InlineData("class Many { public static readonly Many A = new(); public Many() { _ = START; } public static Many Make() => new Many(); }")]
    [InlineData("class Other { public static readonly Other A = new(); private Other() { _ = START; } public static Other Make() { Other made; made = new(); return made; } }")]
    [InlineData("class Single { public static readonly Single A = new(); private Single() { } public void Begin() { _ = START; } }")]
    public Task What_The_Once_Only_Code_Calls_Is_Judged_As_Usual(string code) => Verify.Reported(ScopeKinds.Replace(code, Leak));

    /// <summary>A constructor or private function also runs only once, if its only call is in code that runs only once.</summary>
    [Theory]
    [InlineData("_ = new Server(); class Server { public Server() { _ = START; } }")]
    [InlineData("Server server; server = new(); server.GetHashCode(); class Server { public Server() { _ = START; } }")]
    [InlineData("Run(); void Run() { _ = new Server(); } class Server { public Server() { _ = START; } }")]
    [InlineData("_ = new Root(); class Root { private readonly Server _server = new Server(); } class Server { public Server() { Begin(); } private void Begin() { _ = START; } }")]
    [InlineData("return; static class Once { static Once() => Start(); private static void Start() { Local(); void Local() { _ = START; } } }")]
    public Task A_Start_Is_The_Applications_If_It_Is_Proved_To_Happen_Once(string program) => Verify.Silent(
        ScopeKinds.Replace(program, Leak).Replace("{|LEAK001:Task.Run|}", "Task.Run", StringComparison.Ordinal), Setup.Default with { Output = OutputKind.ConsoleApplication });

    [Theory]
    [InlineData("for (int i = 0; i < 9; i++) { _ = new Server(); } class Server { public Server() { _ = START; } }")]
    [InlineData("_ = new Server(); _ = new Server(); class Server { public Server() { _ = START; } }")]
    [InlineData("Run(); Run(); void Run() { _ = new Server(); } class Server { public Server() { _ = START; } }")]
    [InlineData("Func<object> make = () => new Server(); make(); class Server { public Server() { _ = START; } }")]
    [InlineData("_ = new Server(); class Server { public void Again() { _ = START; } }")]
    [InlineData("_ = new Server(); _ = new Derived(); class Server { public Server() { _ = START; } } class Derived : Server { }")]
    [InlineData("_ = new Server(); _ = Activator.CreateInstance<Server>(); class Server { public Server() { _ = START; } }")]
    [InlineData("_ = new Server(); _ = Activator.CreateInstance(typeof(Server)); class Server { public Server() { _ = START; } }")]
    [InlineData("_ = new Server(); partial class Server { public Server() { _ = START; } }")]
    [InlineData("_ = new Server(); class Server { public Server() { Begin(); Begin(); } private void Begin() { _ = START; } }")]
    [InlineData("_ = new Server(); class Server { public Server() { Action begin = Begin; begin(); } private void Begin() { _ = START; } }")]
    [InlineData("_ = new Server(); class Server { public Server() { Begin(); } public void Begin() { _ = START; } }")]
    [InlineData("Program.Run(); partial class Program { private static void Run() { _ = START; } }")]
    public Task A_Start_That_May_Happen_Again_Is_Reported(string program) =>
        Verify.Reported(ScopeKinds.Replace(program, Leak), Setup.Default with { Output = OutputKind.ConsoleApplication });

    [Theory]
    [InlineData("services.AddSingleton<Service>();", true)]
    [InlineData("services.AddSingleton<IService, Service>();", true)]
    [InlineData("services.AddSingleton<IService>(provider => new Service());", true)]
    [InlineData("services.AddSingleton<IService>(provider => { if (provider is null) { throw new Exception(); } return new Service(); });", true)]
    [InlineData("services.AddTransient<IService>(provider => { return new Service(); });", false)]
    [InlineData("services.AddSingleton<Func<IService>>(provider => { Func<IService> make = () => { return new Service(); }; return make; });", false)]
    [InlineData("services.TryAddSingleton<Service>();", true)]
    [InlineData("services.AddSingleton(typeof(IService), typeof(Service));", true)]
    [InlineData("services.Add(ServiceDescriptor.Singleton<IService, Service>());", true)]
    [InlineData("services.AddScoped<Service>(); new Service();", false)]
    [InlineData("services.AddTransient<IService>(provider => new Service());", false)]
    [InlineData("services.AddSingleton<Other>(); new Service();", false)]
    public async Task A_Type_That_Is_Registered_As_One(string registration, bool isOnce)
    {
        string code = $$"""
            using Microsoft.Extensions.DependencyInjection;
            using Microsoft.Extensions.DependencyInjection.Extensions;

            public interface IService { }
            public class Other { }
            public class Service : IService
            {
                public Service() => _ = {{Leak}};
            }

            static class Startup
            {
                static void Register(IServiceCollection services) { {{registration}} }
            }
            """;
        Setup setup = Setup.Default with { References = TestReferences.Hosting };
        await (isOnce ? Verify.Silent(code.Replace("{|LEAK001:Task.Run|}", "Task.Run", StringComparison.Ordinal), setup) : Verify.Reported(code, setup));
    }

    [Theory]
    [InlineData("public class Service : IComparable<Service> { public Service() => _ = START; public int CompareTo(Service? other) => 0; }", false)]
    [InlineData("public class Service : IComparable<Service> { public Service() => _ = START; public int CompareTo(Service? other) => 0; public static Service Make() => new Service(); }", true)]
    [InlineData("public class Service : IDisposable { public Service() => _ = START; public void Dispose() { } }", true)]
    [InlineData("public class Service { public Service() => _ = START; }", true)]
    public async Task A_Type_Of_An_Interface_That_Nobody_Makes_Has_An_Unknown_Lifetime(string code, bool isReported)
    {
        string leak = ScopeKinds.Replace(code, Leak);
        await (isReported ? Verify.Reported(leak) : Verify.Silent(leak.Replace("{|LEAK001:Task.Run|}", "Task.Run", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("private readonly Task _task = START;")]
    [InlineData("private static readonly Task s_task = START;")]
    [InlineData("Task P { get; } = START;")]
    [InlineData("private readonly Lazy<Task> _task = new(() => START);")]
    public Task A_Start_Whose_Task_Is_Kept_By_An_Initializer_Is_Not_Reported(string member) =>
        Verify.Silent($"class Subject {{ {ScopeKinds.Replace(member, "Task.Run(async () => await Task.Delay(Timeout.Infinite))")} }}");
}
