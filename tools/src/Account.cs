using Azure.Core;
using Azure.Data.Tables;
using Azure.Identity;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using ServerlessDecide.Storage;

namespace ServerlessDecide.Tools;

/// <summary>A storage account and the installation in it that a tool works on.</summary>
internal sealed class Account
{
    /// <summary>How a command line names it.</summary>
    public const string Usage =
        """
          --account NAME   storage account on Azure, as whoever signed in with 'az login' or as the machine's managed identity;
                           without it, the connection string in the environment variable DataStorage
          --prefix NAME    the installation's StoragePrefix (default decide)
        """;

    public static readonly string[] Options = ["--account", "--prefix"];

    private Account(string prefix, TableServiceClient tables, BlobServiceClient blobs, QueueServiceClient queues)
    {
        Names = new StorageNames(Microsoft.Extensions.Options.Options.Create(new StorageOptions { StoragePrefix = prefix }));
        (Prefix, Tables, Blobs, Queues) = (prefix, tables, blobs, queues);
    }

    public string Prefix { get; }

    public StorageNames Names { get; }

    public TableServiceClient Tables { get; }

    public BlobServiceClient Blobs { get; }

    /// <summary>Messages pass as they are: what is base64 stays base64.</summary>
    public QueueServiceClient Queues { get; }

    public static Account From(Arguments arguments)
    {
        var prefix = arguments.Find("--prefix") ?? "decide";
        if (arguments.Find("--account") is { } name)
        {
            var credential = new DefaultAzureCredential();
            return new Account(
                prefix,
                new TableServiceClient(Address(name, "table"), credential, Patient(new TableClientOptions())),
                new BlobServiceClient(Address(name, "blob"), credential, Patient(new BlobClientOptions())),
                new QueueServiceClient(Address(name, "queue"), credential, Patient(new QueueClientOptions())));
        }

        return Environment.GetEnvironmentVariable(StorageOptions.ConnectionSetting) is { Length: > 0 } connectionString
            ? From(connectionString, prefix)
            : throw arguments.Wrong("Name the storage account with --account, or set DataStorage to a connection string.");
    }

    public static Account From(string connectionString, string prefix) => new(
        prefix,
        new TableServiceClient(connectionString, Patient(new TableClientOptions())),
        new BlobServiceClient(connectionString, Patient(new BlobClientOptions())),
        new QueueServiceClient(connectionString, Patient(new QueueClientOptions())));

    private static Uri Address(string account, string service) => new($"https://{account}.{service}.core.windows.net");

    /// <summary>Nobody waits for an answer here: an account that is busy is asked again.</summary>
    private static T Patient<T>(T options)
        where T : ClientOptions
    {
        options.Retry.MaxRetries = 8;
        options.Retry.Mode = RetryMode.Exponential;
        return options;
    }
}
