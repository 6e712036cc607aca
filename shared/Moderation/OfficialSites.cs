using System.Buffers;
using System.Collections.Frozen;

namespace ServerlessDecide.Moderation;

/// <summary>The sites that comments may link to: authorities, the electoral institutes and this installation. A domain includes its subdomains.</summary>
public sealed class OfficialSites
{
    private static readonly string[] Authorities = ["gob.mx", "ine.mx", "ieem.org.mx"];

    private readonly FrozenSet<string> domains;

    /// <param name="own">The domains of this installation, each valid by <see cref="IsDomain"/>.</param>
    public OfficialSites(params IEnumerable<string> own) =>
        domains = Authorities.Concat(own).Select(d => d.ToLowerInvariant()).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Authorities and electoral institutes only.</summary>
    public static OfficialSites Public { get; } = new();

    /// <summary>Whether a text is a domain: at least two labels of letters, digits and hyphens, joined by dots.</summary>
    public static bool IsDomain(string text) => text.Contains('.') && Uri.CheckHostName(text) == UriHostNameType.Dns && !text.EndsWith('.');

    private static readonly SearchValues<char> Hiding = SearchValues.Create("[]() \\@");

    /// <summary>
    /// Whether a link leads to one of these sites. It is parsed as a browser parses it, so that none of <c>gob.mx.example</c>,
    /// <c>xgob.mx</c> and <c>https://gob.mx@example</c> passes.
    /// </summary>
    /// <param name="link">Lower case, with or without its protocol.</param>
    public bool Holds(string link)
    {
        // "hxxps", a dot in brackets and an address with spaces hide where the link leads.
        if (link.StartsWith("hxxp", StringComparison.Ordinal) || link.AsSpan().ContainsAny(Hiding)) return false;
        var absolute = link.StartsWith("http", StringComparison.Ordinal) ? link : "https://" + link;
        if (!Uri.TryCreate(absolute, UriKind.Absolute, out var address) || address.UserInfo.Length > 0 || !address.IsDefaultPort) return false;
        for (var host = address.Host; ; host = host[(host.IndexOf('.', StringComparison.Ordinal) + 1)..])
        {
            if (domains.Contains(host)) return true;
            if (!host.Contains('.', StringComparison.Ordinal)) return false;
        }
    }
}
