using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http;
using ServerlessDecide.Reactions;

namespace ServerlessDecide.Functions.Reactions;

/// <summary>A current stance with its receipt.</summary>
internal sealed record ReactionAnswer([AllowedValues("like", "dislike")] string Value, string Receipt)
{
    public static IResult Of(Reaction reaction) =>
        Results.Json(new ReactionAnswer(reaction.Stance.Name(), reaction.Receipt.ToString()), Json.Api.ReactionAnswer);
}

/// <summary>The routes of a visitor's own reaction, one for each kind of target.</summary>
internal static class ReactionRoutes
{
    public const string Platform = "processes/{process}/platforms/{id}/reaction";

    public const string Block = "processes/{process}/blocks/{id}/reaction";

    public const string Proposal = "processes/{process}/proposals/{id}/reaction";
}
