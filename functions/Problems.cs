using System.Globalization;
using Microsoft.AspNetCore.Http;
using ServerlessDecide.Content;
using ServerlessDecide.Functions.Hosting;
using ServerlessDecide.Moderation;
using ServerlessDecide.Participation;
using ServerlessDecide.Processes;

namespace ServerlessDecide.Functions;

/// <summary>Every refusal there is.</summary>
internal static class Problems
{
    public static readonly ProblemKind InternalErrorKind = new(500, "internal_error", new("Algo falló de nuestro lado", "Something failed on our side"));

    public static readonly ProblemKind StorageUnavailableKind = new(503, "storage_unavailable",
        new("El almacenamiento no está disponible por ahora", "Storage is not available for now"));

    public static readonly ProblemKind RouteNotFoundKind = new(404, "route_not_found", new("No hay nada en esta dirección", "There is nothing at this address"));

    public static readonly ProblemKind MethodNotAllowedKind = new(405, "method_not_allowed",
        new("Esta dirección no admite ese método", "This address does not take that method"));

    public static readonly ProblemKind MalformedJsonKind = new(400, "malformed_json", new("El cuerpo no es JSON válido", "The body is not valid JSON"));

    public static readonly ProblemKind MalformedBodyKind = new(400, "malformed_body", new("El cuerpo llegó incompleto o dañado", "The body came incomplete or damaged"));

    public static readonly ProblemKind InvalidInputKind = new(400, "invalid_input", new("Hay datos que no cumplen las reglas", "Some data break the rules"));

    public static readonly ProblemKind BadCursorKind = new(400, "bad_cursor", new("El cursor no es de esta lista", "The cursor is not of this list"));

    public static readonly ProblemKind BadProofKind = new(400, "bad_proof",
        new("La prueba de trabajo no es válida, ya se usó o venció", "The proof of work is not valid, was used before or has expired"));

    public static readonly ProblemKind UnsupportedMediaTypeKind = new(415, "unsupported_media_type",
        new("El tipo de contenido no se admite aquí", "The content type is not taken here"));

    public static readonly ProblemKind BodyTooLargeKind = new(413, "body_too_large", new("El cuerpo es demasiado grande", "The body is too large"));

    public static readonly ProblemKind RequestTimeoutKind = new(408, "request_timeout", new("El cuerpo no llegó a tiempo", "The body did not arrive in time"));

    public static readonly ProblemKind CredentialRequiredKind = new(401, "credential_required",
        new("Hace falta una credencial válida", "A valid credential is required"));

    public static readonly ProblemKind NotAllowedKind = new(403, "not_allowed", new("Esta credencial no permite hacerlo", "This credential does not allow it"));

    public static readonly ProblemKind ActivityClosedKind = new(403, "activity_closed", new("La actividad no está abierta", "The activity is not open"));

    public static readonly ProblemKind ProcessNotFoundKind = new(404, "process_not_found",
        new("No existe ese proceso electoral", "There is no such electoral process"));

    public static readonly ProblemKind NotFoundKind = new(404, "not_found", new("No existe", "It does not exist"));

    public static readonly ProblemKind SectionNotFoundKind = new(404, "section_not_found", new("No existe esa sección", "There is no such section"));

    public static readonly ProblemKind SectionMergedKind = new(404, "section_merged",
        new("Esa sección se integró a otra", "That section was merged into another"));

    public static readonly ProblemKind OutsideTerritoryKind = new(404, "outside_territory",
        new("Ese punto está fuera del territorio de la elección", "That point is outside the territory of the election"));

    public static readonly ProblemKind ReactionNotFoundKind = new(404, "reaction_not_found",
        new("No has reaccionado a esto", "You have not reacted to this"));

    public static readonly ProblemKind TooManyRequestsKind = new(429, "too_many_requests",
        new("Es demasiado en tan poco tiempo; se puede seguir más tarde", "That is too much in so short a time; it can go on later"));

    public static readonly ProblemKind BadTicketKind = new(400, "bad_ticket",
        new("El turno no es válido, ya se usó o venció", "The ticket is not valid, was used before or has expired"));

    public static readonly ProblemKind TicketEarlyKind = new(409, "ticket_early", new("Todavía no llega el turno", "The ticket's turn has not come yet"));

    public static readonly ProblemKind IdempotencyKeyReusedKind = new(422, "idempotency_key_reused",
        new("Esa Idempotency-Key ya se usó con otro contenido", "That Idempotency-Key was used with other content"));

    public static readonly ProblemKind ProcessExistsKind = new(409, "process_exists",
        new("Ya existe un proceso con ese identificador", "There is a process with that id"));

