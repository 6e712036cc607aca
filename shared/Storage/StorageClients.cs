using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Azure.Identity;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Microsoft.Extensions.Configuration;

namespace ServerlessDecide.Storage;

/// <summary>
/// The three service clients, from the setting <c>DataStorage</c>: a connection string (Azurite), or
/// <c>DataStorage:tableServiceUri</c>, <c>:blobServiceUri</c>, <c>:queueServiceUri</c> and, for a user-assigned identity,
/// <c>:clientId</c> (Azure; the same section a queue trigger's <c>Connection</c> reads).
/// </summary>
public sealed class StorageClients
{
    // Lazy, because each loads its own library and a reader needs only one of the three.
    private readonly Lazy<TableServiceClient> tables;
    private readonly Lazy<BlobServiceClient> blobs;
    private readonly Lazy<QueueServiceClient> queues;

    /// <param name="configuration">Validated by <see cref="StorageOptionsValidation"/>.</param>
    public StorageClients(IConfiguration configuration)
    {
        var section = configuration.GetSection(StorageOptions.ConnectionSetting);
        if (section.Value is { Length: > 0 } connectionString)
        {
            tables = new(() => new TableServiceClient(connectionString, WithRetryPolicy(new TableClientOptions(), "table")));
            blobs = new(() => new BlobServiceClient(connectionString, WithRetryPolicy(new BlobClientOptions(), "blob")));
            queues = new(() => new QueueServiceClient(connectionString, WithRetryPolicy(Base64(), "queue")));
            return;
        }

        var identity = new Lazy<ManagedIdentityCredential>(() => IdentityOf(configuration));
        tables = new(() => new TableServiceClient(Address(section, "tableServiceUri"), identity.Value, WithRetryPolicy(new TableClientOptions(), "table")));
        blobs = new(() => new BlobServiceClient(Address(section, "blobServiceUri"), identity.Value, WithRetryPolicy(new BlobClientOptions(), "blob")));
        queues = new(() => new QueueServiceClient(Address(section, "queueServiceUri"), identity.Value, WithRetryPolicy(Base64(), "queue")));
    }

    /// <summary>Uses existing clients, such as those that a tool makes for the person who signed in.</summary>
    public StorageClients(TableServiceClient tables, BlobServiceClient blobs, QueueServiceClient queues) =>
        (this.tables, this.blobs, this.queues) = (new(tables), new(blobs), new(queues));

    public TableServiceClient Tables => tables.Value;

    public BlobServiceClient Blobs => blobs.Value;

    public QueueServiceClient Queues => queues.Value;

    /// <summary>Returns the application's identity in Azure: the user-assigned one of <c>DataStorage:clientId</c>, else the system-assigned one.</summary>
    public static ManagedIdentityCredential IdentityOf(IConfiguration configuration) =>
        configuration.GetSection(StorageOptions.ConnectionSetting)["clientId"] is { Length: > 0 } clientId
            ? new ManagedIdentityCredential(ManagedIdentityId.FromUserAssignedClientId(clientId))
            : new ManagedIdentityCredential(ManagedIdentityId.SystemAssigned);

    private static QueueClientOptions Base64() => new() { MessageEncoding = QueueMessageEncoding.Base64 };

    private static Uri Address(IConfigurationSection section, string name) => new(section[name]!, UriKind.Absolute);

    /// <summary>Sets two quick retries before a call fails, because a person waits for the answer.</summary>
    private static T WithRetryPolicy<T>(T options, string service)
        where T : ClientOptions
    {
        options.Retry.Mode = RetryMode.Exponential;
        options.Retry.MaxRetries = 2;
        options.Retry.Delay = TimeSpan.FromMilliseconds(100);
        options.Retry.MaxDelay = TimeSpan.FromSeconds(1);
        options.Retry.NetworkTimeout = TimeSpan.FromSeconds(8);
        // Keys identify visitors and receipts, so single requests are neither logged nor traced.
        options.Diagnostics.IsLoggingEnabled = false;
        options.Diagnostics.IsDistributedTracingEnabled = false;
        options.Diagnostics.IsTelemetryEnabled = false;
        options.AddPolicy(new ThrottlingPolicy(service), HttpPipelinePosition.PerRetry);
        options.Transport = SharedTransport;
        return options;
    }

    /// <summary>The connection pool of the three services. It renews connections so that a changed DNS address is noticed.</summary>
    private static readonly HttpClientTransport SharedTransport = new(new HttpClient(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        // Sends no trace headers to storage.
        ActivityHeadersPropagator = null,
        MaxConnectionsPerServer = 256,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        ConnectTimeout = TimeSpan.FromSeconds(3),
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    });
}
