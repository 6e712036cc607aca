using System.Globalization;
using Microsoft.AspNetCore.Http;
using ServerlessDecide.Functions.Http;
using ServerlessDecide.Moderation;
using ServerlessDecide.Processes;
using ServerlessDecide.Publication;
using ServerlessDecide.Reactions;
using ServerlessDecide.Visitors;

namespace ServerlessDecide.Functions;

/// <summary>
/// Every refusal of the API. Each field is one refusal with its code and title; functions return it and name it in their declaration.
/// A method adds what is only known at the time of the request.
/// </summary>
internal static class Problems
{
    public static readonly Problem InternalError = new(500, "internal_error", "Algo falló de nuestro lado", "Something failed on our side");

    public static readonly Problem StorageUnavailable = new(503, "storage_unavailable",
        "El almacenamiento no está disponible por ahora", "Storage is not available for now")
    { RetryAfter = 5 };

    public static readonly Problem RouteNotFound = new(404, "route_not_found", "No hay nada en esta dirección", "There is nothing at this address");

    public static readonly Problem MethodNotAllowed = new(405, "method_not_allowed",
        "Esta dirección no admite ese método", "This address does not take that method");

    public static readonly Problem MalformedJson = new(400, "malformed_json", "El cuerpo de la solicitud no es JSON válido", "The body is not valid JSON");

    public static readonly Problem MalformedBody = new(400, "malformed_body", "El cuerpo de la solicitud llegó incompleto o dañado", "The body came incomplete or damaged");

    public static readonly Problem InvalidInput = new(400, "invalid_input", "Hay datos que no cumplen las reglas", "Some data break the rules");

    public static readonly Problem BadCursor = new(400, "bad_cursor", "El cursor no corresponde a esta lista", "The cursor is not of this list");

    public static readonly Problem BadProof = new(400, "bad_proof",
        "La prueba de trabajo no es válida, ya se usó o venció", "The proof of work is not valid, was used before or has expired");

    public static readonly Problem UnsupportedMediaType = new(415, "unsupported_media_type",
        "Aquí no se admite ese tipo de contenido", "The content type is not taken here");

    public static readonly Problem BodyTooLarge = new(413, "body_too_large", "El cuerpo de la solicitud es demasiado grande", "The body is too large");

    public static readonly Problem RequestTimeout = new(408, "request_timeout", "El cuerpo de la solicitud no llegó a tiempo", "The body did not arrive in time");

    public static readonly Problem CredentialRequired = new(401, "credential_required", "Hace falta una credencial válida", "A valid credential is required");

    public static readonly Problem NotAllowed = new(403, "not_allowed", "Esta credencial no permite hacerlo", "This credential does not allow it");

    public static readonly Problem ActivityClosed = new(403, "activity_closed", "La actividad no está abierta", "The activity is not open");

    public static readonly Problem ProcessNotFound = new(404, "process_not_found", "No existe ese proceso electoral", "There is no such electoral process");

    public static readonly Problem NotFound = new(404, "not_found", "No existe lo que buscas", "It does not exist");

    public static readonly Problem SectionNotFound = new(404, "section_not_found", "No existe esa sección", "There is no such section")
    {
        Detail = new(
            "El número de sección tiene cuatro dígitos, como 0123, y está al frente de tu credencial para votar",
            "A section number has four digits, such as 0123; it is on the front of your voter card"),
    };

    public static readonly Problem SectionMerged = new(404, "section_merged", "Esa sección se integró a otra", "That section was merged into another");

    public static readonly Problem OutsideTerritory = new(404, "outside_territory",
        "Ese punto está fuera del territorio de la elección", "That point is outside the territory of the election");

    public static readonly Problem ReactionNotFound = new(404, "reaction_not_found", "No has reaccionado a esto", "You have not reacted to this");

    public static readonly Problem TooManyRequests = new(429, "too_many_requests",
        "Hubo demasiadas solicitudes en muy poco tiempo; vuelve a intentarlo más tarde", "There were too many requests in a short time; try again later");

    public static readonly Problem BadTicket = new(400, "bad_ticket",
        "El turno no es válido, ya se usó o venció", "The ticket is not valid, was used before or has expired");

    public static readonly Problem TicketEarly = new(409, "ticket_early", "Todavía no llega tu turno", "The ticket's turn has not come yet");

    public static readonly Problem IdempotencyKeyReused = new(422, "idempotency_key_reused",
        "Esa Idempotency-Key ya se usó con otro contenido", "That Idempotency-Key was used with other content");

    public static readonly Problem ProcessExists = new(409, "process_exists", "Ya existe un proceso con ese identificador", "There is a process with that id");

