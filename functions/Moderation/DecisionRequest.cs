using System.ComponentModel.DataAnnotations;
using ServerlessDecide.Comments;
using ServerlessDecide.Functions.Http;
using ServerlessDecide.Functions.OpenApi;
using ServerlessDecide.Moderation;

namespace ServerlessDecide.Functions.Moderation;

/// <param name="Reason">A code of the process's list of reasons.</param>
/// <param name="DecidedBy">The moderator's id; accounts will replace it.</param>
/// <param name="Note">An explanation for other moderators.</param>
/// <param name="Version">The version that the moderator saw; without it the decision applies to any version.</param>
internal sealed record DecisionRequest(
    [AllowedValues("accept", "quarantine")] string? Decision,
    [NamesOf(typeof(ModerationReasons), nameof(ModerationReasons.OfPeople))] string? Reason,
    [MaxLength(64)] string? DecidedBy,
    [MaxLength(PersonDecision.MaxNote)] string? Note = null,
    string? Version = null)
{
    /// <summary>Returns the decision, or null and the errors.</summary>
    public PersonDecision? Read(FieldErrors errors)
    {
        DecisionKind? kind = Decision switch { "accept" => DecisionKind.Accept, "quarantine" => DecisionKind.Quarantine, _ => null };
        if (kind is null) errors.Add("decision", new("debe ser accept o quarantine", "must be accept or quarantine"));
        var reasons = kind == DecisionKind.Accept ? ModerationReasons.ToAccept : ModerationReasons.ToQuarantine;
        if (kind is not null && !reasons.Contains(Reason, StringComparer.Ordinal))
        {
            var known = string.Join(", ", reasons);
            errors.Add("reason", new($"es obligatorio y debe ser uno de: {known}", $"is required and must be one of: {known}"));
        }

        if (!DeciderId.TryParse(DecidedBy, out var by)) errors.Add("decidedBy", new("debe ser " + DeciderId.RuleEs, "must be " + DeciderId.Rule));
        string? note = null;
        if (Note is not null && (CommentText.Check(Note, out note) is not null || note.EnumerateRunes().Count() > PersonDecision.MaxNote))
        {
            errors.Add("note", new(
                $"de 1 a {PersonDecision.MaxNote} caracteres que se vean, sin caracteres de control, reservados o escondidos ni de los que cambian la dirección del texto",
                $"1 to {PersonDecision.MaxNote} characters that can be seen, none that control, that are reserved or hidden, or that change the direction of writing"));
        }

        return errors.Any ? null : new PersonDecision(kind!.Value, Reason!, note, by);
    }
}
