using System;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Kiota.Abstractions.Authentication;
using Microsoft.Kiota.Abstractions.Serialization;
using Microsoft.Kiota.Http.HttpClientLibrary;
using ServerlessDecide.Generated;
using ServerlessDecide.Generated.Models;

namespace ServerlessDecide.Functions.Tests.OpenApi.Clients;

/// <summary>A citizen's journey with the client that Kiota generates. A test compiles this file with that client.</summary>
public static class KiotaCitizen
{
    /// <summary>Goes the journey and returns the receipt of the comment.</summary>
    /// <param name="solve">Solves a challenge, given as JSON.</param>
    public static async Task<string> GoAsync(HttpClient http, string api, string processId, Func<string, string> solve)
    {
        var process = ClientOf(http, api, new AnonymousAuthenticationProvider()).Processes[processId];

        var challenge = Present(await process.Challenge.GetAsync());
        var altcha = solve(await KiotaJsonSerializer.SerializeAsStringAsync(challenge));
        var request = new VisitorRequest { VisitorAltchaRequest = new() { Altcha = altcha } };
        var token = Present((await process.Visitors.PostAsync(request))?.Token);
        var refused = await RefusalAsync(() => process.Visitors.PostAsync(request));
        Require(refused is { Code: Problem_code.Bad_proof, ResponseStatusCode: 400 }, "a proof works once");

        var platforms = Present((await process.Platforms.GetAsync(r => r.QueryParameters.Limit = 1))?.Items);
        var platform = Present(await process.Platforms[Present(platforms[0].Id)].GetAsync());
        Require(platform.Sections is { Count: > 0 }, "a platform has sections");

        var own = ClientOf(http, api, new BaseBearerTokenAuthenticationProvider(new Token(token))).Processes[processId];
        var target = own.Platforms[Present(platform.Id)];
        var liked = Present(await target.Reaction.PutAsync(new ReactionRequest { Value = ReactionRequest_value.Like }));
        Require(liked.Value == Reaction_value.Like, "it likes");
        var changed = Present(await target.Reaction.PutAsync(new ReactionRequest { Value = ReactionRequest_value.Dislike }));
        Require(changed.Value == Reaction_value.Dislike && changed.Receipt != liked.Receipt, "it changes its mind");
        Require((await own.Visitors.Me.Reactions.GetAsync())?.Items is [{ Value: OwnReaction_value.Dislike }], "it sees its stance");
        await target.Reaction.DeleteAsync();
        Require((await RefusalAsync(() => target.Reaction.GetAsync())).ResponseStatusCode == 404, "it withdrew");

        var comment = Present(await target.Comments.PostAsync(new CommentRequest { Kind = CommentRequest_kind.Idea, Text = "Bebederos en cada escuela." }));
        var state = Present(await own.Comments[Present(comment.Receipt)].GetAsync());
        Require(state is { Kind: CommentState_kind.Idea, ReceivedAt: not null }, "its comment is there");
        return Present(comment.Receipt);
    }

    private static DecideClient ClientOf(HttpClient http, string api, IAuthenticationProvider credential) =>
        new(new HttpClientRequestAdapter(credential, httpClient: http) { BaseUrl = api });

    private static async Task<Problem> RefusalAsync<T>(Func<Task<T>> ask)
    {
        try
        {
            await ask();
        }
        catch (Problem problem)
        {
            return problem;
        }

        throw new InvalidOperationException("Nothing was refused.");
    }

    private static T Present<T>(T? value)
        where T : class => value ?? throw new InvalidOperationException($"There is no {typeof(T).Name}.");

    private static void Require(bool holds, string what)
    {
        if (!holds) throw new InvalidOperationException($"It is not so that {what}.");
    }

    private sealed class Token(string value) : IAccessTokenProvider
    {
        public AllowedHostsValidator AllowedHostsValidator { get; } = new();

        public Task<string> GetAuthorizationTokenAsync(
            Uri uri, System.Collections.Generic.Dictionary<string, object>? additionalAuthenticationContext = null, CancellationToken cancellationToken = default) =>
            Task.FromResult(value);
    }
}
