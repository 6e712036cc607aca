using System.CommandLine;
using Azure.Core;
using Azure.Data.Tables;
using Azure.Identity;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using ServerlessDecide.Storage;

namespace ServerlessDecide.Tools;

/// <summary>A storage account, and the installation in it that a tool works on.</summary>
internal sealed class Account
{
    /// <summary>Names the account on a command line.</summary>
    public static readonly Option<string?> NameOption = new("--account")
    {
        HelpName = "NAME",
        Description = "storage account on Azure, as whoever signed in with 'az login' or as the machine's managed identity; "
            + "without it, the connection string in the environment variable DataStorage",
    };

    /// <summary>Names the installation in the account.</summary>
    public static readonly Option<string> PrefixOption = new("--prefix")
    {
        HelpName = "NAME",
        Description = "the installation's StoragePrefix",
        DefaultValueFactory = _ => "decide",
    };

    private Account(string prefix, TableServiceClient tables, BlobServiceClient blobs, QueueServiceClient queues)
    {
        Names = new StorageNames(Microsoft.Extensions.Options.Options.Create(new StorageOptions { StoragePrefix = prefix }));
        (Prefix, Tables, Blobs, Queues) = (prefix, tables, blobs, queues);
    }

    public string Prefix { get; }

    public StorageNames Names { get; }

    public TableServiceClient Tables { get; }

    public BlobServiceClient Blobs { get; }

    /// <summary>Messages are neither decoded nor encoded: base64 stays base64.</summary>
    public QueueServiceClient Queues { get; }

    /// <summary>Adds the options that name an account.</summary>
    public static void AddTo(Command command)
    {
        command.Add(NameOption);
        command.Add(PrefixOption);
    }

    /// <exception cref="UsageException">No account is named.</exception>
    public static Account From(ParseResult parsed)
    {
        var prefix = parsed.GetRequiredValue(PrefixOption);
        if (parsed.GetValue(NameOption) is not { } name)
        {
            return Environment.GetEnvironmentVariable(StorageOptions.ConnectionSetting) is { Length: > 0 } connectionString
                ? From(connectionString, prefix)
                : throw new UsageException("Name the storage account with --account, or set DataStorage to a connection string.");
        }

        var credential = new DefaultAzureCredential();
        return new Account(
            prefix,
            new TableServiceClient(Address(name, "table"), credential, Patient(new TableClientOptions())),
            new BlobServiceClient(Address(name, "blob"), credential, Patient(new BlobClientOptions())),
            new QueueServiceClient(Address(name, "queue"), credential, Patient(new QueueClientOptions())));
    }

    public static Account From(string connectionString, string prefix) => new(
        prefix,
        new TableServiceClient(connectionString, Patient(new TableClientOptions())),
        new BlobServiceClient(connectionString, Patient(new BlobClientOptions())),
        new QueueServiceClient(connectionString, Patient(new QueueClientOptions())));

    private static Uri Address(string account, string service) => new($"https://{account}.{service}.core.windows.net");

    /// <summary>Sets many retries: no client is waiting, so a busy account can be asked again.</summary>
    private static T Patient<T>(T options)
        where T : ClientOptions
    {
        options.Retry.MaxRetries = 8;
        options.Retry.Mode = RetryMode.Exponential;
        return options;
    }
}
