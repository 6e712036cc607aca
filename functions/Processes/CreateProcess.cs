using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Audit;
using ServerlessDecide.Functions.Access;
using ServerlessDecide.Functions.Http;
using ServerlessDecide.Functions.OpenApi;
using ServerlessDecide.Processes;
using ServerlessDecide.Publication;

namespace ServerlessDecide.Functions.Processes;

internal sealed record ProcessRequest(
    string? Id, string? Name, string? TimeZone, string? ElectionDay, IReadOnlyList<ActivityRequest?>? Activities);

/// <summary>POST /processes</summary>
internal sealed class CreateProcess(CatalogStore catalogs, PublishedProcessCache processes, AuditStore audit, TimeProvider time)
{
    private const int MaxNameLength = 200;

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
        if (!ProcessId.TryParse(body.Id, out var id)) errors.Add("id", new(ProcessId.RuleEs, ProcessId.Rule));
        if (id.Value == AuditStore.Installation) errors.Add("id", new("está reservado para la instalación", "is reserved for the installation"));
        var name = body.Name?.Trim() ?? "";
        if (name.Length is 0 or > MaxNameLength || name.Any(char.IsControl)) errors.Add("name", new("de 1 a 200 caracteres, sin saltos de línea", "1 to 200 characters, without line breaks"));
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(body.TimeZone ?? "", out var zone) || !zone.HasIanaId)
        {
            errors.Add("timeZone", new("debe ser un nombre de la base de datos de zonas horarias de la IANA, como America/Mexico_City", "must be a name of the IANA time zone database, such as America/Mexico_City"));
        }

        if (!DateOnly.TryParseExact(body.ElectionDay, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            errors.Add("electionDay", new("debe ser una fecha como 2021-06-06", "must be a date such as 2021-06-06"));
        }

        var calendar = CalendarReader.Read(body.Activities, errors);
        return errors.Any || calendar is null ? null : new ElectoralProcess(id, name, zone!, day, calendar, ContentVersion: null, StatisticsVersion: null)
        {
            CreatedAt = time.GetUtcNow(),
        };
    }
}
