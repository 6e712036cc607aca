using System.Text;
using System.Text.Json.Nodes;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using ServerlessDecide.Processes;

namespace ServerlessDecide.Tools.Backup;

/// <summary>One process's entry in the catalog, as it is stored: what the tool does not know of it is kept all the same.</summary>
internal static class CatalogEntry
{
    /// <summary>The catalog, its version, and the process's entry in it; all of them null where there is none.</summary>
    public static async Task<(JsonObject? Catalog, ETag? Version, JsonObject? Entry)> ReadAsync(Account account, ProcessId process, CancellationToken cancellationToken)
    {
        try
        {
            var blob = await Blob(account).DownloadContentAsync(cancellationToken);
            var catalog = JsonNode.Parse(blob.Value.Content.ToString())!.AsObject();
            return (catalog, blob.Value.Details.ETag, Entries(catalog).Find(e => (string?)e["id"] == process.Value));
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            return default;
        }
    }

    /// <summary>Puts an entry into the catalog (ETag replace), in the place of the process's present one.</summary>
    /// <param name="savedAt">When the entry was saved.</param>
    /// <exception cref="RefusedException">Another process has the same name in tables.</exception>
    public static async Task WriteAsync(Account account, ProcessId process, string entry, DateTimeOffset savedAt, CancellationToken cancellationToken)
    {
        var container = account.Blobs.GetBlobContainerClient(account.Names.ContentContainer);
        await container.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
        while (true)
        {
            var (catalog, version, present) = await ReadAsync(account, process, cancellationToken);
            catalog ??= new JsonObject { ["processes"] = new JsonArray() };
            var written = AsRestored(JsonNode.Parse(entry)!.AsObject(), present, savedAt);
            var processes = catalog["processes"]!.AsArray();
            if (Entries(catalog).Find(e => e != present && Compact((string)e["id"]!) == process.Compact) is { } other)
            {
                throw new RefusedException($"The account holds the process {other["id"]}, whose tables have the same names.");
            }

            if (present is not null) processes[processes.IndexOf(present)] = written;
            else processes.Add(written);
            var conditions = version is { } read ? new BlobRequestConditions { IfMatch = read } : new BlobRequestConditions { IfNoneMatch = ETag.All };
            try
            {
                await Blob(account).UploadAsync(new BinaryData(Encoding.UTF8.GetBytes(catalog.ToJsonString())), new BlobUploadOptions { Conditions = conditions }, cancellationToken);
                return;
            }
            catch (RequestFailedException e) when (e.Status is 409 or 412)
            {
                // The app changed the catalog in between.
            }
        }
    }

    // A calendar that waited when the backup was made may have been withdrawn since, and its moment may be past: it waits no more. What has
    // opened by now has opened, and how far packaging is stays as it is, whatever was known when the backup was made.
    private static JsonObject AsRestored(JsonObject entry, JsonObject? present, DateTimeOffset savedAt)
    {
        if (entry["pending"] is JsonObject pending && (DateTimeOffset?)pending["takesEffectAt"] <= savedAt)
        {
            // It was in force already.
            entry.Remove("pending");
        }
        else if (entry["pending"] is JsonObject waiting)
        {
            pending = waiting;
            entry["activities"] = pending["replaced"]!.DeepClone();
            entry["deliveriesSetAt"] = pending["deliveriesSetAt"]?.DeepClone();
            entry["calendarChangedAt"] = pending["changedAt"]?.DeepClone();
            entry.Remove("pending");
        }

        foreach (var name in present is null ? [] : PackagingFields)
        {
            entry.Remove(name);
            if (present![name] is { } value) entry[name] = value.DeepClone();
        }

        foreach (var (activity, first) in present?["reactionsOpened"] as JsonObject ?? [])
        {
            if (entry["reactionsOpened"] is not JsonObject opened) entry["reactionsOpened"] = opened = [];
            opened.TryAdd(activity, first?.DeepClone());
        }

        return entry;
    }

    private static readonly string[] PackagingFields = ["packagingBegan", "packagedContent", "takingBackSince", "packagingTakenBackAt"];

    private static string Compact(string id) => ProcessId.TryParse(id, out var parsed) ? parsed.Compact : id;

    private static List<JsonObject> Entries(JsonObject catalog) => [.. catalog["processes"]!.AsArray().Select(e => e!.AsObject())];

    private static BlobClient Blob(Account account) => account.Blobs.GetBlobContainerClient(account.Names.ContentContainer).GetBlobClient(Inventory.CatalogBlob);
}
