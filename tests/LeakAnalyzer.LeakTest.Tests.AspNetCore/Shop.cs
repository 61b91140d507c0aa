using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Hosting;

namespace LeakAnalyzer.LeakTest.Tests.AspNetCore;

/// <summary>The service as the page tells users to start it.</summary>
public class Shop : WebApplicationFactory<Program>
{
    protected override IHost CreateHost(IHostBuilder builder)
    {
        // The first test starts the host, and all share it.
        using IDisposable pause = LeakCheck.Pause();
        IHost host = base.CreateHost(builder);

        // What a request starts belongs to the test that has sent it.
        host.GetTestServer().PreserveExecutionContext = true;
        return host;
    }
}
