using System.Text;
using System.Text.Json.Nodes;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace ServerlessDecide.Tools.Backup;

/// <summary>Reads and writes one process's catalog entry as stored JSON, so that fields unknown to the tool are kept.</summary>
internal static class CatalogEntry
{
    /// <summary>Returns the catalog, its ETag and the process's entry; each is null if it does not exist.</summary>
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

    /// <summary>Writes an entry into the catalog (replace by ETag) in the place of the process's current one.</summary>
    /// <param name="savedAt">When the entry was saved.</param>
    /// <exception cref="RefusedException">Another process has the same table names.</exception>
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
            await RefuseRemovedAsync(account, process, cancellationToken);
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
                // The app changed the catalog meanwhile: retry.
            }
        }
    }

    /// <summary>Refuses a process that two people removed from this account: nobody could take part in it, because its visitors' key is sealed.</summary>
    /// <exception cref="RefusedException">The account removed the process, or one with the same table names.</exception>
    public static async Task RefuseRemovedAsync(Account account, ProcessId process, CancellationToken cancellationToken)
    {
        var (catalog, _, _) = await ReadAsync(account, process, cancellationToken);
        if (catalog?["removed"] is JsonArray removed && removed.Any(e => Compact((string)e!["id"]!) == process.Compact))
        {
            throw new RefusedException($"The process {process} was removed from this account, and its id stays taken. Restore it into another account or under another prefix.");
        }
    }

    // A removal that waited in the backup is asked for anew, if it is still wanted. A calendar change that was pending in the backup may have been withdrawn since, and its time may have passed: restore the calendar
    // without it. What has opened since and the state of packaging come from the account, not from the backup.
    private static JsonObject AsRestored(JsonObject entry, JsonObject? present, DateTimeOffset savedAt)
    {
        entry.Remove("removal");
        if (entry["pending"] is JsonObject pending && (DateTimeOffset?)pending["takesEffectAt"] <= savedAt)
        {
            // The change was already in force.
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
