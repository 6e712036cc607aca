using System.ComponentModel.DataAnnotations;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;

namespace ServerlessDecide.Functions.Access;

/// <summary>The keys of callers other than visitors.</summary>
internal sealed class AccessOptions
{
    /// <summary>
    /// Setting <c>OperatorKey</c>: identifies an operator in the header <c>x-functions-key</c>. Empty: no key is accepted. The pattern rejects Key
    /// Vault references: when the vault does not answer, App Service passes on the text of the reference, which anybody can guess.
    /// </summary>
    [RegularExpression(KeyPattern, ErrorMessage = "Setting 'OperatorKey' " + KeyRule)]
    public string OperatorKey { get; set; } = "";

    /// <summary>
    /// Setting <c>ConfirmationKey</c>: the second person's key, in the same header. It confirms or withdraws what the operator key asked for and
    /// opens nothing else. Empty: nobody can confirm, and a step that needs a second person waits until its notice has passed.
    /// </summary>
    [RegularExpression(KeyPattern, ErrorMessage = "Setting 'ConfirmationKey' " + KeyRule)]
    public string ConfirmationKey { get; set; } = "";

    private const string KeyPattern = @"^(?!@Microsoft\.KeyVault\().{24,}$";

    private const string KeyRule = "must have at least 24 characters, or be empty, and not be a reference to a vault that did not answer.";
}

/// <summary>Rejects two equal keys: they would let one person confirm their own step.</summary>
internal sealed class AccessOptionsValidation : IValidateOptions<AccessOptions>
{
    public ValidateOptionsResult Validate(string? name, AccessOptions options) =>
        options.ConfirmationKey.Length > 0 && options.ConfirmationKey == options.OperatorKey
            ? ValidateOptionsResult.Fail("Setting 'ConfirmationKey' must not be the operator key: whoever asks must not be able to confirm.")
            : ValidateOptionsResult.Success;
}

/// <summary>The proxies between the caller and the application.</summary>
internal sealed class NetworkOptions
{
    /// <summary>Setting <c>ClientAddressHeader</c>: the header in which the proxies report the address they saw.</summary>
    [Required(ErrorMessage = "Setting 'ClientAddressHeader' must be the name of a header.")]
    [RegularExpression("^[A-Za-z0-9-]+$", ErrorMessage = "Setting 'ClientAddressHeader' must be the name of a header.")]
    public string ClientAddressHeader { get; set; } = "X-Forwarded-For";

    /// <summary>
    /// Setting <c>TrustedProxies</c>: how many of our proxies a request passes; each appends the address it saw to that header. 0: the
    /// caller connects directly.
    /// </summary>
    [Range(0, 8, ErrorMessage = "Setting 'TrustedProxies' must be a number from 0 to 8.")]
    public int TrustedProxies { get; set; }
}

/// <summary>The other origins that may write.</summary>
internal sealed class OriginOptions
{
    /// <summary>
    /// Setting <c>AllowedOrigins</c>: comma-separated origins, as browsers send them, whose pages may write and read with a visitor's token.
    /// Empty: only pages of our own origin.
    /// </summary>
    public string AllowedOrigins { get; set; } = "";

    public IReadOnlyList<string> List() => AllowedOrigins.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>Rejects what no browser sends as an origin; otherwise it would silently allow nothing, or more than was meant.</summary>
internal sealed partial class OriginOptionsValidation : IValidateOptions<OriginOptions>
{
    public ValidateOptionsResult Validate(string? name, OriginOptions options)
    {
        var wrong = options.List().Where(origin => !IsOrigin(origin)).ToList();
        return wrong.Count == 0
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                $"Setting 'AllowedOrigins' must be origins with commas between them, in lower case and without a path, such as https://app.example.mx; "
                + $"http and any port (http://localhost:*) only for localhost and 127.0.0.1. This is none: {string.Join(", ", wrong)}");
    }

    private static bool IsOrigin(string text)
    {
        var plain = OnThisMachine().IsMatch(text) && text.EndsWith(":*", StringComparison.Ordinal) ? text[..^2] : text;
        // As the address's parts are written back: no path, no port above 65535 or that is the scheme's own.
        return (OnThisMachine().IsMatch(plain) || Https().IsMatch(plain))
            && Uri.TryCreate(plain, UriKind.Absolute, out var uri)
            && uri.GetLeftPart(UriPartial.Authority) == plain;
    }

    [GeneratedRegex(@"^http://(localhost|127\.0\.0\.1)(:(\*|[1-9][0-9]{0,4}))?$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex OnThisMachine();

    [GeneratedRegex(@"^https://[a-z0-9-]+(\.[a-z0-9-]+)*(:[1-9][0-9]{0,4})?$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Https();
}

/// <summary>The clock that the settings ask for.</summary>
internal sealed class ClockOptions
{
    /// <summary>Setting <c>At</c>: the moment at which the host's clock starts. Only the standalone host has such a clock.</summary>
    public string? At { get; set; }
}

/// <summary>Rejects <c>At</c> on a host that ignores it; otherwise an operator would believe that the calendar follows another clock.</summary>
internal sealed class ClockOptionsValidation(TimeProvider time) : IValidateOptions<ClockOptions>
{
    public ValidateOptionsResult Validate(string? name, ClockOptions options) =>
        string.IsNullOrEmpty(options.At) || time != TimeProvider.System
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail("Setting 'At' moves the clock of the standalone host only; this host follows the real time. Remove the setting.");
}
