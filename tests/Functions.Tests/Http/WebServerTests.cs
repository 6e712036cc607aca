using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ServerlessDecide.Functions.Http;
using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Functions.Tests.Http;

/// <summary>The server belongs to the host; how it treats a request is our configuration.</summary>
[Collection(SharedApp.Name)]
public sealed class WebServerTests(SharedApp shared) : SharedAppTest(shared)
{
    [Fact]
    public void Forwarded_headers_reach_the_app_unchanged()
    {
        // The worker enables all of them, and may configure them after the app does.
        using var services = new ServiceCollection().AddWebServer()
            .Configure<ForwardedHeadersOptions>(forwarded => forwarded.ForwardedHeaders = ForwardedHeaders.All).BuildServiceProvider();
        Assert.Equal(ForwardedHeaders.None, services.GetRequiredService<IOptions<ForwardedHeadersOptions>>().Value.ForwardedHeaders);
    }

    [Fact]
    public void The_server_does_not_log_the_requested_addresses()
    {
        using var services = new ServiceCollection().AddLogging(logging => logging.AddProvider(new CollectedLogs())).AddWebServer().BuildServiceProvider();
        foreach (var category in new[] { "Microsoft.AspNetCore.Hosting.Diagnostics", "Microsoft.AspNetCore.Routing.EndpointMiddleware" })
        {
            var logger = services.GetRequiredService<ILoggerFactory>().CreateLogger(category);
            Assert.False(logger.IsEnabled(LogLevel.Information));
            Assert.True(logger.IsEnabled(LogLevel.Warning));
        }
    }

    [Fact]
    public async Task An_answer_does_not_name_its_server()
    {
        using var answer = await Shared.App.Client.GetAsync("health");
        Assert.Empty(answer.Headers.Server);
    }
}
