using ServerlessDecide.Functions.Http;
using ServerlessDecide.Moderation;

namespace ServerlessDecide.Functions.Moderation;

/// <summary>The texts of the reasons, in the order in which moderation checks them; then those of people.</summary>
internal static class ReasonTexts
{
    private const string Hold = "hold";
    private const string Quarantine = "quarantine";

    public static IReadOnlyList<ModerationReasonAnswer> All { get; } =
    [
        Of("threat", Quarantine, new("Amenaza a alguien o le desea un daño", "Threatens somebody with harm, or wishes them harm")),
        Of("gender_violence", Quarantine, new("Violencia política contra las mujeres en razón de género", "Political violence against women because they are women")),
        Of("hate", Quarantine, new("Odio o discriminación por lo que una persona es", "Hate or discrimination for what a person is")),
        Of("personal_data", Quarantine, new(
            "Datos personales: teléfono, correo, claves oficiales, tarjetas, domicilio", "Personal data: telephone, e-mail, official keys, cards, home address")),
        Of("vote_buying", Quarantine, new("Ofrece o exige algo a cambio del voto", "Offers or demands something in exchange for a vote")),
        Of("insult", Hold, new("Insulta a una persona", "Insults a person")),
        Of("hidden_text", Hold, new("Esconde texto con caracteres invisibles o de otros alfabetos", "Hides text in invisible characters or other scripts")),
        Of("link", Hold, new("Contiene un enlace", "Contains a link")),
        Of("advert", Hold, new("Anuncia o vende algo", "Advertises or sells something")),
        Of("shouting", Hold, new(
            "Está escrito como a gritos: en mayúsculas o con muchos signos de exclamación", "Is written as if shouted: in capitals or with many exclamation marks")),
        Of("gibberish", Hold, new("No parece tener sentido", "Does not seem to make sense")),
        Of(ModerationRules.FailedReason, Hold, new("Las reglas no pudieron analizarlo", "The rules could not analyse it")),
        Of(ModerationReasons.SecondOpinion, Hold, new("Una segunda revisión automática pide que lo vea una persona", "A second automatic review asks for a person to look")),
        Of("criticism", null, new("Es una crítica, aunque sea dura", "It is criticism, however harsh")),
        Of("figure_of_speech", null, new("Es una manera de hablar", "It is a way of speaking")),
        Of("report", null, new("Relata o cita algo que condena", "It reports or quotes what it condemns")),
        Of("public_data", null, new("Los datos son públicos o de una oficina", "The data are public, or those of an office")),
        Of("misread", null, new("Las reglas se equivocaron", "The rules were wrong")),
        Of("mistaken_decision", null, new("La decisión anterior fue un error", "The decision before was a mistake")),
        Of("in_order", null, new("Una persona lo revisó y no encontró nada que objetar", "A person reviewed it and has no objection")),
    ];

    private static ModerationReasonAnswer Of(string code, string? moderation, Wording meaning) => new(
        code,
        meaning,
        moderation,
        ModerationReasons.ToAccept.Contains(code, StringComparer.Ordinal) ? "accept"
            : ModerationReasons.ToQuarantine.Contains(code, StringComparer.Ordinal) ? Quarantine
            : null);
}
