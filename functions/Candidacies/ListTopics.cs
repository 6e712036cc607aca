using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Content;
using ServerlessDecide.Functions.Access;
using ServerlessDecide.Functions.Http;
using ServerlessDecide.Functions.Publication;
using ServerlessDecide.Processes;
using ServerlessDecide.Statistics;

namespace ServerlessDecide.Functions.Candidacies;

/// <param name="Topic">As in the sections of platforms, kebab-case.</param>
/// <param name="Platforms">How many platforms have a section on it.</param>
internal sealed record TopicAnswer(string Topic, int Platforms)
{
    public static IReadOnlyList<TopicAnswer> AllOf(ContentIndex content) =>
    [
        .. content.All.Platforms
            .SelectMany(p => p.Sections.Select(s => s.Topic).Distinct(StringComparer.Ordinal))
            .CountBy(topic => topic, StringComparer.Ordinal)
            .OrderBy(t => t.Key, StringComparer.Ordinal)
            .Select(t => new TopicAnswer(t.Key, t.Value)),
    ];
}

/// <summary>GET /processes/{process}/topics</summary>
internal sealed class ListTopics(ContentEndpoint content)
{
    [Function(nameof(ListTopics))]
    [Access(Role.Anyone)]
    [Content(
        Activity.Platforms,
        ToolSection.Platforms,
        "The topics on which platforms can be compared, in alphabetical order.",
        typeof(ListAnswer<TopicAnswer>))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "processes/{process}/topics")] HttpRequest request,
        string process,
        CancellationToken cancellationToken) =>
        content.ListAsync(request, process, TopicAnswer.AllOf, t => t.Topic, (_, t) => t, Json.Api.ListAnswerTopicAnswer, cancellationToken);
}