    public static readonly ProblemKind DeliveriesBegunKind = new(409, "deliveries_begun",
        new("Ya se están preparando los paquetes de este proceso: esto no cambia más", "The packages of this process are being made: this changes no more"));

    public static readonly ProblemKind CalendarPendingKind = new(409, "calendar_pending",
        new("Ya hay un cambio del calendario en espera: hay que confirmarlo o retirarlo antes", "A change of the calendar waits already: confirm or withdraw it first"));

    public static readonly ProblemKind NoCalendarPendingKind = new(404, "no_calendar_pending",
        new("No hay ningún cambio del calendario en espera", "No change of the calendar waits"));

    public static readonly ProblemKind PreconditionRequiredKind = new(428, "precondition_required",
        new("Falta If-Match con la versión que se leyó", "If-Match with the version that was read is missing"));

    public static readonly ProblemKind PreconditionFailedKind = new(412, "precondition_failed",
        new("Cambió mientras tanto: vuelve a leerlo", "It changed meanwhile: read it again"));

    public static readonly ProblemKind CommentNotModeratedKind = new(409, "comment_not_moderated",
        new("Este comentario todavía espera a las reglas de moderación", "This comment still waits for the rules of moderation"));

    public static readonly ProblemKind SecondPersonRequiredKind = new(409, "second_person_required",
        new("Quien lo propuso no puede confirmarlo: hace falta otra persona", "Whoever proposed it cannot confirm it: another person is needed"));

    public static readonly ProblemKind AnotherPersonRequiredKind = new(409, "another_person_required",
        new("Se pidió una revisión: quien ya había decidido sobre este comentario no puede decidir otra vez",
            "A review was asked for: whoever had decided about this comment before cannot decide again"));

    public static readonly ProblemKind CommentAcceptedKind = new(409, "comment_accepted",
        new("Este comentario está aceptado: no hay nada que revisar", "This comment is accepted: there is nothing to review"));

    public static readonly ProblemKind DecisionConflictKind = new(409, "decision_conflict",
        new("Otra persona decidió sobre este comentario mientras tanto", "Somebody else decided about this comment meanwhile"));

    public static Problem InternalError() => new(InternalErrorKind);

    public static Problem StorageUnavailable() => new(StorageUnavailableKind) { RetryAfter = 5 };

    public static Problem RouteNotFound() => new(RouteNotFoundKind);

    public static Problem MethodNotAllowed(string allow) => new(MethodNotAllowedKind) { Allow = allow };

    public static Problem MalformedJson() => new(MalformedJsonKind);

    public static Problem InvalidInput(string field, Wording rule) => new(InvalidInputKind)
    {
        Errors = new Dictionary<string, IReadOnlyList<Wording>>(StringComparer.Ordinal) { [field] = [rule] },
    };

    public static Problem InvalidInput(FieldErrors errors) => new(InvalidInputKind) { Errors = errors.All };

    public static Problem BadCursor() => new(BadCursorKind);

    public static Problem BadProof() => new(BadProofKind);

    public static Problem UnsupportedMediaType(string expected) => new(UnsupportedMediaTypeKind)
    {
        Detail = new($"Se espera {expected}", $"{expected} is expected"),
    };

    /// <param name="maxBytes">The limit, where it is known to whom it was broken.</param>
    public static Problem BodyTooLarge(long? maxBytes) => new(BodyTooLargeKind)
    {
        Detail = maxBytes is null ? null : new(
            string.Create(CultureInfo.InvariantCulture, $"El máximo son {maxBytes} bytes"),
            string.Create(CultureInfo.InvariantCulture, $"The maximum is {maxBytes} bytes")),
    };

    public static Problem MalformedBody() => new(MalformedBodyKind);

    public static Problem RequestTimeout() => new(RequestTimeoutKind);

    public static Problem CredentialRequired() => new(CredentialRequiredKind);

    public static Problem NotAllowed() => new(NotAllowedKind);

    public static Problem ProcessNotFound() => new(ProcessNotFoundKind);

    public static Problem NotFound() => new(NotFoundKind);

    public static Problem SectionNotFound() => new(SectionNotFoundKind)
    {
        Detail = new(
            "La sección son cuatro cifras, como 0123; está en el frente de la credencial para votar",
            "A section is four digits, such as 0123; it stands on the front of the voter card"),
    };

    public static Problem SectionMerged(string into) => new(SectionMergedKind)
    {
        Detail = new($"Ahora es la sección {into}", $"It is section {into} now"),
        Members = new Dictionary<string, string>(StringComparer.Ordinal) { ["mergedInto"] = into },
    };

    public static Problem OutsideTerritory() => new(OutsideTerritoryKind);

