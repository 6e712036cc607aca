using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace ServerlessDecide.Functions.Http;

/// <summary>
/// The headers that tell a browser that every answer is data, not a page. docs/decisions/0015 says why each header is there, and which are
/// not. The host sends HSTS (host.json), because it knows whether a request came by HTTPS.
/// </summary>
internal static class SecurityHeaders
{
    private static readonly StringValues NoSniffing = "nosniff";
    private static readonly StringValues NothingAllowed = "default-src 'none'; frame-ancestors 'none'";
    private static readonly StringValues NoReferrer = "no-referrer";
    private static readonly StringValues SameOrigin = "same-origin";
    private static readonly StringValues EveryOrigin = "cross-origin";
    private static readonly StringValues NotIndexed = "noindex";

    /// <summary>Sets the defaults. A function or the access middleware may override them later.</summary>
    public static void SetOn(IHeaderDictionary headers)
    {
        headers.XContentTypeOptions = NoSniffing;
        headers.ContentSecurityPolicy = NothingAllowed;
        headers["Referrer-Policy"] = NoReferrer;
        headers["Cross-Origin-Resource-Policy"] = SameOrigin;
        headers["X-Robots-Tag"] = NotIndexed;
    }

    /// <summary>Lets pages of every origin read a public answer.</summary>
    public static void AllowEveryOrigin(IHeaderDictionary headers)
    {
        headers.AccessControlAllowOrigin = "*";
        headers.AccessControlExposeHeaders = "ETag, Link, Retry-After, Decide-Now";
        headers["Cross-Origin-Resource-Policy"] = EveryOrigin;
    }

    /// <summary>Marks the answer as a page, not data: it has its own policy, and search engines may show it.</summary>
    public static void SetOnPage(IHeaderDictionary headers, string contentSecurityPolicy)
    {
        headers.ContentSecurityPolicy = contentSecurityPolicy;
        headers.Remove("X-Robots-Tag");
    }
}
