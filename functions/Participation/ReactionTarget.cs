using Microsoft.AspNetCore.Http;
using ServerlessDecide.Content;
using ServerlessDecide.Participation;
using ServerlessDecide.Processes;

namespace ServerlessDecide.Functions.Participation;

/// <summary>What a visitor's request is about, or the refusal that it earned.</summary>
internal readonly record struct ReactionTarget(PublishedProcess Process, Target Target, string Contender, IResult? Refusal)
{
    /// <summary>Finds the process, whether people can react now, and the platform or proposal, in this order.</summary>
    public static async ValueTask<ReactionTarget> FindAsync(
        PublishedProcesses processes, string process, TargetKind kind, string id, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await processes.FindAsync(process, cancellationToken) is not { } found) return Refused(Problems.ProcessNotFound());
        if (Problems.UnlessOpen(found, ActivityOf(kind), now) is { } closed) return Refused(closed);
        if (!Slug.TryParse(id, out var slug)) return Refused(Problems.NotFound());
        var target = new Target(kind, slug);
        return found.Content.ContenderOf(target) is { } contender ? new(found, target, contender, null) : Refused(Problems.NotFound());
    }

    /// <summary>What has to be open for a stance to be taken, changed, withdrawn or shown.</summary>
    public static Activity ActivityOf(TargetKind kind) => kind == TargetKind.Platform ? Activity.ReactToPlatforms : Activity.ReactToProposals;

    private static ReactionTarget Refused(IResult refusal) => new(null!, default, "", refusal);
}
