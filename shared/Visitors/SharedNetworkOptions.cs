using System.Net;
using Microsoft.Extensions.Options;

namespace ServerlessDecide.Visitors;

/// <summary>The networks from which much traffic is ordinary.</summary>
public sealed class SharedNetworkOptions
{
    /// <summary>
    /// Setting <c>SharedNetworks</c>: networks that are known to be shared by many, such as the institute's own kiosks, as
    /// comma-separated prefixes: <c>203.0.113.0/28, 2001:db8:7::/48</c>. Their traffic neither raises the cost of a proof nor lowers a class.
    /// </summary>
    public string SharedNetworks { get; set; } = "";

    /// <summary>Returns the networks of <see cref="SharedNetworks"/>, or null when one is not a prefix.</summary>
    public IReadOnlyList<IPNetwork>? Parse()
    {
        var networks = new List<IPNetwork>();
        foreach (var text in SharedNetworks.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (!IPNetwork.TryParse(text, out var network)) return null;
            networks.Add(network);
        }

        return networks;
    }
}

/// <summary>Rejects malformed prefixes at startup; otherwise they would be silently ignored.</summary>
public sealed class SharedNetworkOptionsValidation : IValidateOptions<SharedNetworkOptions>
{
    public ValidateOptionsResult Validate(string? name, SharedNetworkOptions options) => options.Parse() is null
        ? ValidateOptionsResult.Fail("Setting 'SharedNetworks' must be prefixes such as 203.0.113.0/28, with commas between them.")
        : ValidateOptionsResult.Success;
}
