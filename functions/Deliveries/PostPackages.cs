using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Deliveries;
using ServerlessDecide.Functions.Access;
using ServerlessDecide.Functions.OpenApi;
using ServerlessDecide.Processes;
using ServerlessDecide.Publication;

namespace ServerlessDecide.Functions.Deliveries;

/// <param name="State">
/// not_open (deliveries have been in the calendar for less than a day, or the closing was less than an hour ago), awaiting_moderation,
/// counting, packaging, comparing, stopped (the packages differ from what is stored: nothing is released) or complete.
/// </param>
/// <param name="BeginsAt">When packaging can begin, if the state is not_open; otherwise null.</param>
internal sealed record PackagingAnswer([NamesOf(typeof(PackagingState))] string State, DateTimeOffset? BeginsAt);

/// <summary>POST /processes/{process}/operator/packages</summary>
/// <remarks>Takes at once the step that the timer takes every minute, and returns the state of the packages.</remarks>
internal sealed class PostPackages(PublishedProcessCache processes, Packaging packaging, TimeProvider time)
{
    [Function(nameof(PostPackages))]
    [Access(Role.Operator)]
    [Operation(
        "Takes the next step towards the packages and says how far they are.", Status = 202, Answer = typeof(PackagingAnswer),
        Refusals = [nameof(Problems.ActivityClosed)])]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "processes/{process}/operator/packages")] HttpRequest request,
        string process,
        CancellationToken cancellationToken)
    {
        // The cached calendar may be some seconds old.
        await processes.RefreshAsync(cancellationToken);
        if (await processes.FindAsync(process, cancellationToken) is not { } found) return Problems.ProcessNotFound;
        if (Problems.UnlessOpen(found, Activity.Deliveries, time.GetUtcNow()) is { } closed) return closed;
        var state = await packaging.AdvanceAsync(found, cancellationToken);
        var begins = state == PackagingState.NotOpen && found.Process.PackagesFrom(time.GetUtcNow()) is { } from ? found.Process.Local(from) : (DateTimeOffset?)null;
        return Results.Json(
            new PackagingAnswer(state.Name(), begins), Json.Api.PackagingAnswer, statusCode: StatusCodes.Status202Accepted);
    }
}
