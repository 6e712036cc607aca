using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Audit;
using ServerlessDecide.Functions.Access;
using ServerlessDecide.Functions.Http;
using ServerlessDecide.Functions.OpenApi;
using ServerlessDecide.Processes;
using ServerlessDecide.Publication;
using ServerlessDecide.Visitors;

namespace ServerlessDecide.Functions.Processes;

/// <summary>POST /processes</summary>
internal sealed class CreateProcess(
    CatalogStore catalogs, PublishedProcessCache processes, ParticipationEvidence evidence, AuditStore audit, TimeProvider time)
{
    [Function(nameof(CreateProcess))]
    [Access(Role.Operator)]
    [Operation(
        "Creates an electoral process.", Status = 201, Location = true, Body = typeof(ProcessRequest), Answer = typeof(ProcessAnswer),
        Refusals = [nameof(Problems.ProcessExists)])]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "processes")] HttpRequest request, CancellationToken cancellationToken)
    {
        var read = await request.ReadJsonAsync(Json.Api.ProcessRequest, RequestBody.DefaultLimit, cancellationToken);
        if (read.IsRefused) return read.Refusal;
        var body = read.Value;
        var errors = new FieldErrors();
        if (Read(body, errors) is not { } process) return Problems.Invalid(errors);
        if ((await catalogs.ReadAsync(null, cancellationToken))!.Catalog.With(process) is null) return Problems.ProcessExists;
        // An earlier version of the tool forgets the ids of removed processes when it writes the catalog. Nobody could take part in this one.
        if (await evidence.IsClosedAsync(process.Id, cancellationToken)) return Problems.ProcessExists;

        // Recorded before the process is created, with its name, day and calendar.
        await audit.RecordAsync(
            process.Id.Value, request.Actor(), "process.create", JsonSerializer.Serialize(body, Json.Api.ProcessRequest), cancellationToken);
        if (!await catalogs.ChangeAsync(catalog => catalog.With(process), cancellationToken)) return Problems.ProcessExists;

        await processes.RefreshAsync(cancellationToken);
        var created = (await processes.FindAsync(process.Id.Value, cancellationToken))!;
        request.HttpContext.Response.Headers.Location = Locations.Of(GetProcess.Route, ("process", process.Id.Value));
        var now = time.GetUtcNow();
        ProcessAnswer.TellClock(request.HttpContext.Response, created.Process, now);
        return Results.Json(ProcessAnswer.From(created.Process, now), Json.Api.ProcessAnswer, statusCode: StatusCodes.Status201Created);
    }

    private ElectoralProcess? Read(ProcessRequest body, FieldErrors errors)
    {
        // Reserved ids first: most of them are too short for an id as well.
        if (ProcessId.Reserved.Contains(body.Id, StringComparer.Ordinal)) errors.Add("id", new("está reservado: lo necesitan las páginas y direcciones de la herramienta", "is reserved: pages and addresses of the tool need it"));
        else if (!ProcessId.TryParse(body.Id, out _)) errors.Add("id", new(ProcessId.RuleEs, ProcessId.Rule));
        var name = ProcessReader.ReadName(body.Name, errors);
        var shortName = ProcessReader.ReadText(body.ShortName, "shortName", ProcessReader.MaxShortName, errors);
        var territory = ProcessReader.ReadText(body.Territory, "territory", ProcessReader.MaxText, errors);
        var institute = ProcessReader.ReadInstitute(body.Institute, errors);
        var zone = ProcessReader.ReadZone(body.TimeZone, errors);
        var day = ProcessReader.ReadElectionDay(body.ElectionDay, errors);
        var calendar = CalendarReader.Read(body.Activities, zone, errors);
        if (errors.Any || calendar is null) return null;
        return new ElectoralProcess(ProcessId.Parse(body.Id!), name, zone!, day, calendar, ContentVersion: null, StatisticsVersion: null)
        {
            ShortName = shortName,
            Territory = territory,
            Institute = institute,
            IsDemonstration = body.Demonstration == true,
            IsDraft = body.Draft == true,
            CreatedAt = time.GetUtcNow(),
        };
    }
}
