using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Functions.Access;
using ServerlessDecide.Functions.OpenApi;

namespace ServerlessDecide.Functions.Processes;

/// <summary>DELETE /processes/{process}/operator/removal</summary>
internal sealed class DeleteRemoval(ProcessSteps steps)
{
    [Function(nameof(DeleteRemoval))]
    [Access(Role.OperatorOrConfirmer)]
    [Operation(
        "Withdraws the removal that waits: the process stays.",
        Answer = typeof(ProcessAnswer),
        Refusals = [nameof(Problems.NoRemovalPending)])]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "processes/{process}/operator/removal")] HttpRequest request,
        string process,
        CancellationToken cancellationToken)
    {
        var (kept, at, refused) = await steps.TakeAsync(
            request,
            process,
            ifMatch: null,
            (current, _) => current.WithdrawRemoval() is { IsChange: true } step ? new(step.Process, "process.remove.withdraw") : new(Problems.NoRemovalPending),
            cancellationToken);
        return refused ?? ProcessAnswer.Changed(request.HttpContext.Response, kept!, at);
    }
}
