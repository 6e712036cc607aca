using ServerlessDecide.Functions.Hosting;

namespace ServerlessDecide.Functions.Imports;

/// <summary>What a column of a dataset takes, told to whoever must mend a value. A name means the same in every dataset.</summary>
internal static class ColumnRules
{
    private static readonly Wording Text = new(
        "texto sin caracteres de control; un nombre o título, en una sola línea y con alguna letra o cifra",
        "text without control characters; a name or title, in one line and with some letter or digit");

    private static readonly Wording Id = new(Slug.RuleEs, Slug.Rule);

    private static readonly Wording Boolean = new("true o false", "true or false");

    private static readonly Wording FromZero = new("un número entero desde 0, sin comas ni espacios", "a whole number from 0, without commas or spaces");

    private static readonly Wording FromOne = new("un número entero desde 1, sin comas ni espacios", "a whole number from 1, without commas or spaces");

    private static readonly Dictionary<string, Wording> ByColumn = new(StringComparer.Ordinal)
    {
        ["id"] = Id,
        ["topic"] = Id,
        ["office"] = Id,
        ["gender"] = Id,
        ["number"] = new("un número de 1 a 99, sin ceros a la izquierda", "a number from 1 to 99, without leading zeros"),
        ["code"] = new("cinco cifras, como 15106", "five digits, such as 15106"),
        ["section"] = new("cuatro cifras, como 0123", "four digits, such as 0123"),
        ["lat"] = new("grados de −90 a 90, con punto decimal", "degrees from −90 to 90, with a decimal point"),
        ["lon"] = new("grados de −180 a 180, con punto decimal", "degrees from −180 to 180, with a decimal point"),
        ["registeredVoters"] = FromZero,
        ["votes"] = FromZero,
        ["seats"] = FromOne,
        ["position"] = FromOne,
        ["geometry"] = new(
            "un Polygon o MultiPolygon válido en grados WGS84, con anillos cerrados que no se cruzan",
            "a valid Polygon or MultiPolygon in WGS84 degrees, with closed rings that do not cross"),
        ["kind"] = new("party, coalition, commonCandidacy o independent", "party, coalition, commonCandidacy or independent"),
        ["members"] = new(
            "dos partidos distintos o más, con | entre ellos, en una coalición o candidatura común; ninguno en los demás",
            "two different parties or more, with | between them, for a coalition or common candidacy; none for others"),
        ["color"] = new("#rrggbb, con cifras hexadecimales", "#rrggbb, with hexadecimal digits"),
        ["elected"] = Boolean,
        ["scope"] = new("legislature o council", "legislature or council"),
        ["documentUrl"] = new("una dirección completa que empieza con http:// o https://", "a whole address that begins with http:// or https://"),
        ["sha256"] = new("64 cifras hexadecimales en minúsculas", "64 hexadecimal digits in lower case"),
        ["sections"] = new("una lista de objetos con id, topic, heading y text", "a list of objects with id, topic, heading and text"),
        ["contest"] = new("una contienda del mismo ámbito que el cargo", "a contest of the same scope as the office"),
        ["role"] = new("owner o alternate", "owner or alternate"),
        ["head"] = new("true o false; true solo con owner", "true or false; true with owner only"),
        ["candidate"] = new("quien encabeza una fórmula o planilla de la lista de candidaturas", "who heads a formula or slate of the list of candidates"),
        ["level"] = new("district o municipality", "district or municipality"),
        ["option"] = new(
            "un actor político, o partidos distintos unidos por +; cada quien compite una sola vez en el territorio",
            "a contender, or different parties joined by +; everybody competes once in the territory"),
        ["status"] = new(
            "provisional, definitive o corrected, lo mismo en todo el territorio; lo definitivo solo cambia con corrected",
            "provisional, definitive or corrected, the same in all of the territory; what is definitive changes with corrected only"),
        ["source"] = new("una sola línea, la misma en todo el territorio", "one line, the same in all of the territory"),
    };

    /// <param name="column">As an error names it: <c>lat</c>, or within a list <c>sections[2].heading</c>.</param>
    public static Wording Of(string column) => ByColumn.GetValueOrDefault(column[(column.LastIndexOf('.') + 1)..], Text);
}
