using System.Net;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace ServerlessDecide.Storage;

/// <summary>A small blob and its version.</summary>
public readonly record struct StoredBlob(BinaryData Content, ETag ETag);

/// <summary>Thin access to blobs. The first write creates a container; a missing container reads as empty.</summary>
public sealed class Blobs(StorageClients clients)
{
    /// <summary>Returns the whole blob, or null. For blobs that fit in memory.</summary>
    /// <param name="unless">Returns null as well if the blob still has this version.</param>
    public async Task<StoredBlob?> ReadAsync(string container, string name, ETag? unless, CancellationToken cancellationToken)
    {
        try
        {
            var options = new BlobDownloadOptions { Conditions = unless is null ? null : new BlobRequestConditions { IfNoneMatch = unless } };
            var answer = await Blob(container, name).DownloadContentAsync(options, cancellationToken);
            return answer.GetRawResponse().Status == (int)HttpStatusCode.NotModified
                ? null
                : new StoredBlob(answer.Value.Content, answer.Value.Details.ETag);
        }
        catch (RequestFailedException e) when (e.Status is (int)HttpStatusCode.NotFound or (int)HttpStatusCode.NotModified)
        {
            return null;
        }
    }

    /// <summary>Writes a blob only if there is none of that name. Returns false if there is one.</summary>
    public Task<bool> InsertAsync(string container, string name, BinaryData content, CancellationToken cancellationToken) =>
        WriteAsync(container, name, content, new BlobRequestConditions { IfNoneMatch = ETag.All }, cancellationToken);

    /// <summary>Writes a blob only if it still has the version that was read. Returns false if another writer was first.</summary>
    public Task<bool> ReplaceAsync(string container, string name, BinaryData content, ETag read, CancellationToken cancellationToken) =>
        WriteAsync(container, name, content, new BlobRequestConditions { IfMatch = read }, cancellationToken);

    /// <summary>Writes a blob; last write wins. When this returns, the content is stored.</summary>
    public Task PutAsync(string container, string name, BinaryData content, CancellationToken cancellationToken) =>
        UploadAsync(container, name, content, null, cancellationToken);

    /// <summary>Copies a stream of unknown length into a blob, which appears whole or, if reading fails, not at all.</summary>
    public async Task PutStreamAsync(string container, string name, Stream content, CancellationToken cancellationToken)
    {
        await clients.Blobs.GetBlobContainerClient(container).CreateIfNotExistsAsync(cancellationToken: cancellationToken);
        await Blob(container, name).UploadAsync(content, new BlobUploadOptions(), cancellationToken);
    }

    /// <summary>Returns a stream whose disposal creates or replaces the blob: dispose it only once all is written.</summary>
    public async Task<Stream> OpenWriteAsync(string container, string name, CancellationToken cancellationToken)
    {
        var client = clients.Blobs.GetBlobContainerClient(container);
        await client.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
        return new StagedBlobStream(client.GetBlockBlobClient(name), cancellationToken);
    }

    /// <summary>Returns a stream to read a blob of any size, or null if there is none.</summary>
    public async Task<Stream?> OpenReadAsync(string container, string name, CancellationToken cancellationToken)
    {
        try
        {
            return await Blob(container, name).OpenReadAsync(cancellationToken: cancellationToken);
        }
        catch (RequestFailedException e) when (e.Status == (int)HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    /// <summary>Returns the names of the blobs with a prefix.</summary>
    public async Task<List<string>> ListAsync(string container, string prefix, CancellationToken cancellationToken)
    {
        var found = new List<string>();
        try
        {
            var options = new GetBlobsOptions { Prefix = prefix };
            await foreach (var blob in clients.Blobs.GetBlobContainerClient(container).GetBlobsAsync(options, cancellationToken)) found.Add(blob.Name);
        }
        catch (RequestFailedException e) when (IsContainerMissing(e))
        {
            // Nothing was ever written.
        }

        return found;
    }

    /// <summary>Deletes a blob with its snapshots. Does nothing if there is none.</summary>
    public async Task DeleteAsync(string container, string name, CancellationToken cancellationToken) =>
        await Blob(container, name).DeleteIfExistsAsync(DeleteSnapshotsOption.IncludeSnapshots, cancellationToken: cancellationToken);

    /// <summary>Returns false only if the condition did not hold. Every other failure escapes as an exception.</summary>
    private async Task<bool> WriteAsync(string container, string name, BinaryData content, BlobRequestConditions conditions, CancellationToken cancellationToken)
    {
        try
        {
            await UploadAsync(container, name, content, conditions, cancellationToken);
            return true;
        }
        catch (RequestFailedException e) when (e.ErrorCode == BlobErrorCode.BlobAlreadyExists || e.ErrorCode == BlobErrorCode.ConditionNotMet)
        {
            return false;
        }
    }

    private async Task UploadAsync(string container, string name, BinaryData content, BlobRequestConditions? conditions, CancellationToken cancellationToken)
    {
        var options = new BlobUploadOptions { Conditions = conditions };
        try
        {
            await Blob(container, name).UploadAsync(content, options, cancellationToken);
        }
        catch (RequestFailedException e) when (IsContainerMissing(e))
        {
            await clients.Blobs.GetBlobContainerClient(container).CreateIfNotExistsAsync(cancellationToken: cancellationToken);
            await Blob(container, name).UploadAsync(content, options, cancellationToken);
        }
    }

    private BlobClient Blob(string container, string name) => clients.Blobs.GetBlobContainerClient(container).GetBlobClient(name);

    private static bool IsContainerMissing(RequestFailedException e) =>
        e.Status == (int)HttpStatusCode.NotFound && e.ErrorCode == BlobErrorCode.ContainerNotFound;
}
