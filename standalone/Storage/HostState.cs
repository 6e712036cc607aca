using Azure.Core;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Specialized;
using Microsoft.Extensions.Configuration;
using ServerlessDecide.Standalone.Hosting;

namespace ServerlessDecide.Standalone.Storage;

/// <summary>The blobs of the host's own state, in the same place as on Azure: the account of <c>AzureWebJobsStorage</c>.</summary>
internal sealed class HostState
{
    private readonly string connectionString;
    private readonly string hostId;
    private readonly Lazy<BlobContainerClient> container;

    /// <exception cref="StartException">The setting is missing or is not a connection string.</exception>
    public HostState(IConfiguration configuration)
    {
        connectionString = StorageSetting.Read(configuration, "AzureWebJobsStorage");
        hostId = configuration["AzureFunctionsWebHost:hostid"] ?? configuration["StoragePrefix"] ?? "serverlessdecide";
        // Created for the first timer, so that the storage client does not load before the server listens.
        container = new(() => new BlobContainerClient(connectionString, "azure-webjobs-hosts", WithPatience(new BlobClientOptions())));
    }

    /// <summary>Returns the blob of a timer's schedule, leased by the process that runs the timer.</summary>
    public BlobClient Schedule(string function) => container.Value.GetBlobClient($"timers/{hostId}/{function}");

    /// <summary>Returns the blob whose lease allows a single run of a timer at a time.</summary>
    public BlobClient Run(string function) => container.Value.GetBlobClient($"locks/{hostId}/{function}");

    public static async Task CreateAsync(BlobClient blob, CancellationToken cancellation)
    {
        await blob.GetParentBlobContainerClient().CreateIfNotExistsAsync(cancellationToken: cancellation);
        try
        {
            await blob.UploadAsync(BinaryData.Empty, new Azure.Storage.Blobs.Models.BlobUploadOptions { Conditions = new() { IfNoneMatch = Azure.ETag.All } }, cancellation);
        }
        catch (Azure.RequestFailedException exists) when (exists.Status is 409 or 412)
        {
            // Another process created it first.
        }
    }

    /// <summary>Sets short timeouts and few retries: the pumps retry on their own, and report once that storage is unavailable.</summary>
    public static T WithPatience<T>(T options)
        where T : ClientOptions
    {
        options.Retry.MaxRetries = 1;
        options.Retry.Delay = TimeSpan.FromMilliseconds(200);
        options.Retry.NetworkTimeout = TimeSpan.FromSeconds(10);
        options.Diagnostics.IsLoggingEnabled = false;
        options.Diagnostics.IsDistributedTracingEnabled = false;
        return options;
    }
}
