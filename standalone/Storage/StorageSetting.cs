using Microsoft.Extensions.Configuration;
using ServerlessDecide.Standalone.Hosting;

namespace ServerlessDecide.Standalone.Storage;

/// <summary>Reads the connection string that a connection's name stands for.</summary>
internal static class StorageSetting
{
    /// <summary>Looks where the real host looks: the name, the connection strings, then the name after "AzureWebJobs".</summary>
    /// <exception cref="StartException">It is missing or is not a connection string; the message names it and never shows its value.</exception>
    public static string Read(IConfiguration configuration, string name)
    {
        string?[] places = [configuration[name], configuration.GetConnectionString(name), configuration["AzureWebJobs" + name]];
        var found = Array.Find(places, place => !string.IsNullOrEmpty(place))
            ?? throw new StartException($"The setting '{name}' is missing: it must hold a storage account's connection string.");

        // A rough check: the storage client, which knows better, must not load before the server listens.
        string[] marks = ["AccountName=", "UseDevelopmentStorage=", "SharedAccessSignature="];
        return marks.Any(mark => found.Contains(mark, StringComparison.OrdinalIgnoreCase)) ? found
            : throw new StartException($"The setting '{name}' is no connection string of a storage account.");
    }
}
