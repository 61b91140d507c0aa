using LeakAnalyzer.LeakTest.Profiling;
using ProfiledService;

WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
builder.Services.AddSingleton<Orders>();
builder.Services.AddSingleton<Profiles>();
builder.Services.AddHostedService<Clock>();
WebApplication app = builder.Build();

app.MapGet("/orders/{id:int}", (int id, Orders orders) => orders.GetAsync(id));
app.MapGet("/leaky-orders/{id:int}", (int id, Orders orders) => orders.LeakyGetAsync(id));

// Meant only for the operators of the service. Tasks are watched only while such a request runs; otherwise the profiler costs nothing.
app.MapGet("/leaks", async (Profiles profiles, CancellationToken cancellationToken, double seconds = 10, bool json = false) =>
{
    TaskProfile profile = await profiles.CaptureAsync(TimeSpan.FromSeconds(seconds), cancellationToken);
    return json ? Results.Text(profile.ToJson(), "application/json") : Results.Text(profile.ToString());
});

app.Run();

/// <summary>Makes the class of the entry point public, so that tests can start the service.</summary>
public partial class Program;
