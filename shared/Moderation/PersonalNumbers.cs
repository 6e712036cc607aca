using System.Buffers;
using System.Globalization;

namespace ServerlessDecide.Moderation;

/// <summary>
/// Finds telephone numbers, card numbers and CLABEs in a text. A telephone number is ten digits that begin with 2 to 9, grouped as people
/// group them, with nothing beside them that makes them a file number or an amount.
/// </summary>
internal static class PersonalNumbers
{
    private const int Near = 30;
    private const int NearOffice = 60;
    private const int FewestDigits = 10;
    private const int MostDigits = 18;

    private static readonly SearchValues<char> SentenceSigns = SearchValues.Create(".;!?\n");
    private static readonly SearchValues<char> Separators = SearchValues.Create(" .-()_\u2013*");

    private static readonly string[] PhoneWords = ["tel", "cel", "whats", "wats", "wasap", "llam", "marca", "marqu", "comunic", "contact", "numero es", "hablen", "hablame", "mensaje", "reporte al ", "reporten al ", "quejas al ", "denuncias al ", "denuncia al ", "registro al "];
    private static readonly string[] FileWords = ["folio", "expediente", "exp.", "oficio", "recibo", "factura", "acta", "serie", "contrato", "predial", "referencia", "solicitud", "boleta", "licitacion",
        "reporte", "queja", "ticket", "servicio no", "servicio num", "de servicio", "medidor", "toma de agua", "denuncia", "carpeta", "registro", "numero de cita", "guia", "poliza", "seguimiento"];
    private static readonly string[] CardWords = ["tarjeta", "cuenta", "clabe", "deposit", "transfer"];

    // Offices, whose numbers are public, and words that make even such a number a person's own.
    private static readonly string[] Offices =
    [
        "presidencia", "ayuntamiento", "alcaldia", "proteccion civil", "comisaria", "comandancia", "seguridad publica", "emergencia", "bomberos", "cruz roja", " dif ", "hospital", "clinica",
        "centro de salud", "issste", "imss", "atencion ciudadana", "ventanilla", "oficina", "delegacion", "fiscalia", "ministerio publico", "registro civil", "opdapas", "sapas", "agua potable",
        "organismo de agua", "comision de agua", "cfe ", "tesoreria", "catastro", "instituto", "escuela", "locatel", "conmutador", "mesa de ayuda", "linea de", "servicios publicos", "ambulancia",
        "secretaria de", "direccion de",
    ];

    private static readonly string[] Personal =
    [
        "su cel", "su tel", "su num", "su whats", "cel personal", "celular personal", "telefono personal", "numero personal", "particular", "espos", "su hij", "su mama", "su papa", "novio", "novia",
        "señor", "doña", "amante", "vive", "casa del", "casa de la", "la directora", "el director", "del director", "regidor", "el sindic", "la sindic", "del sindic", "el alcalde", "la alcaldesa",
        "del alcalde", "presidente", "presidenta", "el secretari", "del secretari", "candidat", "diputad", "el comandante", "del comandante", "tesorero", "la tesorera",
    ];

    private static readonly string[] Units = ["peso", "mdp", "dolar", "voto", "votante", "habitante", "persona", "elector", "millon", "km", "metro", "litro", "%"];
    private static readonly string[] Digits = ["cero", "uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve"];

    // Prefixes of the country, of long distance and of calls to mobile telephones, the latter two as dialled until 2019.
    private static readonly HashSet<string> Prefixes = ["", "1", "52", "521", "01", "044", "045"];

    // How people group the ten digits of a telephone number.
    private static readonly HashSet<string> PhoneGroups = ["10", "334", "244", "3322", "2422", "37", "28", "343", "46", "64", "3223", "1111111111"];

    public static IEnumerable<(string Sign, int From, int To, Severity Severity)> Find(TextAsRead text)
    {
        foreach (var (sign, from, to) in Written(text).Concat(Spelled(text)))
        {
            if ((sign == "phone" ? OfPhone(text.Folded, from, to) : Severity.Quarantine) is { } severity) yield return (sign, from, to, severity);
        }
    }

    // Returns null for an office's number; holds a number that may be that of a person who works there.
    private static Severity? OfPhone(string folded, int from, int to)
    {
        var before = folded.AsSpan(Math.Max(0, from - NearOffice), Math.Min(from, NearOffice));
        before = before[(before.LastIndexOfAny(SentenceSigns) + 1)..];
        var after = folded.AsSpan(to, Math.Min(Near, folded.Length - to));
        if (after.IndexOfAny(SentenceSigns) is >= 0 and var end) after = after[..end];
        if (!ContainsAny(before, Offices) && !ContainsAny(after, Offices)) return Severity.Quarantine;
        return ContainsAny(before, Personal) || ContainsAny(after, Personal) ? Severity.Hold : null;
    }

    private static bool ContainsAny(ReadOnlySpan<char> text, string[] words)
    {
        foreach (var word in words)
        {
            if (text.Contains(word, StringComparison.Ordinal)) return true;
        }

        return false;
    }

    private static IEnumerable<(string Sign, int From, int To)> Written(TextAsRead text)
    {
        var folded = text.Folded;
        foreach (var groups in Sequences(folded))
        {
            var digits = string.Concat(groups.Select(g => folded[g.From..g.To]));
            var offset = 0;
            for (var first = 0; first < groups.Count;)
            {
                var (sign, last) = At(folded, groups, first, digits.AsSpan(offset));
                if (sign is not null) yield return (sign, groups[first].From, groups[last].To);
                for (; first <= last; first++) offset += groups[first].Length;
            }
        }
    }

