using System.Globalization;

namespace ServerlessDecide.Moderation;

/// <summary>Checks the digits and dates of the keys and numbers that identify people in Mexico. Keys are in capitals, without separators.</summary>
internal static class OfficialKeys
{
    private const string CurpAlphabet = "0123456789ABCDEFGHIJKLMNÑOPQRSTUVWXYZ";
    private const string RfcAlphabet = "0123456789ABCDEFGHIJKLMN&OPQRSTUVWXYZ Ñ";

    private static readonly HashSet<string> CurpStates =
    [
        "AS", "BC", "BS", "CC", "CL", "CM", "CS", "CH", "DF", "DG", "GT", "GR", "HG", "JC", "MC", "MN", "MS", "NT", "NL", "OC", "PL",
        "QT", "QR", "SP", "SL", "SR", "TC", "TS", "TL", "VZ", "YN", "ZS", "NE",
    ];

    /// <summary>Whether the birth date and the state of a CURP of 18 characters are possible.</summary>
    public static bool IsLikeCurp(string key) => IsDate(key.AsSpan(4, 6)) && CurpStates.Contains(key[11..13]);

    /// <summary>Whether the check digit, the last one, is right (RENAPO, Instructivo normativo para la asignación de la CURP).</summary>
    public static bool HasCurpDigit(string key)
    {
        var sum = 0;
        for (var i = 0; i < 17; i++) sum += CurpAlphabet.IndexOf(key[i], StringComparison.Ordinal) * (18 - i);
        return key[17] - '0' == (10 - sum % 10) % 10;
    }

    /// <summary>Whether the date in a person's RFC of 13 characters is possible.</summary>
    public static bool IsLikeRfc(string key) => IsDate(key.AsSpan(4, 6));

    /// <summary>Whether the check digit, the last character, is right (SAT, modulo 11).</summary>
    public static bool HasRfcDigit(string key)
    {
        var sum = 0;
        for (var i = 0; i < 12; i++) sum += RfcAlphabet.IndexOf(key[i], StringComparison.Ordinal) * (13 - i);
        return key[12] == "0A987654321"[sum % 11];
    }

    /// <summary>Whether the date and the state of a voter key of 18 characters are possible. It has no published check digit.</summary>
    public static bool IsLikeVoterKey(string key) =>
        IsDate(key.AsSpan(6, 6)) && int.Parse(key.AsSpan(12, 2), CultureInfo.InvariantCulture) is >= 1 and <= 33 or 87 or 88;

    /// <summary>Whether 15 or 16 digits are a payment card: an issued prefix and a valid Luhn digit (ISO/IEC 7812).</summary>
    public static bool IsCard(ReadOnlySpan<char> digits)
    {
        var prefix = int.Parse(digits[..4], CultureInfo.InvariantCulture);
        var issued = digits.Length == 15
            ? prefix / 100 is 34 or 37
            : prefix / 1000 == 4 || prefix / 100 is (>= 50 and <= 58) or 65 || prefix is (>= 2221 and <= 2720) or 6011;
        if (!issued) return false;
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            var value = digits[^(i + 1)] - '0';
            sum += i % 2 == 0 ? value : value > 4 ? value * 2 - 9 : value * 2;
        }

        return sum % 10 == 0;
    }

    /// <summary>Whether 18 digits are a CLABE: a bank, and the check digit of the Asociación de Bancos de México (weights 3, 7, 1).</summary>
    public static bool IsClabe(ReadOnlySpan<char> digits)
    {
        if (digits.StartsWith("000", StringComparison.Ordinal)) return false;
        var sum = 0;
        for (var i = 0; i < 17; i++) sum += (digits[i] - '0') * (i % 3 == 0 ? 3 : i % 3 == 1 ? 7 : 1) % 10;
        return digits[17] - '0' == (10 - sum % 10) % 10;
    }

    // Any year of two digits is possible.
    private static bool IsDate(ReadOnlySpan<char> yymmdd)
    {
        var year = int.Parse(yymmdd[..2], CultureInfo.InvariantCulture);
        var month = int.Parse(yymmdd[2..4], CultureInfo.InvariantCulture);
        var day = int.Parse(yymmdd[4..], CultureInfo.InvariantCulture);
        return month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year is 0 ? 2000 : 1900 + year, month);
    }
}
