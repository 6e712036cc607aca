using System.ComponentModel.DataAnnotations;
using System.Net;
using Microsoft.Extensions.Options;

namespace ServerlessDecide.Functions.Hosting;

/// <summary>Who may come in besides visitors.</summary>
internal sealed class AccessOptions
{
    /// <summary>
    /// Setting <c>OperatorKey</c>: stands for an operator in header <c>x-functions-key</c>. Empty: that door does not exist. Where a vault does
    /// not answer, App Service hands over the text of the reference to it, which anybody can guess.
    /// </summary>
    [RegularExpression(KeyPattern, ErrorMessage = "Setting 'OperatorKey' " + KeyRule)]
    public string OperatorKey { get; set; } = "";

    /// <summary>
    /// Setting <c>ConfirmationKey</c>: the second person's, in the same header. It confirms or withdraws what the operator key asked for and
    /// opens nothing else. Empty: nobody can confirm, and what waits for a second person waits for its notice to pass.
    /// </summary>
    [RegularExpression(KeyPattern, ErrorMessage = "Setting 'ConfirmationKey' " + KeyRule)]
    public string ConfirmationKey { get; set; } = "";

    private const string KeyPattern = @"^(?!@Microsoft\.KeyVault\().{24,}$";

    private const string KeyRule = "must have at least 24 characters, or be empty, and not be a reference to a vault that did not answer.";
}

/// <summary>Two keys that are one would let one person confirm its own step.</summary>
internal sealed class AccessOptionsValidation : IValidateOptions<AccessOptions>
{
    public ValidateOptionsResult Validate(string? name, AccessOptions options) =>
        options.ConfirmationKey.Length > 0 && options.ConfirmationKey == options.OperatorKey
            ? ValidateOptionsResult.Fail("Setting 'ConfirmationKey' must not be the operator key: whoever asks must not be able to confirm.")
            : ValidateOptionsResult.Success;
}

/// <summary>What a visitor's proof of work costs.</summary>
internal sealed class ProofOptions
{
    /// <summary>Setting <c>ProofCost</c>: iterations of PBKDF2 for each of some 256 tries. Where much comes from one network, up to 16 times as many tries.</summary>
    [Range(1, 100_000, ErrorMessage = "Setting 'ProofCost' must be a number from 1 to 100000.")]
    public int ProofCost { get; set; } = 1000;
}

/// <summary>What stands between the caller and the application.</summary>
internal sealed class NetworkOptions
{
    /// <summary>Setting <c>ClientAddressHeader</c>: the header in which the proxies say whom they saw.</summary>
    [Required(ErrorMessage = "Setting 'ClientAddressHeader' must be the name of a header.")]
    [RegularExpression("^[A-Za-z0-9-]+$", ErrorMessage = "Setting 'ClientAddressHeader' must be the name of a header.")]
    public string ClientAddressHeader { get; set; } = "X-Forwarded-For";

    /// <summary>
    /// Setting <c>TrustedProxies</c>: how many proxies of ours a request passes, each of which adds whom it saw to that header. 0: the
    /// connection itself is the caller's.
    /// </summary>
    [Range(0, 8, ErrorMessage = "Setting 'TrustedProxies' must be a number from 0 to 8.")]
    public int TrustedProxies { get; set; }

    /// <summary>
    /// Setting <c>SharedNetworks</c>: networks that are known to be shared by many, such as the institute's own kiosks, as prefixes with
    /// commas between them: <c>203.0.113.0/28, 2001:db8:7::/48</c>. How much comes from them neither raises the cost of a proof nor
    /// lowers a class.
    /// </summary>
    public string SharedNetworks { get; set; } = "";

    /// <summary>The networks of <see cref="SharedNetworks"/>, or null when one of them is no prefix.</summary>
    public IReadOnlyList<IPNetwork>? Shared()
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

/// <summary>A prefix that is none would quietly be no network.</summary>
internal sealed class NetworkOptionsValidation : IValidateOptions<NetworkOptions>
{
    public ValidateOptionsResult Validate(string? name, NetworkOptions options) => options.Shared() is null
        ? ValidateOptionsResult.Fail("Setting 'SharedNetworks' must be prefixes such as 203.0.113.0/28, with commas between them.")
        : ValidateOptionsResult.Success;
}

/// <summary>A clock that was asked for.</summary>
internal sealed class ClockOptions
{
    /// <summary>Setting <c>At</c>: the moment at which the host's clock began. Only the standalone host has such a clock.</summary>
    public string? At { get; set; }
}

/// <summary>Nobody may believe that the calendar follows another clock when it does not.</summary>
internal sealed class ClockOptionsValidation(TimeProvider time) : IValidateOptions<ClockOptions>
{
    public ValidateOptionsResult Validate(string? name, ClockOptions options) =>
        string.IsNullOrEmpty(options.At) || time != TimeProvider.System
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail("Setting 'At' moves the clock of the standalone host only; this host follows the real time. Remove the setting.");
}
