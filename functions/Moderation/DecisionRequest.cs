using System.ComponentModel.DataAnnotations;
using ServerlessDecide.Functions.Hosting;
using ServerlessDecide.Moderation;
using ServerlessDecide.Participation;

namespace ServerlessDecide.Functions.Moderation;

/// <param name="Reason">A code of the process's list of reasons.</param>
/// <param name="DecidedBy">The id of who decides, until accounts say it.</param>
/// <param name="Note">More in words, for others who moderate.</param>
/// <param name="Version">The version that the person saw; without it the decision is about whatever is there.</param>
internal sealed record DecisionRequest(
    [AllowedValues("accept", "quarantine")] string? Decision,
    string? Reason,
    [MaxLength(64)] string? DecidedBy,
    [MaxLength(Judgement.MaxNote)] string? Note = null,
    string? Version = null)
{
    /// <summary>The judgement, or null and what is wrong with it.</summary>
    public Judgement? Read(FieldErrors errors)
    {
        JudgementKind? kind = Decision switch { "accept" => JudgementKind.Accept, "quarantine" => JudgementKind.Quarantine, _ => null };
        if (kind is null) errors.Add("decision", new("debe ser accept o quarantine", "must be accept or quarantine"));
        var reasons = kind == JudgementKind.Accept ? ModerationReasons.ToAccept : ModerationReasons.ToQuarantine;
        if (kind is not null && !reasons.Contains(Reason, StringComparer.Ordinal))
        {
            var known = string.Join(", ", reasons);
            errors.Add("reason", new($"es obligatorio y debe ser uno de: {known}", $"is required and must be one of: {known}"));
        }

        if (!DeciderId.TryParse(DecidedBy, out var by)) errors.Add("decidedBy", new("debe ser " + DeciderId.RuleEs, "must be " + DeciderId.Rule));
        string? note = null;
        if (Note is not null && (CommentText.Check(Note, out note) is not null || note.EnumerateRunes().Count() > Judgement.MaxNote))
        {
            errors.Add("note", new(
                $"de 1 a {Judgement.MaxNote} caracteres, sin los de control ni los que cambian el sentido de la escritura",
                $"1 to {Judgement.MaxNote} characters, none that control or that change the direction of writing"));
        }

        return errors.Any ? null : new Judgement(kind!.Value, Reason!, note, by);
    }
}
