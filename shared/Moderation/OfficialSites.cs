using System.Buffers;
using System.Collections.Frozen;

namespace ServerlessDecide.Moderation;

/// <summary>Whose pages anybody may link to: authorities, the electoral institutes and this installation. A domain stands for all that end in it.</summary>
public sealed class OfficialSites
{
    private static readonly string[] Authorities = ["gob.mx", "ine.mx", "ieem.org.mx"];

    private readonly FrozenSet<string> domains;

    /// <param name="own">The domains of this installation, as <see cref="IsDomain"/> has them.</param>
    public OfficialSites(params IEnumerable<string> own) =>
        domains = Authorities.Concat(own).Select(d => d.ToLowerInvariant()).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Authorities and electoral institutes alone.</summary>
    public static OfficialSites Public { get; } = new();

    /// <summary>Whether a text is a domain: labels of letters, digits and hyphens with dots between them, two at least.</summary>
    public static bool IsDomain(string text) => text.Contains('.') && Uri.CheckHostName(text) == UriHostNameType.Dns && !text.EndsWith('.');

    private static readonly SearchValues<char> Hiding = SearchValues.Create("[]() \\@");

    /// <summary>
    /// Whether a link leads to one of them. It is read as a browser reads it, so that neither <c>gob.mx.example</c>, <c>xgob.mx</c> nor
    /// <c>https://gob.mx@example</c> passes.
    /// </summary>
    /// <param name="link">Lower case, with or without its protocol.</param>
    public bool Holds(string link)
    {
        // "hxxps", a dot in brackets or an address with spaces hide where they lead.
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
