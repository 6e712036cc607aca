using ServerlessDecide.Functions.Hosting;
using ServerlessDecide.Moderation;

namespace ServerlessDecide.Functions.Moderation;

/// <summary>The reasons in words, in the order in which moderation looks for them; then those of people.</summary>
internal static class ReasonTexts
{
    private const string Hold = "hold";
    private const string Quarantine = "quarantine";

    public static IReadOnlyList<ModerationReasonAnswer> All { get; } =
    [
        Of("threat", Quarantine, new("Amenaza o desea un daño a alguien", "Threatens somebody with harm, or wishes it")),
        Of("gender_violence", Quarantine, new("Violencia política contra las mujeres en razón de género", "Political violence against women because they are women")),
        Of("hate", Quarantine, new("Odio o discriminación por lo que una persona es", "Hate or discrimination for what a person is")),
        Of("personal_data", Quarantine, new(
            "Datos personales: teléfono, correo, claves oficiales, tarjetas, domicilio", "Personal data: telephone, e-mail, official keys, cards, home address")),
        Of("vote_buying", Quarantine, new("Ofrece o exige algo por el voto", "Offers or demands something for a vote")),
        Of("insult", Hold, new("Insulta a una persona", "Insults a person")),
        Of("hidden_text", Hold, new("Esconde texto con caracteres invisibles o de otras escrituras", "Hides text in invisible characters or other scripts")),
        Of("link", Hold, new("Lleva a una página", "Leads to a page")),
        Of("advert", Hold, new("Anuncia o vende algo", "Advertises or sells something")),
        Of("shouting", Hold, new("Está escrito a gritos", "Is shouted")),
        Of("gibberish", Hold, new("No parece tener sentido", "Does not seem to make sense")),
        Of(Moderator.FailedReason, Hold, new("Las reglas no pudieron leerlo", "The rules could not read it")),
        Of(ModerationReasons.SecondOpinion, Hold, new("Una segunda revisión automática pide que lo vea una persona", "A second automatic review asks for a person to look")),
        Of("criticism", null, new("Es crítica, por dura que sea", "It is criticism, however hard")),
        Of("figure_of_speech", null, new("Es una manera de hablar", "It is a way of speaking")),
        Of("report", null, new("Cuenta o cita lo que reprueba", "It reports or quotes what it condemns")),
        Of("public_data", null, new("Los datos son públicos o de una oficina", "The data are public, or those of an office")),
        Of("misread", null, new("Las reglas leyeron mal", "The rules misread it")),
        Of("mistaken_decision", null, new("La decisión anterior fue un error", "The decision before was a mistake")),
        Of("in_order", null, new("Alguien lo vio y no hay nada que objetar", "Somebody looked and has nothing to object")),
    ];

    private static ModerationReasonAnswer Of(string code, string? moderation, Wording meaning) => new(
        code,
        new(meaning.Es, meaning.En),
        moderation,
        ModerationReasons.ToAccept.Contains(code, StringComparer.Ordinal) ? "accept"
            : ModerationReasons.ToQuarantine.Contains(code, StringComparer.Ordinal) ? Quarantine
            : null);
}
