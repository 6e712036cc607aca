using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace ServerlessDecide.Functions.Hosting;

/// <summary>Who may come in besides visitors.</summary>
internal sealed class AccessOptions
{
    /// <summary>Setting <c>OperatorKey</c>: stands for an operator in header <c>x-functions-key</c>. Empty: that door does not exist.</summary>
    [RegularExpression("^.{24,}$", ErrorMessage = "Setting 'OperatorKey' must have at least 24 characters, or be empty.")]
    public string OperatorKey { get; set; } = "";
}

/// <summary>What a visitor's proof of work costs.</summary>
internal sealed class ProofOptions
{
    /// <summary>Setting <c>ProofCost</c>: iterations of PBKDF2 for each of some 256 tries.</summary>
    [Range(1, 100_000, ErrorMessage = "Setting 'ProofCost' must be a number from 1 to 100000.")]
    public int ProofCost { get; set; } = 1000;
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
