using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Functions.Content;
using ServerlessDecide.Functions.Hosting;
using ServerlessDecide.Processes;

namespace ServerlessDecide.Functions.Geography;

/// <summary>GET /processes/{process}/sections/{section}</summary>
internal sealed class GetSection(ContentReader content)
{
    [Function(nameof(GetSection))]
    [Access(Caller.Anyone)]
    [Operation("An electoral section: its municipality, its district and what is voted for there.", Answer = typeof(SectionAnswer))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "processes/{process}/sections/{section}")] HttpRequest request,
        string process,
        string section,
        CancellationToken cancellationToken) =>
        content.AnswerAsync(
            process,
            Activity.Information,
            open => open.Item("sections/" + section, open.Content.Section(section), s => SectionAnswer.From(open.Content, s), Json.Api.SectionAnswer),
            cancellationToken);
}
