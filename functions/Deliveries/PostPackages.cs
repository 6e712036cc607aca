using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Content;
using ServerlessDecide.Deliveries;
using ServerlessDecide.Functions.Hosting;
using ServerlessDecide.Processes;

namespace ServerlessDecide.Functions.Deliveries;

/// <param name="State">
/// not_open (deliveries have not stood in the calendar for a day, or the closing is less than an hour ago), awaiting_moderation, counting,
/// packaging, comparing, stopped (what was packed is not what is stored: nothing is released) or complete.
/// </param>
/// <param name="BeginsAt">Where the state is not_open, when packages can begin; otherwise null.</param>
internal sealed record PackagingAnswer([NamesOf(typeof(PackagingState))] string State, DateTimeOffset? BeginsAt);

/// <summary>POST /processes/{process}/operator/packages</summary>
/// <remarks>Does what the timer does every minute, at once, and says how far the packages are.</remarks>
internal sealed class PostPackages(PublishedProcesses processes, Packaging packaging, TimeProvider time)
{
    [Function(nameof(PostPackages))]
    [Access(Caller.Operator)]
    [Operation("Takes the next step towards the packages and says how far they are.", Status = 202, Answer = typeof(PackagingAnswer), Refusals = ["activity_closed"])]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "processes/{process}/operator/packages")] HttpRequest request,
        string process,
        CancellationToken cancellationToken)
    {
        // Not on a calendar of moments ago.
        await processes.RefreshAsync(cancellationToken);
        if (await processes.FindAsync(process, cancellationToken) is not { } found) return Problems.ProcessNotFound();
        if (Problems.UnlessOpen(found, Activity.Deliveries, time.GetUtcNow()) is { } closed) return closed;
        var state = await packaging.AdvanceAsync(found, cancellationToken);
        var begins = state == PackagingState.NotOpen && found.Process.PackagesFrom(time.GetUtcNow()) is { } from ? found.Process.Local(from) : (DateTimeOffset?)null;
        return Results.Json(
            new PackagingAnswer(JsonNamingPolicy.SnakeCaseLower.ConvertName(state.ToString()), begins), Json.Api.PackagingAnswer, statusCode: StatusCodes.Status202Accepted);
    }
}
