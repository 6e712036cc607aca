using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Content;
using ServerlessDecide.Functions.Hosting;
using ServerlessDecide.Moderation;

namespace ServerlessDecide.Functions.Moderation;

/// <param name="Fired">Comments for which moderation gave this code.</param>
/// <param name="Looked">Those of them at which a person looked.</param>
/// <param name="Overturned">Those of them that people accepted.</param>
internal sealed record CodeFiguresAnswer(string Code, int Fired, int Looked, int Overturned);

/// <param name="Comments">How many there are.</param>
/// <param name="Looked">Those of them at which a person looked.</param>
/// <param name="Overturned">Those of them about which people decided otherwise.</param>
internal sealed record LookFiguresAnswer(int Comments, int Looked, int Overturned)
{
    public static LookFiguresAnswer Of(LookCount count) => new(count.Times, count.Looked, count.Overturned);
}

/// <param name="CountedAt">What happened later is not in it; null when nothing was counted yet.</param>
/// <param name="Accepted">Of the comments that moderation accepted, whoever looked for whatever reason.</param>
/// <param name="Sample">Of those that are in the sample of their day.</param>
/// <param name="Reviews">Of the comments for which a review was asked: overturned are those that stand accepted.</param>
/// <param name="Final">Whether people can decide no more.</param>
internal sealed record ModerationFiguresAnswer(
    DateTimeOffset? CountedAt,
    IReadOnlyList<CodeFiguresAnswer> Codes,
    LookFiguresAnswer Accepted,
    LookFiguresAnswer Sample,
    LookFiguresAnswer Reviews,
    bool Final);

/// <summary>GET /processes/{process}/operator/moderation/figures</summary>
/// <remarks>Of all contenders together: none is named. One storage operation: <see cref="CountModerationTimer"/> counts.</remarks>
internal sealed class GetModerationFigures(PublishedProcesses processes, ModerationCounting counting)
{
    [Function(nameof(GetModerationFigures))]
    [Access(Caller.Operator)]
    [Operation(
        "How often each code of moderation fired, how often a person looked, and how often people decided otherwise.",
        Answer = typeof(ModerationFiguresAnswer))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "processes/{process}/operator/moderation/figures")] HttpRequest request,
        string process,
        CancellationToken cancellationToken)
    {
        if (await processes.FindAsync(process, cancellationToken) is not { Process: var found }) return Problems.ProcessNotFound();
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
