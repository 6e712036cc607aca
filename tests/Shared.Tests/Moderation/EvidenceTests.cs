using ServerlessDecide.Moderation;

namespace ServerlessDecide.Shared.Tests.Moderation;

public sealed class EvidenceTests
{
    [Theory]
    [InlineData("Oigan, son unos pendejos ustedes", "insult", "phrase", "pendejos")]
    [InlineData("Ñandú: p e n d e j o.", "insult", "phrase", "p e n d e j o")]
    [InlineData("Él dijo ch1ng4 t u m4dr3 y ya", "insult", "phrase", "ch1ng4 t u m4dr3")]
    [InlineData("😀 pe\u0301nde\u0301jo", "insult", "phrase", "pe\u0301nde\u0301jo")]
    [InlineData("ﷺ 𝓹𝓮𝓷𝓭𝓮𝓳𝓸 x", "insult", "phrase", "𝓹𝓮𝓷𝓭𝓮𝓳𝓸")]
    [InlineData("Escríbanme a maria.lopez@example.org ya", "personal_data", "email", "maria.lopez@example.org")]
    [InlineData("márquenle al 722 123 4567 hoy", "personal_data", "phone", "722 123 4567")]
    [InlineData("QUZL910315MMCXXR07", "personal_data", "curp", "QUZL910315MMCXXR07")]
    [InlineData("pague a 012420007654321094", "personal_data", "clabe", "012420007654321094")]
    [InlineData("Vean https://example.org/oferta", "link", "address", "https://example.org/oferta")]
    [InlineData("no vоten", "hidden_text", "mixed_scripts", "vоten")]
    public void A_finding_points_to_its_evidence_in_the_text_as_sent(string text, string code, string sign, string evidence)
    {
        var finding = Assert.Single(ModerationRules.Decide(text).Findings);
        Assert.Equal((code, sign), (finding.Code, finding.Sign));
        Assert.Equal(evidence, text.Substring(finding.Start, finding.Length));
    }

    [Fact]
    public void Findings_come_in_the_order_of_the_rules_and_then_of_the_text()
    {
        var verdict = ModerationRules.Decide("Pendejo, idiota, te voy a matar: https://x.mx");
        Assert.Equal(["threat", "insult", "insult", "link"], verdict.Findings.Select(f => f.Code));
        Assert.True(verdict.Findings[1].Start < verdict.Findings[2].Start);
        Assert.Equal(["threat", "insult", "link"], verdict.Reasons);
    }

    [Fact]
    public void Evidence_lies_within_the_text_whatever_the_text() => Law.Holds(Samples.AcceptedText, text =>
        ModerationRules.Decide(text + " pendejo 722 123 4567").Findings.All(f => f.Start >= 0 && f.Length > 0 && f.Start + f.Length <= text.Length + 21));
}
