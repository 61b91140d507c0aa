using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Hosting;

namespace LeakAnalyzer.LeakTest.Tests.AspNetCore;

/// <summary>Starts the service in the way that the package's README recommends.</summary>
public class Shop : WebApplicationFactory<Program>
{
    protected override IHost CreateHost(IHostBuilder builder)
    {
        // The first test starts the host, but all tests share it. So the tasks of the start must not count as that test's.
        using IDisposable pause = LeakCheck.Pause();
        IHost host = base.CreateHost(builder);

        // The tasks that a request starts then belong to the test that sends the request.
        host.GetTestServer().PreserveExecutionContext = true;
        return host;
    }
}