    // Returns sequences of groups of digits with at most three separators between them.
    private static IEnumerable<List<Token>> Sequences(string folded)
    {
        var groups = new List<Token>();
        for (var i = 0; i < folded.Length;)
        {
            if (!char.IsAsciiDigit(folded[i]))
            {
                i++;
                continue;
            }

            var from = i;
            while (i < folded.Length && char.IsAsciiDigit(folded[i])) i++;
            if (groups.Count > 0 && !IsBetween(folded.AsSpan(groups[^1].To, from - groups[^1].To)))
            {
                yield return groups;
                groups = [];
            }

            groups.Add(new Token(from, i));
        }

        if (groups.Count > 0) yield return groups;
    }

    private static bool IsBetween(ReadOnlySpan<char> between) => between.Length <= 3 && !between.ContainsAnyExcept(Separators);

    // Returns the sign that begins at a group and its last group, or null and the group itself.
    private static (string? Sign, int Last) At(string folded, List<Token> groups, int first, ReadOnlySpan<char> digits)
    {
        var count = 0;
        for (var last = first; last < groups.Count && count < MostDigits; last++)
        {
            count += groups[last].Length;
            if (count is < FewestDigits or > MostDigits) continue;
            var number = digits[..count];
            var (from, to) = (groups[first].From, groups[last].To);
            var whole = first == 0 && last == groups.Count - 1;
            if (count == 18 && OfficialKeys.IsClabe(number) && IsFree(folded, from, to, CardWords)) return ("clabe", last);
            if (count is 15 or 16 && (whole || last - first < 4) && OfficialKeys.IsCard(number) && IsFree(folded, from, to, CardWords)) return ("card", last);
            if (count <= 13 && CanBePhone(number) && IsPhone(folded, number, string.Concat(groups[first..(last + 1)].Select(g => g.Length)), whole, from, to)) return ("phone", last);
        }

        return (null, first);
    }

    private static bool CanBePhone(ReadOnlySpan<char> digits)
    {
        var number = digits[^10..];
        // Toll-free and premium-rate lines (800, 900) belong to institutions.
        return number[0] is not ('0' or '1') && number.ContainsAnyExcept(number[0]) && !number.StartsWith("800", StringComparison.Ordinal)
            && !number.StartsWith("900", StringComparison.Ordinal) && Prefixes.Contains(digits[..^10].ToString());
    }

    private static bool IsPhone(string folded, ReadOnlySpan<char> digits, string shape, bool whole, int from, int to)
    {
        var prefix = digits.Length - 10;
        var called = Last(folded, from, PhoneWords) >= 0 || (from > 0 && folded[from - 1] == '+');
        var grouped = prefix == 0
            ? PhoneGroups.Contains(shape) || (whole && shape == "22222" && folded[to - 3] is '-' or '.')
            : shape.StartsWith(prefix.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal) || shape.StartsWith("21", StringComparison.Ordinal);
        return (called || grouped) && IsFree(folded, from, to, PhoneWords);
    }

    // Whether nothing beside the digits makes them something else.
    private static bool IsFree(string folded, int from, int to, string[] words)
    {
        if (from > 0 && (char.IsLetterOrDigit(folded[from - 1]) || folded[from - 1] is '$' or '#' or '/' or ',')) return false;
        if (from > 1 && (folded[from - 1] is '-' or '.' or ' ') && (folded[from - 2] == '$' || (folded[from - 1] == '-' && char.IsLetterOrDigit(folded[from - 2])))) return false;
        if (to < folded.Length && (char.IsLetterOrDigit(folded[to]) || folded[to] is '/' or '%')) return false;
        if (to + 1 < folded.Length && folded[to] is ',' or '-' && char.IsLetterOrDigit(folded[to + 1])) return false;
        var after = folded.AsSpan(to, Math.Min(15, folded.Length - to)).TrimStart();
        foreach (var unit in Units)
        {
            if (after.StartsWith(unit, StringComparison.Ordinal) || after.StartsWith("de " + unit, StringComparison.Ordinal)) return false;
        }

        return Last(folded, from, FileWords) <= Last(folded, from, words);
    }

    // Returns the position of the last of these words shortly before, or -1.
    private static int Last(string folded, int from, string[] words)
    {
        var start = Math.Max(0, from - Near);
        var before = folded.AsSpan(start, from - start);
        var last = -1;
        foreach (var word in words) last = Math.Max(last, before.LastIndexOf(word, StringComparison.Ordinal));
        return last;
    }

    // Finds numbers spelled as words: siete dos dos...
    private static IEnumerable<(string Sign, int From, int To)> Spelled(TextAsRead text)
    {
        var first = -1;
        var count = 0;
        for (var i = 0; i <= text.Tokens.Count; i++)
        {
            if (i < text.Tokens.Count && Array.IndexOf(Digits, text[text.Tokens[i]].ToString()) >= 0)
            {
                if (count++ == 0) first = i;
                continue;
            }

            if (count is 10 or 12) yield return ("phone", text.Tokens[first].From, text.Tokens[i - 1].To);
            count = 0;
        }
    }
}
