using System.Buffers;

namespace ServerlessDecide.Moderation;

/// <summary>
/// Telephones, cards and CLABE among the digits of a text. A telephone is ten digits that begin with 2 to 9, grouped as people group
/// them, that nothing beside them makes a file number or an amount.
/// </summary>
internal static class PersonalNumbers
{
    private const int Near = 30;

    private static readonly SearchValues<char> Separators = SearchValues.Create(" .-()_\u2013*");

    private static readonly string[] PhoneWords = ["tel", "cel", "whats", "wats", "wasap", "llam", "marca", "marqu", "comunic", "contact", "numero es", "hablen", "hablame", "mensaje"];
    private static readonly string[] FileWords = ["folio", "expediente", "exp.", "oficio", "recibo", "factura", "acta", "serie", "contrato", "predial", "referencia", "solicitud", "boleta", "licitacion"];
    private static readonly string[] CardWords = ["tarjeta", "cuenta", "clabe", "deposit", "transfer"];
    private static readonly string[] Units = ["peso", "mdp", "dolar", "voto", "votante", "habitante", "persona", "elector", "millon", "km", "metro", "litro", "%"];
    private static readonly string[] Digits = ["cero", "uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve"];

    // How people group the ten digits of a telephone.
    private static readonly HashSet<string> PhoneGroups = ["10", "334", "244", "3322", "2422", "37", "28", "343", "46", "64", "3223", "1111111111"];

    public static IEnumerable<(string Sign, int From, int To)> Find(TextAsRead text) => Written(text).Concat(Spelled(text));

    private static IEnumerable<(string Sign, int From, int To)> Written(TextAsRead text)
    {
        var folded = text.Folded;
        foreach (var groups in Sequences(folded))
        {
            for (var first = 0; first < groups.Count;)
            {
                var (sign, last) = At(folded, groups, first);
                if (sign is not null) yield return (sign, groups[first].From, groups[last].To);
                first = last + 1;
            }
        }
    }

    // Groups of digits with little between them, up to the number of digits that anything here can have.
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

    private static (string? Sign, int Last) At(string folded, List<Token> groups, int first)
    {
        var digits = "";
        var shape = "";
        for (var last = first; last < groups.Count; last++)
        {
            digits += folded[groups[last].From..groups[last].To];
            if (digits.Length > 18) break;
            shape += groups[last].Length;
            var (from, to) = (groups[first].From, groups[last].To);
            var whole = first == 0 && last == groups.Count - 1;
            if (digits.Length == 18 && OfficialKeys.IsClabe(digits) && IsFree(folded, from, to, CardWords)) return ("clabe", last);
            if (digits.Length is 15 or 16 && (whole || shape is "15" or "16" or "4444" or "465") && OfficialKeys.IsCard(digits) && IsFree(folded, from, to, CardWords)) return ("card", last);
            if (IsPhone(folded, digits, shape, whole, from, to)) return ("phone", last);
        }

        return (null, first);
    }

    private static bool IsPhone(string folded, string digits, string shape, bool whole, int from, int to)
    {
        foreach (var prefix in (string[])["", "52", "521", "01", "044", "045", "1"])
        {
            if (digits.Length != 10 + prefix.Length || !digits.StartsWith(prefix, StringComparison.Ordinal)) continue;
            // A country's or long distance prefix stands apart, or behind a plus.
            var plus = from > 0 && folded[from - 1] == '+';
            var apart = shape.StartsWith(string.Concat(prefix.Select(_ => "")) + prefix.Length, StringComparison.Ordinal) || shape.StartsWith("21", StringComparison.Ordinal);
            var called = Last(folded, from, PhoneWords) >= 0;
            if (prefix.Length > 0 && !plus && !apart && !called) continue;
            var number = digits[prefix.Length..];
            if (number[0] is '0' or '1' || number.StartsWith("800", StringComparison.Ordinal) || number.StartsWith("900", StringComparison.Ordinal)) continue;
            if (number.Distinct().Count() == 1) continue;
            if (called || plus || prefix.Length > 0 || PhoneGroups.Contains(shape) || (whole && shape == "22222" && folded[to - 3] is '-' or '.'))
            {
                return IsFree(folded, from, to, PhoneWords);
            }
        }

        return false;
    }

    // Whether nothing beside the digits says that they are something else.
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

    // Where the last of some words stands shortly before, or -1.
    private static int Last(string folded, int from, string[] words)
    {
        var start = Math.Max(0, from - Near);
        var before = folded.AsSpan(start, from - start);
        var last = -1;
        foreach (var word in words) last = Math.Max(last, before.LastIndexOf(word, StringComparison.Ordinal));
        return last;
    }

    // Ten digits as words: siete dos dos...
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