    public static Problem ReactionNotFound() => new(ReactionNotFoundKind);

    /// <summary>The caller has used up a limit.</summary>
    public static Problem TooManyRequests(VisitorLimit limit, TimeSpan wait) => new(TooManyRequestsKind)
    {
        RetryAfter = (int)Math.Ceiling(wait.TotalSeconds),
        Limit = new(limit.Name, limit.Burst, (int)limit.Refilled.TotalSeconds),
    };

    public static Problem BadTicket() => new(BadTicketKind);

    public static Problem TicketEarly(DateTimeOffset readyAt, DateTimeOffset now) => new(TicketEarlyKind)
    {
        RetryAfter = (int)Math.Ceiling((readyAt - now).TotalSeconds),
        Moments = new Dictionary<string, DateTimeOffset?>(StringComparer.Ordinal) { ["readyAt"] = readyAt },
    };

    public static Problem TooManyChanges() => new(TooManyRequestsKind)
    {
        Detail = new(
            "Cambiaste de opinión muchas veces hoy; desde ahora se puede una vez por minuto", "You changed your mind many times today; from now on it is once a minute"),
        RetryAfter = (int)ReactionStore.SlowPace.TotalSeconds,
        Limit = new("changes", ReactionStore.MaxChangesADay, 24 * 60 * 60),
    };

    public static Problem IdempotencyKeyReused() => new(IdempotencyKeyReusedKind);

    public static Problem ProcessExists() => new(ProcessExistsKind);

    public static Problem DeliveriesBegun() => new(DeliveriesBegunKind);

    public static Problem CalendarPending(DateTimeOffset takesEffectAt) => new(CalendarPendingKind)
    {
        Moments = new Dictionary<string, DateTimeOffset?>(StringComparer.Ordinal) { ["takesEffectAt"] = takesEffectAt },
    };

    public static Problem NoCalendarPending() => new(NoCalendarPendingKind);

    public static Problem PreconditionRequired() => new(PreconditionRequiredKind);

    public static Problem PreconditionFailed() => new(PreconditionFailedKind);

    public static Problem CommentNotModerated() => new(CommentNotModeratedKind);

    public static Problem SecondPersonRequired() => new(SecondPersonRequiredKind);

    public static Problem AnotherPersonRequired() => new(AnotherPersonRequiredKind);

    public static Problem CommentAccepted() => new(CommentAcceptedKind);

    /// <summary>Why a judgement was not carried out.</summary>
    /// <exception cref="InvalidOperationException">It was.</exception>
    public static Problem OfJudgement(JudgementResult result) => result.Outcome switch
    {
        JudgementOutcome.SecondPersonRequired => SecondPersonRequired(),
        JudgementOutcome.AnotherPersonRequired => AnotherPersonRequired(),
        JudgementOutcome.NotModerated => CommentNotModerated(),
        JudgementOutcome.DeliveriesBegun => DeliveriesBegun(),
        JudgementOutcome.Overtaken => DecisionConflict(result.Present!.Comment.Status.Name(), CommentDecisions.NameOf(result.Present)),
        JudgementOutcome.NotFound => NotFound(),
        _ => throw new InvalidOperationException($"Nothing refuses {result.Outcome}."),
    };

    /// <summary>Tells what became of the comment, and the version to look at before deciding again.</summary>
    public static Problem DecisionConflict(string commentStatus, string version) => new(DecisionConflictKind)
    {
        Members = new Dictionary<string, string>(StringComparer.Ordinal) { ["commentStatus"] = commentStatus, ["version"] = version },
    };

    /// <summary>Null when the activity is open; otherwise the refusal that says when it opens or closed.</summary>
    public static IResult? UnlessOpen(PublishedProcess process, Activity activity, DateTimeOffset now) =>
        UnlessOpen(process, process.StateOf(activity, now));

    /// <summary>Null from the first opening of reactions to their last closing, pauses included: so long there are credentials.</summary>
    public static IResult? UnlessTakingPart(PublishedProcess process, DateTimeOffset now) =>
        UnlessOpen(process, process.Process.InForce(now).ParticipationAt(now));

    private static Problem? UnlessOpen(PublishedProcess process, ActivityState state)
    {
        if (state.IsOpen) return null;
        return new Problem(ActivityClosedKind)
        {
            Moments = new Dictionary<string, DateTimeOffset?>(StringComparer.Ordinal)
            {
                ["opensAt"] = state.OpensAt is { } opens ? process.Process.Local(opens) : null,
                ["closedAt"] = state.ClosedAt is { } closed ? process.Process.Local(closed) : null,
            },
        };
    }
}
