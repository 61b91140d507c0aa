using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Hosting;

namespace LeakAnalyzer.LeakTest.Tests.AspNetCore;

/// <summary>The host of the sample service, created as the package's README recommends.</summary>
public class Shop : WebApplicationFactory<Program>
{
    protected override IHost CreateHost(IHostBuilder builder)
    {
        // All tests share the host, so its tasks are no leaks of the test that happens to create it.
        using IDisposable pause = LeakCheck.Pause();
        IHost host = base.CreateHost(builder);

        // Tasks that a request starts belong to the test that sends it.
        host.GetTestServer().PreserveExecutionContext = true;
        return host;
    }
}
