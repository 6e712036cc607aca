using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ServerlessDecide.Functions.Http;

/// <summary>Configures the web server in front of the functions, on every host.</summary>
internal static class WebServer
{
    /// <summary>Maximum bytes of a body: more than any function accepts, and more than Azure lets through (100 MB).</summary>
    private const long MaxBody = 110_000_000;

    public static IServiceCollection AddWebServer(this IServiceCollection services)
    {
        services.Configure<KestrelServerOptions>(server =>
        {
            server.AddServerHeader = false;
            // Functions refuse bodies that are too large. If the server did, it would cut off a proxy that is still sending; the caller would get 502.
            server.Limits.MaxRequestBodySize = MaxBody;
        });
        // Otherwise the server removes the last entry of X-Forwarded-For, and ClientAddress trusts the one before it, which the caller wrote.
        services.PostConfigure<ForwardedHeadersOptions>(forwarded => forwarded.ForwardedHeaders = ForwardedHeaders.None);
        // At level Information it logs the full address of each request, and that of /locate contains a person's position.
        services.AddLogging(logging => logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning));
        return services;
    }
}
