using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using ServerlessDecide.Functions.Http.Documents;

namespace ServerlessDecide.Functions.Http;

/// <summary>The versions that a caller is ready to replace (RFC 9110, 13.1.1).</summary>
internal sealed class IfMatch
{
    private readonly IList<EntityTagHeaderValue> tags;

    private IfMatch(IList<EntityTagHeaderValue> tags) => this.tags = tags;

    /// <summary>Reads the header; null when it is missing or malformed.</summary>
    public static IfMatch? Of(HttpRequest request) =>
        EntityTagHeaderValue.TryParseStrictList(request.Headers.IfMatch, out var tags) && tags.Count > 0 ? new IfMatch(tags) : null;

    /// <summary>Whether the caller accepts any version (<c>*</c>).</summary>
    public bool IsAny => tags.Any(tag => tag.Tag == "*");

    /// <summary>Whether the caller names this document or any (<c>*</c>). Weak tags never match.</summary>
    public bool Names(PublicDocument document) => tags.Any(tag => tag.Tag == "*" || (!tag.IsWeak && document.IsNamedBy(tag.Tag.Value!)));
}
