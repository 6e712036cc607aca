using System.Net;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace ServerlessDecide.Storage;

/// <summary>A small blob and the version of it that was read.</summary>
public readonly record struct StoredBlob(BinaryData Content, ETag ETag);

/// <summary>Thin access to blobs: a container is made when the first blob is written; a missing one reads as absent.</summary>
public sealed class Blobs(StorageClients clients)
{
    /// <summary>The whole blob, or null. For blobs that fit in memory.</summary>
    /// <param name="unless">When the blob still has this version, null is answered as well: nothing new.</param>
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

    /// <summary>Writes only if there is no such blob. False when there is one.</summary>
    public Task<bool> InsertAsync(string container, string name, BinaryData content, CancellationToken cancellationToken) =>
        WriteAsync(container, name, content, new BlobRequestConditions { IfNoneMatch = ETag.All }, cancellationToken);

    /// <summary>Writes only if the blob is still the one that was read. False when somebody else was first.</summary>
    public Task<bool> ReplaceAsync(string container, string name, BinaryData content, ETag read, CancellationToken cancellationToken) =>
        WriteAsync(container, name, content, new BlobRequestConditions { IfMatch = read }, cancellationToken);

    /// <summary>Last write wins: when this returns, the content was written.</summary>
    public Task PutAsync(string container, string name, BinaryData content, CancellationToken cancellationToken) =>
        UploadAsync(container, name, content, null, cancellationToken);

    /// <summary>Copies a stream of unknown length into a blob, which appears whole or, when reading fails, not at all.</summary>
    public async Task PutStreamAsync(string container, string name, Stream content, CancellationToken cancellationToken)
    {
        await clients.Blobs.GetBlobContainerClient(container).CreateIfNotExistsAsync(cancellationToken: cancellationToken);
        await Blob(container, name).UploadAsync(content, new BlobUploadOptions(), cancellationToken);
    }

    /// <summary>A stream whose blob appears, or is replaced, when the stream is disposed: dispose it only when all is written.</summary>
    public async Task<Stream> OpenWriteAsync(string container, string name, CancellationToken cancellationToken)
    {
        var client = clients.Blobs.GetBlobContainerClient(container);
        await client.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
        return new StagedBlobStream(client.GetBlockBlobClient(name), cancellationToken);
    }

    /// <summary>A stream to read a blob of any size, or null when there is none.</summary>
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

    /// <summary>Names of the blobs that begin so.</summary>
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

    /// <summary>Deletes a blob with all that hangs on it; nothing happens when there is none.</summary>
    public async Task DeleteAsync(string container, string name, CancellationToken cancellationToken) =>
        await Blob(container, name).DeleteIfExistsAsync(DeleteSnapshotsOption.IncludeSnapshots, cancellationToken: cancellationToken);

    /// <summary>False when the condition did not hold, and for no other reason: what else storage refuses escapes.</summary>
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
