using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using ServerlessDecide.Standalone.Hosting;

namespace ServerlessDecide.Standalone.Http;

/// <summary>
/// Answers what browsers and crawlers ask for outside the route prefix: <c>/</c>, <c>/favicon.ico</c> and <c>/robots.txt</c>. On Azure the
/// site behind Front Door does. The setting <c>Standalone:Home</c> names the route of the function that answers <c>/</c>; without it
/// nothing is served here.
/// </summary>
internal static class RootEndpoints
{
    private const string Setting = "Standalone:Home";

    private static readonly string[] Read = ["GET", "HEAD"];

    /// <summary>Returns the whole route of the function that answers <c>/</c>; null when none does.</summary>
    public static string? Home(WebApplication app)
    {
        if (app.Configuration[Setting]?.Trim('/') is not { Length: > 0 } route) return null;
        var prefix = app.Services.GetRequiredService<HostSettings>().RoutePrefix;
        return prefix.Length == 0 ? route : $"{prefix}/{route}";
    }

    /// <param name="home">The answer to <c>/</c>; null when no function has the route.</param>
    /// <exception cref="StartException">No function has the route.</exception>
    public static void Map(WebApplication app, RequestDelegate? home)
    {
        if (home is null) throw new StartException($"The setting '{Setting}' is '{app.Configuration[Setting]}' and must be the route of an HTTP function.");
        app.MapMethods("/", Read, home);
        // Nothing to show; browsers ask once a day, and not for each page.
        app.MapMethods("/favicon.ico", Read, http => AnswerAsync(http, StatusCodes.Status204NoContent, null));
        app.MapMethods("/robots.txt", Read, http => AnswerAsync(http, StatusCodes.Status200OK, "User-agent: *\nAllow: /\n"));
    }

    private static Task AnswerAsync(HttpContext http, int status, string? text)
    {
        http.Response.StatusCode = status;
        http.Response.Headers.CacheControl = "public, max-age=86400";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        if (text is null) return Task.CompletedTask;
        http.Response.ContentType = "text/plain; charset=utf-8";
        http.Response.ContentLength = text.Length;
        return HttpMethods.IsHead(http.Request.Method) ? Task.CompletedTask : http.Response.WriteAsync(text, http.RequestAborted);
    }
}
