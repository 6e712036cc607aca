using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Functions.Access;
using ServerlessDecide.Functions.Http;
using ServerlessDecide.Functions.OpenApi;
using ServerlessDecide.Processes;
using ServerlessDecide.Publication;

namespace ServerlessDecide.Functions.Processes;

/// <summary>PUT /processes/{process}</summary>
internal sealed class PutProcess(PublishedProcessCache processes, ProcessSteps steps)
{
    [Function(nameof(PutProcess))]
    [Access(Role.Operator)]
    [Operation(
        "Mends what a process says of itself, while nothing depends on it. The calendar has its own address.",
        Body = typeof(MendedProcessRequest),
        Answer = typeof(ProcessAnswer),
        Refusals = [nameof(Problems.ProcessBegun), nameof(Problems.PreconditionRequired), nameof(Problems.PreconditionFailed)])]
    [RequestHeader("If-Match", "The ETag of the process that was read, or * for whatever it is.")]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = GetProcess.Route)] HttpRequest request, string process, CancellationToken cancellationToken)
    {
        if (await processes.FindAsync(process, cancellationToken) is null) return Problems.ProcessNotFound;
        var read = await request.ReadJsonAsync(Json.Api.MendedProcessRequest, RequestBody.DefaultLimit, cancellationToken);
        if (read.IsRefused) return read.Refusal;
        var body = read.Value;
        var errors = new FieldErrors();
        var name = ProcessReader.ReadName(body.Name, errors);
        var shortName = ProcessReader.ReadText(body.ShortName, "shortName", ProcessReader.MaxShortName, errors);
        var territory = ProcessReader.ReadText(body.Territory, "territory", ProcessReader.MaxText, errors);
        var institute = ProcessReader.ReadInstitute(body.Institute, errors);
        var zone = ProcessReader.ReadZone(body.TimeZone, errors);
        var day = ProcessReader.ReadElectionDay(body.ElectionDay, errors);
        if (body.Draft is null) errors.Add("draft", new("hay que decir true o false", "say true or false"));
        if (body.Reason is { Length: > CalendarReader.MaxReason }) errors.Add("reason", CalendarReader.ReasonRule);
        if (errors.Any) return Problems.Invalid(errors);
        if (IfMatch.Of(request) is not { } ifMatch) return Problems.PreconditionRequired;

        var (mended, at, refused) = await steps.TakeAsync(
            request,
            process,
            ifMatch,
            (found, now) =>
            {
                var asked = found with
                {
                    Name = name,
                    ShortName = shortName,
                    Territory = territory,
                    Institute = institute,
                    TimeZone = zone!,
                    ElectionDay = day,
                    IsDemonstration = body.Demonstration == true,
                    IsDraft = body.Draft == true,
                };
                return ProcessMending.TooLate(found, asked, now) is { Count: > 0 } late
                    ? new(Problems.ProcessBegunFor(late))
                    : new(asked, "process.mend", Say(found, asked, body.Reason));
            },
            cancellationToken);
        return refused ?? ProcessAnswer.Changed(request.HttpContext.Response, mended!, at);
    }

    private static string Say(ElectoralProcess before, ElectoralProcess after, string? reason)
    {
        var changes = ProcessMending.Differences(before, after)
            .Select(member => $"{member.Name()}: {ProcessMending.Value(before, member)} => {ProcessMending.Value(after, member)}");
        return string.Join("; ", string.IsNullOrWhiteSpace(reason) ? changes : changes.Append($"reason: {reason}"));
    }
}
