using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace ServerlessDecide.Functions.Access;

/// <summary>
/// The other origins whose pages may write and read with a visitor's token (docs/decisions/0015). Pages of every origin may read what is
/// public; routes of operators take none. Cookies and other credentials of the browser are never part of it.
/// </summary>
internal sealed partial class AllowedOrigins
{
    private const string AnyPort = ":*";

    // Chromium keeps a preflight no longer; a removed origin is shut out by then.
    private const string TwoHours = "7200";

    private const string Exposed = "ETag, Link, Location, Retry-After, RateLimit, RateLimit-Policy, Decide-Now";

    private const string Asked = "Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, traceparent, x-requested-with";

    private readonly HashSet<string> exact;
    private readonly string[] anyPort;

    public AllowedOrigins(IOptions<OriginOptions> options)
    {
        var all = options.Value.List();
        exact = [.. all.Where(o => !o.EndsWith(AnyPort, StringComparison.Ordinal))];
        anyPort = [.. all.Except(exact).Select(o => o[..^AnyPort.Length])];
    }

    /// <summary>Lets an allowed origin read the answer to a request that is not a public read. Without allowed origins it does nothing.</summary>
    public void SetOn(HttpContext http)
    {
        if (IsEmpty) return;
        var headers = http.Response.Headers;
        headers.Vary = "Origin";
        if (AllowedOriginOf(http.Request) is not { } origin) return;
        headers.AccessControlAllowOrigin = origin;
        headers.AccessControlExposeHeaders = Exposed;
    }

    /// <summary>Answers the preflight of an allowed origin for an address that takes other methods than those of operators.</summary>
    /// <param name="here">The functions at the address.</param>
    /// <returns>False when the origin is not allowed, or not here; then nothing was set.</returns>
    public bool TryAllow(HttpContext http, IReadOnlyList<HttpFunction> here)
    {
        if (IsEmpty) return false;
        http.Response.Headers.Vary = "Origin";
        var methods = here.Where(f => f.Role is Role.Anyone or Role.Visitor).SelectMany(f => f.Methods).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        if (AllowedOriginOf(http.Request) is not { } origin || methods.Count == 0) return false;
        var headers = http.Response.Headers;
        headers.AccessControlAllowOrigin = origin;
        headers.AccessControlAllowMethods = string.Join(", ", methods);
        headers.AccessControlAllowHeaders = string.Join(", ", [Asked, .. OwnHeaders(http.Request)]);
        headers.AccessControlMaxAge = TwoHours;
        return true;
    }

    private bool IsEmpty => exact.Count == 0 && anyPort.Length == 0;

    /// <summary>Returns the request's origin when the settings allow it. An origin without the privilege of one is "null", which no setting allows.</summary>
    private string? AllowedOriginOf(HttpRequest request)
    {
        var origin = request.Headers.Origin.ToString();
        return exact.Contains(origin) || Array.Exists(anyPort, host => IsAnyPortOf(host, origin)) ? origin : null;
    }

    private static bool IsAnyPortOf(string host, string origin)
    {
        if (!origin.StartsWith(host, StringComparison.Ordinal)) return false;
        if (origin.Length == host.Length) return true;
        return origin[host.Length] == ':' && ushort.TryParse(origin.AsSpan(host.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out _);
    }

    // Headers of later versions of the API all begin so.
    private static IEnumerable<string> OwnHeaders(HttpRequest request) =>
        request.Headers.AccessControlRequestHeaders.ToString().Split(',', StringSplitOptions.TrimEntries).Where(h => OwnHeader().IsMatch(h)).Take(10);

    [GeneratedRegex("^decide-[a-z0-9-]{1,40}$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex OwnHeader();
}
