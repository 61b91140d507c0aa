using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Hosting;

namespace LeakAnalyzer.LeakTest.Tests.AspNetCore;

/// <summary>The host of the sample service, created as the package's README recommends.</summary>
public class Shop : WebApplicationFactory<Program>
{
    protected override IHost CreateHost(IHostBuilder builder)
    {
        // The first test that needs the host creates it, and all tests share it. Tasks that are started here must not count as leaks of that first test.
        using IDisposable pause = LeakCheck.Pause();
        IHost host = base.CreateHost(builder);

        // With this setting the tasks that a request starts belong to the test that sends the request.
        host.GetTestServer().PreserveExecutionContext = true;
        return host;
    }
}
