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
    // Made when first asked for: each loads a library of its own, and who reads needs one of the three.
    private readonly Lazy<TableServiceClient> tables;
    private readonly Lazy<BlobServiceClient> blobs;
    private readonly Lazy<QueueServiceClient> queues;

    /// <param name="configuration">As <see cref="StorageOptionsValidation"/> has found it in order.</param>
    public StorageClients(IConfiguration configuration)
    {
        var section = configuration.GetSection(StorageOptions.ConnectionSetting);
        if (section.Value is { Length: > 0 } connectionString)
        {
            tables = new(() => new TableServiceClient(connectionString, Patience(new TableClientOptions(), "table")));
            blobs = new(() => new BlobServiceClient(connectionString, Patience(new BlobClientOptions(), "blob")));
            queues = new(() => new QueueServiceClient(connectionString, Patience(Base64(), "queue")));
            return;
        }

        var identity = new Lazy<ManagedIdentityCredential>(() => IdentityOf(configuration));
        tables = new(() => new TableServiceClient(Address(section, "tableServiceUri"), identity.Value, Patience(new TableClientOptions(), "table")));
        blobs = new(() => new BlobServiceClient(Address(section, "blobServiceUri"), identity.Value, Patience(new BlobClientOptions(), "blob")));
        queues = new(() => new QueueServiceClient(Address(section, "queueServiceUri"), identity.Value, Patience(Base64(), "queue")));
    }

    /// <summary>Clients that somebody has made: a tool, as the person who signed in.</summary>
    public StorageClients(TableServiceClient tables, BlobServiceClient blobs, QueueServiceClient queues) =>
        (this.tables, this.blobs, this.queues) = (new(tables), new(blobs), new(queues));

    public TableServiceClient Tables => tables.Value;

    public BlobServiceClient Blobs => blobs.Value;

    public QueueServiceClient Queues => queues.Value;

    /// <summary>Who the application is in Azure: the user-assigned identity of <c>DataStorage:clientId</c>, else the system-assigned one.</summary>
    public static ManagedIdentityCredential IdentityOf(IConfiguration configuration) =>
        configuration.GetSection(StorageOptions.ConnectionSetting)["clientId"] is { Length: > 0 } clientId
            ? new ManagedIdentityCredential(ManagedIdentityId.FromUserAssignedClientId(clientId))
            : new ManagedIdentityCredential(ManagedIdentityId.SystemAssigned);

    private static QueueClientOptions Base64() => new() { MessageEncoding = QueueMessageEncoding.Base64 };

    private static Uri Address(IConfigurationSection section, string name) => new(section[name]!, UriKind.Absolute);

    /// <summary>A person waits for the answer: two quick retries, then say that storage is away.</summary>
    private static T Patience<T>(T options, string service)
        where T : ClientOptions
    {
        options.Retry.Mode = RetryMode.Exponential;
        options.Retry.MaxRetries = 2;
        options.Retry.Delay = TimeSpan.FromMilliseconds(100);
        options.Retry.MaxDelay = TimeSpan.FromSeconds(1);
        options.Retry.NetworkTimeout = TimeSpan.FromSeconds(8);
        // Keys name visitors and receipts: requests are neither logged nor traced one by one.
        options.Diagnostics.IsLoggingEnabled = false;
        options.Diagnostics.IsDistributedTracingEnabled = false;
        options.Diagnostics.IsTelemetryEnabled = false;
        options.AddPolicy(new ThrottlingPolicy(service), HttpPipelinePosition.PerRetry);
        options.Transport = SharedTransport;
        return options;
    }

    /// <summary>One connection pool for the three services; a connection is renewed so that a moved address is noticed.</summary>
    private static readonly HttpClientTransport SharedTransport = new(new HttpClient(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        // Where requests are traced, storage is not told in whose trace it was asked.
        ActivityHeadersPropagator = null,
        MaxConnectionsPerServer = 256,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        ConnectTimeout = TimeSpan.FromSeconds(3),
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    });
}
