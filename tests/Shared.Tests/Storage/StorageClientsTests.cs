using Microsoft.Extensions.Configuration;
using ServerlessDecide.Storage;
using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Shared.Tests.Storage;

public sealed class StorageClientsTests
{
    [Fact]
    public async Task A_connection_string_leads_to_the_three_services()
    {
        var clients = Create(("DataStorage", await Azurite.SharedConnectionStringAsync()));

        Assert.All(
            [clients.Tables.AccountName, clients.Blobs.AccountName, clients.Queues.AccountName],
            account => Assert.Equal("devstoreaccount1", account));
    }

    [Fact]
    public void Service_addresses_and_an_identity_replace_the_connection_string_in_Azure()
    {
        var clients = Create(
            ("DataStorage:tableServiceUri", "https://decide.table.core.windows.net"),
            ("DataStorage:blobServiceUri", "https://decide.blob.core.windows.net"),
            ("DataStorage:queueServiceUri", "https://decide.queue.core.windows.net"),
            ("DataStorage:clientId", "00000000-0000-0000-0000-000000000001"));

        Assert.Equal(
            ["decide.table.core.windows.net", "decide.blob.core.windows.net", "decide.queue.core.windows.net"],
            [clients.Tables.Uri.Host, clients.Blobs.Uri.Host, clients.Queues.Uri.Host]);
    }

    [Theory]
    [InlineData("tableServiceUri")]
    [InlineData("blobServiceUri")]
    [InlineData("queueServiceUri")]
    public void A_missing_or_invalid_address_is_named(string name)
    {
        var settings = new Dictionary<string, string?>
        {
            ["DataStorage:tableServiceUri"] = "https://decide.table.core.windows.net",
            ["DataStorage:blobServiceUri"] = "https://decide.blob.core.windows.net",
            ["DataStorage:queueServiceUri"] = "https://decide.queue.core.windows.net",
        };
        foreach (var broken in new[] { null, "", "decide" })
        {
            settings["DataStorage:" + name] = broken;
            var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
            var answer = new StorageOptionsValidation(configuration).Validate(null, new StorageOptions());
            Assert.True(answer.Failed);
            Assert.Contains("DataStorage:" + name, answer.FailureMessage, StringComparison.Ordinal);
        }
    }

    private static StorageClients Create(params (string Name, string? Value)[] settings) =>
        new(new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => new KeyValuePair<string, string?>(s.Name, s.Value))).Build());
}
