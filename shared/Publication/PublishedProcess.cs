using ServerlessDecide.Content;
using ServerlessDecide.Processes;

namespace ServerlessDecide.Publication;

/// <summary>A process as an instance serves it from memory. Immutable: a newer version is a new object.</summary>
public sealed class PublishedProcess(ElectoralProcess process, ContentIndex? content, PublishedStatistics? statistics)
{
    public ElectoralProcess Process { get; } = process;

    /// <summary>The process as the catalog has it, also where this instance cannot read the content or figures that it names.</summary>
    public ElectoralProcess InCatalog { get; init; } = process;

    /// <exception cref="ContentUnavailableException">This instance could not read the content and has no older version.</exception>
    public ContentIndex Content => content ?? throw new ContentUnavailableException();

    /// <inheritdoc cref="Content"/>
    public PublishedStatistics Statistics => statistics ?? throw new ContentUnavailableException();

    internal ContentIndex? HeldContent => content;

    internal PublishedStatistics? HeldStatistics => statistics;

    public ActivityState StateOf(Activity activity, DateTimeOffset now) => Process.Calendar.StateOf(activity, now);
}

/// <summary>The published content of a process cannot be read for now: its snapshot is missing or damaged.</summary>
public sealed class ContentUnavailableException : Exception;
