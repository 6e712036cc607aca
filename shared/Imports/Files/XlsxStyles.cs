using System.Globalization;

namespace ServerlessDecide.Imports;

/// <summary>Tells numbers from dates, which a workbook stores as numbers too, and writes both as text.</summary>
internal sealed class XlsxStyles
{
    // More than any program writes.
    private const int MaxFormats = 100_000;

    // Between the first days of the two calendars.
    private const int Days1904 = 1_462;

    private readonly List<bool> isDate = [];
    private readonly bool is1904;

    private XlsxStyles(bool is1904) => this.is1904 = is1904;

    public static XlsxStyles None(bool is1904) => new(is1904);

    public static XlsxStyles Read(XlsxPackage.BoundedXml? xml, bool is1904)
    {
        using var part = xml;
        var styles = new XlsxStyles(is1904);
        var dates = new HashSet<string>(StringComparer.Ordinal);
        var formats = -1;
        while (part?.Next() == true)
        {
            if (!part.IsElement) continue;
            if (part.Name == "numFmt" && dates.Count < MaxFormats && IsDateFormat(part["formatCode"] ?? "")) dates.Add(part["numFmtId"] ?? "");
            if (part.Name == "cellXfs") formats = part.Depth;
            else if (part.Depth <= formats) formats = -1;
            if (part.Name != "xf" || formats < 0) continue;
            if (styles.isDate.Count == MaxFormats) throw new WorkbookTooLargeException();
            var id = part["numFmtId"] ?? "";
            styles.isDate.Add(dates.Contains(id) || (int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var known) && IsBuiltInDate(known)));
        }

        return styles;
    }

    /// <summary>A number as a person would type it, or a date as ISO 8601 writes it.</summary>
    public string TextOf(string value, string? style)
    {
        if (!double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || !double.IsFinite(number)) return value.Trim();
        var isDateCell = int.TryParse(style, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < isDate.Count && isDate[index];
        if (isDateCell && DateOf(number) is { } date) return date;
        // 17 digits of 19.2826 are 19.282599999999999: the shortest text of the same number is what was typed.
        return Math.Abs(number) < 1e15 && number == Math.Truncate(number)
            ? ((long)number).ToString(CultureInfo.InvariantCulture)
            : number.ToString("R", CultureInfo.InvariantCulture);
    }

    private string? DateOf(double number)
    {
        if (is1904) number += Days1904;
        if (number is < 0 or >= 2_958_466) return null;
        var date = DateTime.FromOADate(number);
        if (number < 1) return date.ToString("HH:mm:ss", CultureInfo.InvariantCulture);
        return date.ToString(date.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);
    }

    // ECMA-376, 18.8.30; 27 to 36 and 50 to 58 are dates in some languages.
    private static bool IsBuiltInDate(int id) => id is (>= 14 and <= 22) or (>= 27 and <= 36) or (>= 45 and <= 47) or (>= 50 and <= 58);

    // Whether a format has a part of a date outside quoted text, escapes and [colours].
    private static bool IsDateFormat(string format)
    {
        var skip = '\0';
        for (var i = 0; i < format.Length; i++)
        {
            var c = format[i];
            if (skip != '\0')
            {
                if (c == skip) skip = '\0';
            }
            else if (c is '\\' or '_' or '*')
            {
                i++;
            }
            else if (c is '"' or '[')
            {
                skip = c == '[' ? ']' : '"';
            }
            else if (char.ToLowerInvariant(c) is 'y' or 'm' or 'd' or 'h' or 's' or 'a' && !format.StartsWith("General", StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
