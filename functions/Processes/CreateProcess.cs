using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Content;
using ServerlessDecide.Functions.Hosting;
using ServerlessDecide.Oversight;
using ServerlessDecide.Processes;

namespace ServerlessDecide.Functions.Processes;

internal sealed record ProcessRequest(
    string? Id, string? Name, string? TimeZone, string? ElectionDay, IReadOnlyList<ActivityRequest?>? Activities);

/// <summary>POST /processes</summary>
internal sealed class CreateProcess(CatalogStore catalogs, PublishedProcesses processes, AuditStore audit, TimeProvider time)
{
    private const int MaxNameLength = 200;

    [Function(nameof(CreateProcess))]
    [Access(Caller.Operator)]
    [Operation("Creates an electoral process.", Status = 201, Location = true, Body = typeof(ProcessRequest), Answer = typeof(ProcessAnswer), Refusals = ["process_exists"])]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "processes")] HttpRequest request, CancellationToken cancellationToken)
    {
        var (body, refusal) = await request.ReadJsonAsync(Json.Api.ProcessRequest, RequestBody.DefaultLimit, cancellationToken);
        if (refusal is not null) return refusal;
        var errors = new FieldErrors();
        if (Read(body!, errors) is not { } process) return Problems.InvalidInput(errors);
        if ((await catalogs.ReadAsync(null, cancellationToken))!.Catalog.With(process) is null) return Problems.ProcessExists();

        // Written before the deed: with which name, day and calendar.
        await audit.RecordAsync(
            process.Id.Value, request.GetActor().Name, "process.create", JsonSerializer.Serialize(body!, Json.Api.ProcessRequest), cancellationToken);
        if (!await catalogs.ChangeAsync(catalog => catalog.With(process), cancellationToken)) return Problems.ProcessExists();

        await processes.RefreshAsync(cancellationToken);
        var created = (await processes.FindAsync(process.Id.Value, cancellationToken))!;
        request.HttpContext.Response.Headers.Location = $"{request.Path.Value!.TrimEnd('/')}/{process.Id}";
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
            errors.Add("timeZone", new("debe ser un nombre de la base IANA, como America/Mexico_City", "must be a name of the IANA database, such as America/Mexico_City"));
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
