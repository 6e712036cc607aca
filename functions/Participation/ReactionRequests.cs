using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http;
using ServerlessDecide.Content;
using ServerlessDecide.Functions.Hosting;
using ServerlessDecide.Participation;

namespace ServerlessDecide.Functions.Participation;

internal sealed record ReactionRequest([AllowedValues("like", "dislike")] string? Value);

internal sealed record ReactionAnswer([AllowedValues("like", "dislike")] string Value, string Receipt);

/// <summary>What the functions of reactions answer, whether the reaction is to a platform or to a proposal.</summary>
internal sealed class ReactionRequests(PublishedProcesses processes, VisitorParticipation participation, Admission admission, TimeProvider time)
{
    private const int MaxBytes = 4096;

    public async Task<IResult> PutAsync(HttpRequest request, string process, TargetKind kind, string id, CancellationToken cancellationToken)
    {
        var (body, refusal) = await request.ReadJsonAsync(Json.Api.ReactionRequest, MaxBytes, cancellationToken);
        // Only now: a body may take its time, and what is accepted must bear a moment at which the activity is open.
        var now = time.GetUtcNow();
        var about = await ReactionTarget.FindAsync(processes, process, kind, id, now, cancellationToken);
        if (about.Refusal is not null) return about.Refusal;
        if (refusal is not null) return refusal;
        if (!StanceNames.TryParse(body!.Value, out var stance)) return Problems.InvalidInput("value", new("debe ser like o dislike", "must be like or dislike"));

        var (visitor, limited) = await admission.ReactAsync(request, about.Target, stance, now, cancellationToken);
        if (limited is not null) return limited;
        return await participation.ReactAsync(about.Process.Process, visitor, about.Target, stance, now, cancellationToken) is { } reaction
            ? Answer(reaction)
            : Problems.TooManyChanges();
    }

    public async Task<IResult> DeleteAsync(HttpRequest request, string process, TargetKind kind, string id, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var about = await ReactionTarget.FindAsync(processes, process, kind, id, now, cancellationToken);
        if (about.Refusal is not null) return about.Refusal;
        var (visitor, limited) = await admission.ReactAsync(request, about.Target, Stance.Withdrawn, now, cancellationToken);
        if (limited is not null) return limited;
        return await participation.WithdrawAsync(about.Process.Process, visitor, about.Target, now, cancellationToken)
            ? Results.NoContent()
            : Problems.TooManyChanges();
    }

    /// <summary>A stance is shown exactly while it can be changed: one that can be shown and not changed is a proof for whoever bought it.</summary>
    public async Task<IResult> GetAsync(HttpRequest request, string process, TargetKind kind, string id, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var about = await ReactionTarget.FindAsync(processes, process, kind, id, now, cancellationToken);
        if (about.Refusal is not null) return about.Refusal;
        if (admission.ReadOwn(request, now) is { } limited) return limited;
        return await participation.FindStanceAsync(about.Process.Process, request.GetVisitor(), about.Target, cancellationToken) is { } reaction
            ? Answer(reaction)
            : Problems.ReactionNotFound();
    }

    private static IResult Answer(Reaction reaction) =>
        Results.Json(new ReactionAnswer(reaction.Stance.Name(), reaction.Receipt.ToString()), Json.Api.ReactionAnswer);
}
