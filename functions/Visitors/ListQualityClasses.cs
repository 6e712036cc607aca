using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Functions.Access;
using ServerlessDecide.Functions.Http;
using ServerlessDecide.Functions.Http.Documents;
using ServerlessDecide.Functions.OpenApi;
using ServerlessDecide.Publication;

namespace ServerlessDecide.Functions.Visitors;

/// <param name="Rules">What puts a reaction or a comment into the class.</param>
/// <param name="Consequence">What follows from it.</param>
internal sealed record QualityClassAnswer([AllowedValues("A", "B", "C")] string Class, string Name, IReadOnlyList<string> Rules, string Consequence);

/// <summary>GET /processes/{process}/quality-classes</summary>
internal sealed class ListQualityClasses(PublishedProcessCache processes)
{
    private static readonly object Texts = new();

    [Function(nameof(ListQualityClasses))]
    [Access(Role.Anyone)]
    [Operation("The classes of reactions and comments and the rules by which they are given.", Answer = typeof(ListAnswer<QualityClassAnswer>))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "processes/{process}/quality-classes")] HttpRequest request,
        string process,
        CancellationToken cancellationToken)
    {
        // The rules belong to the software and are the same for every process.
        if (await processes.FindAsync(process, cancellationToken) is null) return Problems.ProcessNotFound;
        var language = Languages.Of(request);
        return Paging.Answer(
            request,
            new Listing("quality classes") { Caching = CachePolicy.Usual, Snapshot = Texts, Language = language },
            QualityTexts.All,
            c => c.Class.ToString(),
            c => new QualityClassAnswer(c.Class.ToString(), c.Name.In(language), [.. c.Rules.Select(r => r.In(language))], QualityTexts.Consequence.In(language)),
            Json.Api.ListAnswerQualityClassAnswer);
    }
}
