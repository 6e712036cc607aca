using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Functions.Access;
using ServerlessDecide.Functions.OpenApi;
using ServerlessDecide.Moderation;
using ServerlessDecide.Publication;

namespace ServerlessDecide.Functions.Moderation;

/// <param name="Fired">Comments to which moderation gave this code.</param>
/// <param name="Looked">Those that a person looked at.</param>
/// <param name="Overturned">Those that people accepted.</param>
internal sealed record CodeFiguresAnswer(
    [NamesOf(typeof(ModerationReasons), nameof(ModerationReasons.OfModeration))] string Code, int Fired, int Looked, int Overturned);

/// <param name="Looked">Comments that a person looked at.</param>
/// <param name="Overturned">Comments on which people decided otherwise.</param>
internal sealed record LookFiguresAnswer(int Comments, int Looked, int Overturned)
{
    public static LookFiguresAnswer Of(LookCount count) => new(count.Times, count.Looked, count.Overturned);
}

/// <param name="CountedAt">When the figures were counted; null before the first count.</param>
/// <param name="Accepted">The comments that moderation accepted, looked at for any reason.</param>
/// <param name="Sample">The accepted comments in the sample of their day.</param>
/// <param name="Reviews">The comments whose review was asked for; those now accepted are overturned.</param>
/// <param name="Final">Whether people can no longer decide.</param>
internal sealed record ModerationFiguresAnswer(
    DateTimeOffset? CountedAt,
    IReadOnlyList<CodeFiguresAnswer> Codes,
    LookFiguresAnswer Accepted,
    LookFiguresAnswer Sample,
    LookFiguresAnswer Reviews,
    bool Final);

/// <summary>GET /processes/{process}/operator/moderation/figures</summary>
/// <remarks>All contenders together; none is named. Costs one storage operation: <see cref="CountModerationTimer"/> does the counting.</remarks>
internal sealed class GetModerationFigures(PublishedProcessCache processes, ModerationCounting counting)
{
    [Function(nameof(GetModerationFigures))]
    [Access(Role.Operator)]
    [Operation(
        "How often each code of moderation fired, how often a person looked, and how often people decided otherwise.",
        Answer = typeof(ModerationFiguresAnswer))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "processes/{process}/operator/moderation/figures")] HttpRequest request,
        string process,
        CancellationToken cancellationToken)
    {
        if (await processes.FindAsync(process, cancellationToken) is not { Process: var found }) return Problems.ProcessNotFound;
        var figures = await counting.ReadAsync(found.Id, cancellationToken);
        var answer = new ModerationFiguresAnswer(
            figures is null ? null : found.Local(figures.CountedAt),
            [.. ModerationReasons.OfModeration.Select(code => CodeOf(code, figures?.Codes.GetValueOrDefault(code) ?? default))],
            LookFiguresAnswer.Of(figures?.Accepted ?? default),
            LookFiguresAnswer.Of(figures?.Sample ?? default),
            LookFiguresAnswer.Of(figures?.Reviews ?? default),
            figures?.Final ?? false);
        return Results.Json(answer, Json.Api.ModerationFiguresAnswer);
    }

    private static CodeFiguresAnswer CodeOf(string code, LookCount count) => new(code, count.Times, count.Looked, count.Overturned);
}
