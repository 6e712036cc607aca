using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ServerlessDecide.Functions.Hosting;
using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Functions.Tests.Hosting;

/// <summary>The server belongs to the host; what may become of a request in it does not.</summary>
[Collection(SharedApp.Name)]
public sealed class WebServerTests(SharedApp shared) : SharedAppTest(shared)
{
    [Fact]
    public void What_proxies_said_reaches_the_app_as_they_said_it()
    {
        // The worker asks for all, and it may do so after the app.
        using var services = new ServiceCollection().AddWebServer()
            .Configure<ForwardedHeadersOptions>(forwarded => forwarded.ForwardedHeaders = ForwardedHeaders.All).BuildServiceProvider();
        Assert.Equal(ForwardedHeaders.None, services.GetRequiredService<IOptions<ForwardedHeadersOptions>>().Value.ForwardedHeaders);
    }

    [Fact]
    public void No_server_writes_down_the_addresses_that_are_asked_for()
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
    public async Task An_answer_does_not_say_what_serves_it()
    {
        using var answer = await Shared.App.Client.GetAsync("health");
        Assert.Empty(answer.Headers.Server);
    }
}
