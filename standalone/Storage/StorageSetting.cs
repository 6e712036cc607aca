using Microsoft.Extensions.Configuration;
using ServerlessDecide.Standalone.Hosting;

namespace ServerlessDecide.Standalone.Storage;

/// <summary>The setting that a connection's name stands for.</summary>
internal static class StorageSetting
{
    /// <summary>Found as the real host finds it: by its name, among the connection strings, or after "AzureWebJobs".</summary>
    /// <exception cref="StartException">It is missing or no connection string; the message names it and never says its value.</exception>
    public static string Read(IConfiguration configuration, string name)
    {
        string?[] places = [configuration[name], configuration.GetConnectionString(name), configuration["AzureWebJobs" + name]];
        var found = Array.Find(places, place => !string.IsNullOrEmpty(place))
            ?? throw new StartException($"The setting '{name}' is missing: it must hold a storage account's connection string.");

        // A glance only: the storage client, which knows better, is not loaded before the server listens.
        string[] marks = ["AccountName=", "UseDevelopmentStorage=", "SharedAccessSignature="];
        return marks.Any(mark => found.Contains(mark, StringComparison.OrdinalIgnoreCase)) ? found
            : throw new StartException($"The setting '{name}' is no connection string of a storage account.");
    }
}