    public static readonly Problem ProcessBegun = new(409, "process_begun",
        "El proceso ya empezó: esto ya no se puede corregir", "The process has begun: this can no longer be mended");

    public static readonly Problem PeopleTookPart = new(409, "people_took_part",
        "Alguien ya participó en este proceso, o puede hacerlo: ya no se puede quitar",
        "Somebody has taken part in this process, or is able to: it can no longer be removed");

    public static readonly Problem RemovalPending = new(409, "removal_pending",
        "Ya se pidió quitar este proceso: falta que otra persona lo confirme, o que se retire la petición",
        "The removal of this process was asked for already: another person must confirm it, or it is withdrawn");

    public static readonly Problem ContentChanged = new(409, "content_changed",
        "El contenido del proceso cambió después de que se pidió quitarlo: retira la petición y vuelve a pedirlo",
        "The content of the process changed after its removal was asked for: withdraw that, and ask again");

    public static readonly Problem NoRemovalPending = new(404, "no_removal_pending",
        "Nadie ha pedido quitar este proceso", "Nobody has asked for the removal of this process");

    public static readonly Problem DeliveriesBegun = new(409, "deliveries_begun",
        "Ya se están preparando los paquetes de este proceso: esto ya no se puede cambiar",
        "The packages of this process are being made: this can no longer change");

    public static readonly Problem CalendarPending = new(409, "calendar_pending",
        "Ya hay un cambio al calendario en espera: primero hay que confirmarlo o retirarlo",
        "A change of the calendar waits already: confirm or withdraw it first");

    public static readonly Problem NoCalendarPending = new(404, "no_calendar_pending",
        "No hay ningún cambio al calendario en espera", "No change of the calendar waits");

    public static readonly Problem PreconditionRequired = new(428, "precondition_required",
        "Falta el encabezado If-Match con la versión que se leyó", "If-Match with the version that was read is missing");

    public static readonly Problem PreconditionFailed = new(412, "precondition_failed",
        "Esto cambió después de que lo leíste: vuelve a leerlo", "It changed meanwhile: read it again");

    public static readonly Problem CommentNotModerated = new(409, "comment_not_moderated",
        "Este comentario todavía no ha pasado por las reglas de moderación", "The rules of moderation have not been applied to this comment yet");

    public static readonly Problem SecondPersonRequired = new(409, "second_person_required",
        "Quien lo propuso no puede confirmarlo: hace falta otra persona", "Whoever proposed it cannot confirm it: another person is needed");

    public static readonly Problem AnotherPersonRequired = new(409, "another_person_required",
        "Se pidió una revisión: quien ya había decidido sobre este comentario no puede decidir otra vez",
        "A review was asked for: whoever had decided about this comment before cannot decide again");

    public static readonly Problem CommentAccepted = new(409, "comment_accepted",
        "Este comentario está aceptado: no hay nada que revisar", "This comment is accepted: there is nothing to review");

    public static readonly Problem DecisionConflict = new(409, "decision_conflict",
        "Otra persona decidió sobre este comentario mientras tanto", "Somebody else decided about this comment meanwhile");

    public static readonly Problem ImportNotPublished = new(409, "import_not_published",
        "Ese archivo no llegó a publicarse: no hay nada que volver a publicar", "That file was never published: there is nothing to publish again");

    public static readonly Problem ImportWasDryRun = new(409, "import_was_dry_run",
        "Eso fue solo una prueba: para publicar el archivo, envíalo sin dryRun", "That was only a dry run: to publish the file, send it without dryRun");

    public static readonly Problem ImportFileGone = new(409, "import_file_gone",
        "El archivo de esa carga ya no está, o cambió: vuelve a enviarlo", "The file of that import is gone or has changed: send it again");

    /// <summary>Refuses a visitor whose reactions changed too often today.</summary>
    public static Problem TooManyChanges { get; } = TooManyRequests with
    {
        Detail = new(
            "Hoy ya cambiaste de opinión muchas veces; a partir de ahora puedes hacerlo una vez por minuto",
            "You changed your mind many times today; from now on you can do so once a minute"),
        RetryAfter = (int)ReactionStore.SlowPace.TotalSeconds,
        Limit = new("changes", ReactionStore.MaxChangesADay, 24 * 60 * 60),
    };

    public static Problem Invalid(string field, Wording rule) => InvalidInput with
    {
        Errors = new Dictionary<string, IReadOnlyList<Wording>>(StringComparer.Ordinal) { [field] = [rule] },
    };

    public static Problem Invalid(FieldErrors errors) => InvalidInput with { Errors = errors.All };

