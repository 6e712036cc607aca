using ServerlessDecide.Content;
using ServerlessDecide.Processes;
using ServerlessDecide.Publication;

namespace ServerlessDecide.Deliveries;

/// <summary>Reads the content from which a process's packages are made: the one published when packaging began, whatever was imported since.</summary>
public sealed class PackagedContents(ContentStore contents)
{
    /// <summary>Returns that content. No storage operation when nothing was imported since, otherwise one.</summary>
    /// <param name="process">The process as the catalog has it.</param>
    /// <param name="published">The same process with the content that this instance holds.</param>
    /// <exception cref="InvalidOperationException">Packaging has not begun.</exception>
    public async Task<ContentIndex> ReadAsync(ElectoralProcess process, PublishedProcess published, CancellationToken cancellationToken)
    {
        PackagingRun.MustBe(process);
        if (published.Process.ContentVersion == process.PackagedContent) return published.Content;
        return process.PackagedContent is { } version ? new ContentIndex(await contents.ReadAsync(process.Id, version, cancellationToken)) : ContentIndex.Empty;
    }
}
