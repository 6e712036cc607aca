using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace ServerlessDecide.Functions.Hosting;

/// <summary>
/// What every answer tells a browser: data, not a page. The values are made once, because they are part of every answer. Why each is there,
/// and which are not, is in docs/decisions/0015; HSTS is the host's (host.json), which knows whether a request came by HTTPS.
/// </summary>
internal static class SecurityHeaders
{
    private static readonly StringValues NoSniffing = "nosniff";
    private static readonly StringValues NothingAllowed = "default-src 'none'; frame-ancestors 'none'";
    private static readonly StringValues NoReferrer = "no-referrer";
    private static readonly StringValues SameOrigin = "same-origin";
    private static readonly StringValues EveryOrigin = "cross-origin";
    private static readonly StringValues NotIndexed = "noindex";

    /// <summary>Before anything else is known. What a function or the access middleware says afterwards wins.</summary>
    public static void SetOn(IHeaderDictionary headers)
    {
        headers.XContentTypeOptions = NoSniffing;
        headers.ContentSecurityPolicy = NothingAllowed;
        headers["Referrer-Policy"] = NoReferrer;
        headers["Cross-Origin-Resource-Policy"] = SameOrigin;
        headers["X-Robots-Tag"] = NotIndexed;
    }

    /// <summary>What everybody may read, pages of every origin may read too.</summary>
    public static void AllowEveryOrigin(IHeaderDictionary headers)
    {
        headers.AccessControlAllowOrigin = "*";
        headers.AccessControlExposeHeaders = "ETag, Link, Retry-After, Decide-Now";
        headers["Cross-Origin-Resource-Policy"] = EveryOrigin;
    }

    /// <summary>The answer is a page to read, not data: it has a policy of its own, and search engines may show it.</summary>
    public static void SetOnPage(IHeaderDictionary headers, string contentSecurityPolicy)
    {
        headers.ContentSecurityPolicy = contentSecurityPolicy;
        headers.Remove("X-Robots-Tag");
    }
}
