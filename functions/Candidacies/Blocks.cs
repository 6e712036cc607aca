using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Candidacies;
using ServerlessDecide.Downloads;
using ServerlessDecide.Functions.Access;
using ServerlessDecide.Functions.Http;
using ServerlessDecide.Functions.OpenApi;
using ServerlessDecide.Functions.Publication;
using ServerlessDecide.Processes;
using ServerlessDecide.Statistics;

namespace ServerlessDecide.Functions.Candidacies;

/// <summary>Competitiveness blocks.</summary>
/// <remarks>
/// Counted with the contenders. In a section of their own, the figure would be that of a single contender wherever only one has blocks.
/// </remarks>
internal sealed class Blocks(ContentEndpoint content)
{
    public static readonly PublicFile TableFile = PublicFile.Csv(
        "blocks.csv",
        Activity.Blocks,
        BlockTable.Table.Title,
        open => open.Content,
        (_, _) => BlockTable.Table,
        (open, _) => BlockTable.Rows(open.Content));

    /// <summary>GET /processes/{process}/blocks?contender=&amp;scope=</summary>
    [Function("ListBlocks")]
    [Access(Role.Anyone)]
    [Content(
        Activity.Blocks,
        ToolSection.Contenders,
        "The competitiveness blocks of the contenders: their territories by their own last result, with who heads each candidacy, and whether parity holds.",
        typeof(BlockListAnswer))]
    [Query("contender", "Only blocks of this contender, by its id.")]
    [Query("scope", "Only blocks of districts or of municipalities.", Values = ["legislature", "council"])]
    public Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "processes/{process}/blocks")] HttpRequest request,
        string process,
        CancellationToken cancellationToken) =>
        content.AnswerAsync(request, process, open => Answer(request, open), cancellationToken);

    /// <summary>GET /processes/{process}/blocks/{id}</summary>
    [Function("GetBlock")]
    [Access(Role.Anyone)]
    [Content(Activity.Blocks, ToolSection.Contenders, "A competitiveness block.", typeof(BlockAnswer))]
    public Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "processes/{process}/blocks/{id}")] HttpRequest request,
        string process,
        string id,
        CancellationToken cancellationToken) =>
        content.ItemAsync(
            request, process, id, (c, block) => c.Block(block), (open, b) => BlockAnswer.From(open.Content, b), Json.Api.BlockAnswer, cancellationToken);

    /// <summary>GET /processes/{process}/blocks.csv</summary>
    [Function("GetBlockTable")]
    [Access(Role.Anyone)]
    [Content(
        Activity.Blocks,
        ToolSection.Downloads,
        "Every territory of every competitiveness block, as CSV in the columns of the import, with names after them. With lang headers and words are in that language.",
        MediaType = "text/csv")]
    [Query(DownloadForm.Mark, DownloadForm.MarkMeaning, Values = ["true", "false"])]
    public Task<IResult> GetTableAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "processes/{process}/blocks.csv")] HttpRequest request,
        string process,
        CancellationToken cancellationToken) =>
        content.AnswerAsync(request, process, open => TableFile.Answer(open, request), cancellationToken);

    private static IResult Answer(HttpRequest request, OpenContent open)
    {
        string? contender = request.Query["contender"];
        string? scope = request.Query["scope"];
        var errors = new FieldErrors();
        if (contender is not null && open.Content.Contender(contender) is null) errors.Add("contender", CandidateRequest.Unknown);
        if (scope is not null && !WireName.TryParse<ContestScope>(scope, out _)) errors.Add("scope", new("debe ser legislature o council", "must be legislature or council"));
        if (errors.Any) return Problems.Invalid(errors);
        IReadOnlyList<Block> blocks = [.. open.Content.Blocks.Where(b => (contender ?? b.Contender) == b.Contender && (scope ?? b.Scope.Name()) == b.Scope.Name())];
        var with = blocks.Select(b => b.Contender).ToHashSet(StringComparer.Ordinal);
        IReadOnlyList<string> without =
        [
            .. open.Content.All.Contenders
                .Where(c => c.Kind == ContenderKind.Party && (contender ?? c.Id) == c.Id && !with.Contains(c.Id))
                .Select(c => c.Id),
        ];
        return Paging.AnswerPages(
            request,
            open.List($" {contender} {scope}"),
            Paging.PagesOf(blocks, b => b.Id, b => BlockAnswer.From(open.Content, b)),
            page => new BlockListAnswer(page.Items, page.Next, without),
            Json.Api.BlockListAnswer);
    }
}
