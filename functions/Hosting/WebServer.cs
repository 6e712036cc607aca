using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ServerlessDecide.Functions.Hosting;

/// <summary>What the app asks of the server in front of its functions, whichever host brings that server.</summary>
internal static class WebServer
{
    /// <summary>Bytes of a body that the server takes in: more than any function takes, and more than Azure lets through (100 MB).</summary>
    private const long MaxBody = 110_000_000;

    public static IServiceCollection AddWebServer(this IServiceCollection services)
    {
        services.Configure<KestrelServerOptions>(server =>
        {
            server.AddServerHeader = false;
            // Functions refuse what is too large. A server that does it hangs up on a proxy that is still sending, and the caller reads 502.
            server.Limits.MaxRequestBodySize = MaxBody;
        });
        // The worker's server would take the last entry out of X-Forwarded-For, and ClientAddress would believe the one that the sender wrote before it.
        services.PostConfigure<ForwardedHeadersOptions>(forwarded => forwarded.ForwardedHeaders = ForwardedHeaders.None);
        // At Information it writes down the whole address of each request, and /locate carries where somebody is.
        services.AddLogging(logging => logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning));
        return services;
    }
}
