using System.ComponentModel.DataAnnotations;

namespace ServerlessDecide.Storage;

/// <summary>Where the application keeps its data. Read from the root of the configuration.</summary>
public sealed class StorageOptions
{
    /// <summary>Setting <c>StoragePrefix</c>.</summary>
    public const string PrefixSetting = "StoragePrefix";

    /// <summary>Setting <c>DataStorage</c>: a connection string, or a section with service addresses and a managed identity.</summary>
    public const string ConnectionSetting = "DataStorage";

    /// <summary>
    /// Begins every table, queue and container name, so that installations and tests can share an account. Letters only: what follows
    /// a table's prefix begins with a digit, so no two prefixes can meet in one name.
    /// </summary>
    [Required]
    [RegularExpression("^[a-z]{3,12}$", ErrorMessage = "Setting 'StoragePrefix' must be 3 to 12 letters from a to z.")]
    public string StoragePrefix { get; set; } = "";
}
