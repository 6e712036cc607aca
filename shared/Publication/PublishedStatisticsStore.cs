using System.Text.Json;
using ServerlessDecide.Storage;

namespace ServerlessDecide.Publication;

/// <summary>Keeps published statistics, as immutable blobs <c>{process}/statistics/{version}.json</c>.</summary>
public sealed class PublishedStatisticsStore(Blobs blobs, StorageNames names)
{
    private readonly VersionedBlobs versions = new(blobs, names.ContentContainer, "statistics", "json");

    /// <summary>Writes statistics for publication and returns their version. Insert only.</summary>
    public Task<string> WriteAsync(ProcessId process, PublishedStatistics statistics, CancellationToken cancellationToken) =>
        versions.WriteAsync(process, Bytes(statistics), cancellationToken);

    /// <exception cref="InvalidDataException">The blob is missing or damaged, or cannot be read.</exception>
    public async Task<PublishedStatistics> ReadAsync(ProcessId process, string version, CancellationToken cancellationToken)
    {
        var json = await versions.ReadAsync(process, version, cancellationToken);
        try
        {
            return JsonSerializer.Deserialize(json, StatisticsJson.Default.PublishedStatistics)
                ?? throw new InvalidDataException($"Statistics {version} of {process} are empty.");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"Statistics {version} of {process} cannot be read.", e);
        }
    }

    /// <summary>Returns the version that <see cref="WriteAsync"/> would return: equal statistics have the same version.</summary>
    public static string VersionOf(PublishedStatistics statistics) => VersionedBlobs.VersionOf(Bytes(statistics));

    private static byte[] Bytes(PublishedStatistics statistics) =>
        JsonSerializer.SerializeToUtf8Bytes(statistics, StatisticsJson.Default.PublishedStatistics);
}