    /// <summary>Names each member of a process that can no longer be mended, with the rule.</summary>
    public static Problem ProcessBegunFor(IReadOnlyList<ProcessMember> late)
    {
        var errors = new FieldErrors();
        foreach (var member in late)
        {
            errors.Add(member.Name(), ProcessMending.FixedByCalendar.Contains(member)
                ? new("solo se puede corregir antes de que abra la primera actividad del calendario", "can be mended only before the first activity of the calendar opens")
                : new("solo se puede corregir antes de que abra la participación", "can be mended only before participation opens"));
        }

        return ProcessBegun with { Errors = errors.All };
    }

    public static Problem MediaTypeOtherThan(string expected) => UnsupportedMediaType with { Detail = new($"Se espera {expected}", $"{expected} is expected") };

    public static Problem BodyLargerThan(long maxBytes) => BodyTooLarge with
    {
        Detail = new(
            string.Create(CultureInfo.InvariantCulture, $"El tamaño máximo es de {maxBytes} bytes"),
            string.Create(CultureInfo.InvariantCulture, $"The maximum is {maxBytes} bytes")),
    };

    public static Problem SectionMergedInto(string into) => SectionMerged with
    {
        Detail = new($"Ahora es la sección {into}", $"It is section {into} now"),
        Members = new Dictionary<string, string>(StringComparer.Ordinal) { ["mergedInto"] = into },
    };

    /// <summary>The caller has used up a limit.</summary>
    public static Problem LimitReached(VisitorLimit limit, TimeSpan wait) => TooManyRequests with
    {
        RetryAfter = (int)Math.Ceiling(wait.TotalSeconds),
        Limit = new(limit.Name, limit.Burst, (int)limit.Refilled.TotalSeconds),
    };

    public static Problem TicketEarlyUntil(DateTimeOffset readyAt, DateTimeOffset now) => TicketEarly with
    {
        RetryAfter = (int)Math.Ceiling((readyAt - now).TotalSeconds),
        Moments = new Dictionary<string, DateTimeOffset?>(StringComparer.Ordinal) { ["readyAt"] = readyAt },
    };

    public static Problem CalendarPendingUntil(DateTimeOffset takesEffectAt) => CalendarPending with
    {
        Moments = new Dictionary<string, DateTimeOffset?>(StringComparer.Ordinal) { ["takesEffectAt"] = takesEffectAt },
    };

    /// <summary>Returns the refusal that explains why a decision was not carried out.</summary>
    /// <exception cref="InvalidOperationException">The decision was carried out.</exception>
    public static Problem OfDecision(DecisionResult result) => result.Outcome switch
    {
        DecisionOutcome.SecondPersonRequired => SecondPersonRequired,
        DecisionOutcome.AnotherPersonRequired => AnotherPersonRequired,
        DecisionOutcome.NotModerated => CommentNotModerated,
        DecisionOutcome.DeliveriesBegun => DeliveriesBegun,
        DecisionOutcome.Overtaken => DecisionConflictWith(result.Present!.Comment.Status.Name(), PersonDecisionService.NameOf(result.Present)),
        DecisionOutcome.NotFound => NotFound,
        _ => throw new InvalidOperationException($"{result.Outcome} has no refusal."),
    };

    /// <summary>Says what became of the comment, and which version to look at before deciding again.</summary>
    public static Problem DecisionConflictWith(string commentStatus, string version) => DecisionConflict with
    {
        Members = new Dictionary<string, string>(StringComparer.Ordinal) { ["commentStatus"] = commentStatus, ["version"] = version },
    };

    /// <summary>Returns null when the activity is open; otherwise the refusal that says when it opens or closed.</summary>
    public static IResult? UnlessOpen(PublishedProcess process, Activity activity, DateTimeOffset now) =>
        UnlessOpen(process, process.StateOf(activity, now));

    /// <summary>Returns null from the first opening of reactions to their last closing, pauses included: credentials exist throughout that time.</summary>
    public static IResult? UnlessTakingPart(PublishedProcess process, DateTimeOffset now) =>
        UnlessOpen(process, process.Process.InForce(now).ParticipationAt(now));

    /// <summary>Refuses with the moments at which the activity opens next and closed last.</summary>
    public static Problem ActivityClosedAt(ElectoralProcess process, ActivityState state) => ActivityClosed with
    {
        Moments = new Dictionary<string, DateTimeOffset?>(StringComparer.Ordinal)
        {
            ["opensAt"] = state.OpensAt is { } opens ? process.Local(opens) : null,
            ["closedAt"] = state.ClosedAt is { } closed ? process.Local(closed) : null,
        },
    };

    private static Problem? UnlessOpen(PublishedProcess process, ActivityState state) => state.IsOpen ? null : ActivityClosedAt(process.Process, state);
}
