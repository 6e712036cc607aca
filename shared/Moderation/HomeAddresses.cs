namespace ServerlessDecide.Moderation;

/// <summary>
/// Finds home addresses: a word that says that somebody lives there, then a street with its number. A street and a number alone say
/// where the pothole is.
/// </summary>
internal static class HomeAddresses
{
    private const int MostWordsBetween = 8;
    private const int MostWordsOfName = 6;

    private static readonly HashSet<string> Lives =
    [
        "vive", "viven", "vives", "vivo", "vivimos", "vivia", "domicilio", "habita", "reside", "residen", "duerme", "duermen",
    ];

    // People who give their own address expose nobody. But "Mi dirección es ..." may be anybody's.
    private static readonly HashSet<string> OwnLives = ["vivo", "vivimos"];
    private static readonly HashSet<string> Own = ["mi", "nuestra", "nuestro", "mis"];
    private static readonly HashSet<string> Given = ["direccion"];

    // "Lo encuentran en la calle..." is a person, "se encuentran en la calle..." are potholes.
    private static readonly HashSet<string> Found = ["encuentran", "encuentras"];
    private static readonly HashSet<string> Whom = ["lo", "la", "los", "las", "te"];

    private static readonly HashSet<string> Whose = ["su", "mi", "tu", "cuya", "nuestra", "sus"];
    private static readonly HashSet<string> Home = ["casa", "direccion", "hogar", "departamento", "depa", "residencia"];

    private static readonly HashSet<string> Streets =
    [
        "calle", "c", "av", "ave", "avenida", "calz", "calzada", "privada", "priv", "pvda", "callejon", "cerrada", "cda", "andador", "circuito", "boulevard", "bulevar", "blvd",
        "paseo", "prolongacion", "prol", "retorno", "camino", "carretera", "fraccionamiento", "manzana", "mz", "edificio",
    ];

    private static readonly HashSet<string> NoName =
    [
        "desde", "hace", "hay", "tiene", "tienen", "llevo", "son", "donde", "que", "cada", "como", "tenemos", "estan", "esta", "pasan", "y", "con", "sin", "necesita", "somos",
    ];

    private static readonly HashSet<string> Counted = ["de", "años", "meses", "dias", "veces", "personas", "familias", "vecinos", "pesos", "minutos", "horas", "cuadras", "metros", "mil"];

    public static IEnumerable<(string Sign, int From, int To, Severity Severity)> Find(TextAsRead text)
    {
        var said = -1;
        for (var i = 0; i < text.Tokens.Count; i++)
        {
            var word = text[text.Tokens[i]].ToString();
            if (Lives.Contains(word) || (Home.Contains(word) && i > 0 && Whose.Contains(text[text.Tokens[i - 1]].ToString()))
                || (Found.Contains(word) && i > 0 && Whom.Contains(text[text.Tokens[i - 1]].ToString()))) said = i;
            if (said < 0 || i - said > MostWordsBetween || !Streets.Contains(word)) continue;
            var number = NumberAfter(text, i);
            if (number < 0) continue;
            var own = IsOwn(text, said);
            if (!own) yield return ("address", text.Tokens[said].From, text.Tokens[number].To, Severity.Quarantine);
            else if (Given.Contains(text[text.Tokens[said]].ToString())) yield return ("address", text.Tokens[said].From, text.Tokens[number].To, Severity.Hold);
            i = number;
            said = -1;
        }
    }

    private static bool IsOwn(TextAsRead text, int said) =>
        OwnLives.Contains(text[text.Tokens[said]].ToString()) || (said > 0 && Own.Contains(text[text.Tokens[said - 1]].ToString()));

    // Returns the token of the house number that follows the street at a token, or -1.
    private static int NumberAfter(TextAsRead text, int street)
    {
        for (var i = street + 1; i < text.Tokens.Count && i <= street + MostWordsOfName; i++)
        {
            var token = text.Tokens[i];
            if (NoName.Contains(text[token].ToString())) return -1;
            if (!char.IsAsciiDigit(text.Folded[token.From]) || token.Length > 5) continue;
            // "5 de Mayo" is a name.
            if (i + 1 == text.Tokens.Count || !Counted.Contains(text[text.Tokens[i + 1]].ToString())) return i;
        }

        return -1;
    }
}
