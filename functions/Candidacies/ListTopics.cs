using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Content;
using ServerlessDecide.Functions.Access;
using ServerlessDecide.Functions.Http;
using ServerlessDecide.Functions.Publication;
using ServerlessDecide.Processes;
using ServerlessDecide.Statistics;

namespace ServerlessDecide.Functions.Candidacies;

/// <param name="Topic">Its id, as in platforms, proposals and the glossary.</param>
/// <param name="Name">The id where the institute gave no name.</param>
/// <param name="Platforms">How many platforms have a section on it.</param>
internal sealed record TopicAnswer(string Topic, string Name, int Platforms)
{
    public static IReadOnlyList<TopicAnswer> AllOf(ContentIndex content)
    {
        var platforms = content.All.Platforms
            .SelectMany(p => p.Sections.Select(s => s.Topic).Distinct(StringComparer.Ordinal))
            .CountBy(topic => topic, StringComparer.Ordinal)
            .ToDictionary(StringComparer.Ordinal);
        // Terms have their own topics, and say the names of these themselves.
        var named = content.All.Topics.Select(t => t.Id).Except(content.All.Glossary.Select(t => t.Topic), StringComparer.Ordinal);
        return
        [
            .. named.Union(platforms.Keys, StringComparer.Ordinal)
                .Select(id => new TopicAnswer(id, content.TopicName(id), platforms.GetValueOrDefault(id)))
                .OrderBy(t => SpanishText.SortKey(t.Name), StringComparer.Ordinal)
                .ThenBy(t => t.Topic, StringComparer.Ordinal),
        ];
    }
}

/// <summary>GET /processes/{process}/topics</summary>
internal sealed class ListTopics(ContentEndpoint content)
{
    [Function(nameof(ListTopics))]
    [Access(Role.Anyone)]
    [Content(
        Activity.Platforms,
        ToolSection.Platforms,
        "The topics of platforms and proposals with their names, in alphabetical order, and on how many platforms each one can be compared.",
        typeof(ListAnswer<TopicAnswer>))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "processes/{process}/topics")] HttpRequest request,
        string process,
        CancellationToken cancellationToken) =>
        content.ListAsync(request, process, TopicAnswer.AllOf, t => t.Topic, (_, t) => t, Json.Api.ListAnswerTopicAnswer, cancellationToken);
}
