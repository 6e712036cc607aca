using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Functions.Content;
using ServerlessDecide.Functions.Hosting;
using ServerlessDecide.Geography;
using ServerlessDecide.Processes;

namespace ServerlessDecide.Functions.Geography;

/// <summary>GET /processes/{process}/sections/{section}</summary>
internal sealed class GetSection(ContentReader content)
{
    [Function(nameof(GetSection))]
    [Access(Caller.Anyone)]
    [Operation("An electoral section: its municipality, its district and what is voted for there. Leading zeros may be left out.", Answer = typeof(SectionAnswer), Refusals = ["section_merged", "section_not_found"])]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "processes/{process}/sections/{section}")] HttpRequest request,
        string process,
        string section,
        CancellationToken cancellationToken) =>
        content.AnswerAsync(process, Activity.Information, open => Answer(open, Section.NumberOf(section) ?? ""), cancellationToken);

    private static IResult Answer(OpenContent open, string number)
    {
        if (open.Content.Section(number) is { } found)
        {
            return open.Document("sections/" + number, () => PublicDocument.Json(SectionAnswer.From(open.Content, found), Json.Api.SectionAnswer));
        }

        return open.Content.MergedSection(number) is { } merged ? Problems.SectionMerged(merged.Into) : Problems.SectionNotFound();
    }
}
