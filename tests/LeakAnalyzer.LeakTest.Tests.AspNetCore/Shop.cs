using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Hosting;

namespace LeakAnalyzer.LeakTest.Tests.AspNetCore;

/// <summary>Starts the service in the way that the page recommends to users.</summary>
public class Shop : WebApplicationFactory<Program>
{
    protected override IHost CreateHost(IHostBuilder builder)
    {
        // The first test starts the host, and all tests share it.
        using IDisposable pause = LeakCheck.Pause();
        IHost host = base.CreateHost(builder);

        // The tasks that a request starts then belong to the test that sends the request.
        host.GetTestServer().PreserveExecutionContext = true;
        return host;
    }
}
