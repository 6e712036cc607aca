using ServerlessDecide.Moderation;
using ServerlessDecide.Participation;

namespace ServerlessDecide.Shared.Tests.Moderation;

public sealed class ModeratorTests
{
    [Theory]
    [InlineData("Más parques y menos baches, por favor.")]
    [InlineData("es un corrupto y un inepto")]
    [InlineData("Puras mentiras, este gobierno no sirve y ustedes son unos rateros")]
    [InlineData("La computadora de la biblioteca de Culiacán está en disputa")]
    [InlineData("el padre putativo")]
    [InlineData("Reputación, diputado, diputada, amputar, imputado")]
    [InlineData("Voy a matar el tiempo leyendo la plataforma")]
    [InlineData("Mi voto no se vende ni se compra")]
    [InlineData("Proponen 1,500 pesos a 20,000 familias en 2021")]
    [InlineData("=HYPERLINK(\"a\")")]
    [InlineData("😀😀😀")]
    [InlineData("a @ b")]
    public void What_people_may_say_is_accepted(string text)
    {
        var verdict = Moderator.Decide(text);
        Assert.Equal(CommentStatus.Accepted, verdict.Status);
        Assert.Empty(verdict.Reasons);
    }

    [Theory]
    [InlineData("son unos pendejos", "insult")]
    [InlineData("IDIOTAS", "insult")]
    [InlineData("Imbécil", "insult")]
    [InlineData("qué cabrón", "insult")]
    [InlineData("mira https://ejemplo.mx/pagina", "link")]
    [InlineData("www.ejemplo.mx", "link")]
    public void Insults_and_links_are_held_for_a_person(string text, string reason)
    {
        var verdict = Moderator.Decide(text);
        Assert.Equal(CommentStatus.Held, verdict.Status);
        Assert.Equal([reason], verdict.Reasons);
    }

    [Theory]
    [InlineData("Te voy a matar", "threat")]
    [InlineData("los vamos a quemar", "threat")]
    [InlineData("VAS A AMANECER MUERTA", "threat")]
    [InlineData("te mato", "threat")]
    [InlineData("escríbeme a juan.perez+voto@correo.com.mx", "personal_data")]
    [InlineData("llámame al 722 123 4567", "personal_data")]
    [InlineData("su teléfono es 7221234567", "personal_data")]
    [InlineData("722-123-45-67", "personal_data")]
    [InlineData("su CURP es PEGJ800101HMCRRN09", "personal_data")]
    [InlineData("compro tu voto", "vote_buying")]
    [InlineData("Pago sus votos", "vote_buying")]
    public void Threats_personal_data_and_vote_buying_are_quarantined(string text, string reason)
    {
        var verdict = Moderator.Decide(text);
        Assert.Equal(CommentStatus.Quarantined, verdict.Status);
        Assert.Equal([reason], verdict.Reasons);
    }

    [Fact]
    public void The_gravest_outcome_counts_and_every_rule_that_spoke_gives_its_reason()
    {
        var verdict = Moderator.Decide("Pendejo, te voy a matar: https://x.mx");

        Assert.Equal(CommentStatus.Quarantined, verdict.Status);
        Assert.Equal(["threat", "insult", "link"], verdict.Reasons);
    }

    [Theory]
    [InlineData("IMBÉCIL")]
    [InlineData("imbecil")]
    [InlineData("imbe\u0301cil")]
    [InlineData("ÍmBéCíL")]
    public void Accents_and_capitals_make_no_difference(string text) =>
        Assert.Equal(CommentStatus.Held, Moderator.Decide(text).Status);

    [Fact]
    public void Every_text_that_is_accepted_from_a_person_is_decided_and_always_the_same_way() => Law.Holds(Samples.AcceptedText, text =>
    {
        var verdict = Moderator.Decide(text);
        return verdict.Reasons.All(Moderator.ReasonCodes.Contains)
            && (verdict.Status == CommentStatus.Accepted) == (verdict.Reasons.Count == 0)
            && verdict.Status != CommentStatus.Received
            && Moderator.Decide(text).Reasons.SequenceEqual(verdict.Reasons);
    });

    [Theory]
    [InlineData("\uFFFE")]
    [InlineData("Más \uFFFE parques")]
    [InlineData("\uFFFF\uFFFD\U0001FFFE")]
    public void Characters_that_are_none_are_no_obstacle(string text)
    {
        Assert.Null(CommentText.Check(text, out _));
        Assert.Equal(CommentStatus.Accepted, Moderator.Decide(text).Status);
        Assert.Equal(["insult"], Moderator.Decide(text + " pendejo").Reasons);
    }

    [Fact]
    public void Two_thousand_characters_made_to_be_slow_are_decided_all_the_same()
    {
        string[] texts =
        [
            new('a', 2000), new('1', 2000), string.Concat(Enumerable.Repeat("1 ", 1000)), string.Concat(Enumerable.Repeat("a.", 1000)),
            new string('a', 1998) + "@b", string.Concat(Enumerable.Repeat("a@", 1000)), string.Concat(Enumerable.Repeat("te voy a ", 222)),
            string.Concat(Enumerable.Repeat("😀", 2000)), string.Concat(Enumerable.Repeat("e\u0301", 1000)), new('\u0301', 2000),
        ];

        Assert.All(texts, text => Assert.NotEqual(CommentStatus.Received, Moderator.Decide(text).Status));
    }

    [Fact]
    public void The_codes_are_known_beforehand() => Assert.Equal(
        ["threat", "personal_data", "vote_buying", "insult", "link", Moderator.FailedReason], Moderator.ReasonCodes);
}
