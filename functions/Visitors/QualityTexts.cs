using System.Globalization;
using ServerlessDecide.Functions.Http;
using ServerlessDecide.Visitors;

namespace ServerlessDecide.Functions.Visitors;

/// <summary>A class and its rules in words.</summary>
internal sealed record QualityClassText(QualityClass Class, Wording Name, IReadOnlyList<Wording> Rules);

/// <summary>The published rules in words, with the same figures that decide the class.</summary>
internal static class QualityTexts
{
    public static readonly Wording Consequence = new(
        "La clase acompaña a lo enviado hasta el paquete que recibe el actor político. Nunca es motivo para rechazar, retrasar ni borrar.",
        "The class goes with what was sent into the package that the contender receives. It is never a reason to refuse, delay or delete.");

    public static readonly IReadOnlyList<QualityClassText> All =
    [
        new(QualityClass.A, new("Ordinaria", "Ordinary"), [new("No se cumple ninguna regla de B ni de C.", "No rule of B or C holds.")]),
        new(QualityClass.B, new("Muchas desde una misma red, o sin prueba de trabajo", "Many from one network, or without a proof of work"),
        [
            new(
                "La persona entró por la fila de espera, sin prueba de trabajo. Vale para todo lo que envíe con esa credencial.",
                "The person came in by the entry queue, without a proof of work. It holds for all that is sent with that credential."),
            Said(
                $"Cuando se entregó la credencial, o cuando se envió la reacción o el comentario, su red había recibido por prueba de trabajo más de {QualityRules.VisitorsAnHour} credenciales en una hora o más de {QualityRules.VisitorsADay} desde las 09:00 UTC. Si fue al entregarla, vale para todo lo que se envíe con ella.",
                $"When the credential was issued, or when the reaction or the comment was sent, its network had received, for proofs of work, more than {QualityRules.VisitorsAnHour} credentials within an hour, or more than {QualityRules.VisitorsADay} since 09:00 UTC. Where that was when it was issued, it holds for all that is sent with it."),
            Said(
                $"Cuando se envió la reacción o el comentario, desde su red habían enviado algo más de {QualityRules.VisitorsAnHour} credenciales distintas en una hora, contadas con un error de unos cuantos puntos porcentuales, o más de {QualityRules.VisitorsADay} desde las 09:00 UTC.",
                $"When the reaction or the comment was sent, more than {QualityRules.VisitorsAnHour} different credentials had sent something from its network within an hour, give or take a few in a hundred, or more than {QualityRules.VisitorsADay} since 09:00 UTC."),
            Said(
                $"En la hora anterior llegaron de su red más de {QualityRules.ActsAnHour} reacciones y comentarios.",
                $"Within the hour before, more than {QualityRules.ActsAnHour} reactions and comments had come from its network."),
            new(
                "Para las dos reglas anteriores no cuentan las credenciales entregadas con la clase B, como las de la fila de espera.",
                "For the two rules above, credentials that were issued with class B, such as those of the entry queue, do not count."),
            new(
                "Una red es una dirección IPv4, o los primeros 56 bits de una dirección IPv6.",
                "A network is one IPv4 address, or the first 56 bits of an IPv6 address."),
        ]),
        new(QualityClass.C, new("Con el ritmo de una máquina", "At the pace of a machine"),
        [
            Said(
                $"Más de {QualityRules.FastReactions} reacciones, o más de {QualityRules.FastComments} comentarios, de una misma credencial en {QualityRules.FastSpell.TotalSeconds} segundos.",
                $"More than {QualityRules.FastReactions} reactions, or more than {QualityRules.FastComments} comments, of one credential within {QualityRules.FastSpell.TotalSeconds} seconds."),
            Said(
                $"Más de {QualityRules.Changes} cambios de opinión en {QualityRules.ChangesSpell.TotalMinutes} minutos. Cuentan los que siguen de inmediato a otra reacción a lo mismo.",
                $"More than {QualityRules.Changes} changes of mind within {QualityRules.ChangesSpell.TotalMinutes} minutes. Those count that directly follow another reaction to the same thing."),
            Said(
                $"{QualityRules.RegularIntervals} intervalos seguidos entre reacciones, cada uno igual al anterior con una diferencia de {QualityRules.RegularPercent} % como máximo.",
                $"{QualityRules.RegularIntervals} intervals in a row between reactions, each the same as the one before but for {QualityRules.RegularPercent}% at most."),
            Said(
                $"Vale desde la reacción o el comentario que cumple la regla, y hasta que la credencial pase {QualityRules.MachineSpell.TotalMinutes} minutos sin enviar nada.",
                $"It holds from the reaction or comment that meets the rule on, until the credential has sent nothing for {QualityRules.MachineSpell.TotalMinutes} minutes."),
        ]),
    ];

    private static Wording Said(FormattableString es, FormattableString en) => new(es.ToString(CultureInfo.InvariantCulture), en.ToString(CultureInfo.InvariantCulture));
}
