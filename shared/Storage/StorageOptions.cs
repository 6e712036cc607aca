using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace ServerlessDecide.Storage;

/// <summary>Where the application keeps its data. Read from the root of the configuration.</summary>
public sealed class StorageOptions
{
    /// <summary>Setting <c>StoragePrefix</c>.</summary>
    public const string PrefixSetting = "StoragePrefix";

    /// <summary>Setting <c>DataStorage</c>: a connection string, or a section with service addresses and a managed identity.</summary>
    public const string ConnectionSetting = "DataStorage";

    /// <summary>
    /// The prefix of every table, queue and container name, so that installations and tests can share an account. Letters only: in a table's
    /// name a digit follows the prefix, so names with different prefixes never collide.
    /// </summary>
    [Required]
    [RegularExpression("^[a-z]{3,12}$", ErrorMessage = "Setting 'StoragePrefix' must be 3 to 12 letters from a to z.")]
    public string StoragePrefix { get; set; } = "";
}

/// <summary>Stops the start if an address of storage is missing, and names the setting.</summary>
public sealed class StorageOptionsValidation(IConfiguration configuration) : IValidateOptions<StorageOptions>
{
    private static readonly string[] Addresses = ["tableServiceUri", "blobServiceUri", "queueServiceUri"];

    public ValidateOptionsResult Validate(string? name, StorageOptions options)
    {
        var section = configuration.GetSection(StorageOptions.ConnectionSetting);
        if (!string.IsNullOrEmpty(section.Value)) return ValidateOptionsResult.Success;
        var missing = Addresses.Where(address => !Uri.TryCreate(section[address], UriKind.Absolute, out _)).ToList();
        return missing.Count == 0
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                $"Setting '{StorageOptions.ConnectionSetting}' must be a connection string, or {string.Join(", ", missing.Select(m => $"'{StorageOptions.ConnectionSetting}:{m}'"))} an absolute address.");
    }
}
