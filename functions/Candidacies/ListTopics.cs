using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Functions.Content;
using ServerlessDecide.Functions.Hosting;
using ServerlessDecide.Processes;

namespace ServerlessDecide.Functions.Candidacies;

/// <param name="Topic">As in the sections of platforms, kebab-case.</param>
/// <param name="Platforms">How many platforms have a section on it.</param>
internal sealed record TopicAnswer(string Topic, int Platforms);

/// <summary>GET /processes/{process}/topics</summary>
internal sealed class ListTopics(ContentReader content)
{
    [Function(nameof(ListTopics))]
    [Access(Caller.Anyone)]
    [Operation("The topics on which platforms can be compared, in alphabetical order.", Answer = typeof(ListAnswer<TopicAnswer>))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "processes/{process}/topics")] HttpRequest request,
        string process,
        CancellationToken cancellationToken) =>
        content.AnswerAsync(
            process,
            Activity.Platforms,
            open =>
            {
                var topics = open.Content.All.Platforms
                    .SelectMany(p => p.Sections.Select(s => s.Topic).Distinct(StringComparer.Ordinal))
                    .CountBy(topic => topic, StringComparer.Ordinal)
                    .OrderBy(t => t.Key, StringComparer.Ordinal)
                    .Select(t => new TopicAnswer(t.Key, t.Value))
                    .ToList();
                return open.Page(request, "topics", topics, t => t.Topic, t => t, Json.Api.ListAnswerTopicAnswer);
            },
            cancellationToken);
}
