using System.Security.Cryptography;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace ServerlessDecide.Tools.Tests.Backup;

/// <summary>Reads everything under a prefix with the storage library alone, independent of the tool under test.</summary>
internal static class StoredThings
{
    /// <summary>Returns every row and blob: names without the prefix, and values with their types.</summary>
    public static async Task<SortedDictionary<string, string>> ReadAsync(string storage, string prefix)
    {
        var things = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var tables = new TableServiceClient(storage);
        await foreach (var table in tables.QueryAsync(t => t.Name.CompareTo(prefix + "0") >= 0 && t.Name.CompareTo(prefix + "1") < 0))
        {
            await foreach (var row in tables.GetTableClient(table.Name).QueryAsync<TableEntity>())
            {
                var columns = row.Where(c => c.Key is not ("odata.etag" or "Timestamp")).OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => $"{c.Key}={Say(c.Value)}");
                things[$"{table.Name[prefix.Length..]} {row.PartitionKey} {row.RowKey}"] = string.Join(", ", columns);
            }
        }

        var blobs = new BlobServiceClient(storage);
        await foreach (var container in blobs.GetBlobContainersAsync(BlobContainerTraits.None, BlobContainerStates.None, prefix + "-"))
        {
            var client = blobs.GetBlobContainerClient(container.Name);
            await foreach (var blob in client.GetBlobsAsync())
            {
                var content = (await client.GetBlobClient(blob.Name).DownloadContentAsync()).Value.Content;
                things[$"{container.Name[prefix.Length..]} {blob.Name}"] = $"{blob.Properties.ContentType} {Convert.ToHexStringLower(SHA256.HashData(content))}";
            }
        }

        return things;
    }

    private static string Say(object value) => value switch
    {
        byte[] bytes => "Binary " + Convert.ToHexStringLower(bytes),
        DateTimeOffset moment => "DateTime " + moment.UtcTicks,
        double number => "Double " + BitConverter.DoubleToInt64Bits(number),
        _ => $"{value.GetType().Name} {value}",
    };
}
