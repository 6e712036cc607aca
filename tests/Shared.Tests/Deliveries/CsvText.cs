using System.Text;

namespace ServerlessDecide.Shared.Tests.Deliveries;

/// <summary>A CSV reader that is independent of the writer: RFC 4180 and nothing else.</summary>
internal static class CsvText
{
    public static List<string[]> Parse(string text)
    {
        var rows = new List<string[]>();
        var row = new List<string>();
        var cell = new StringBuilder();
        for (var i = 0; i < text.Length;)
        {
            if (text[i] == '"')
            {
                for (i++; ; i++)
                {
                    if (text[i] != '"') cell.Append(text[i]);
                    else if (i + 1 < text.Length && text[i + 1] == '"') cell.Append(text[i++]);
                    else break;
                }

                i++;
            }
            else
            {
                // Line breaks and quotes are allowed only within quotes.
                while (text[i] is not (',' or '\r' or '\n' or '"')) cell.Append(text[i++]);
            }

            row.Add(cell.ToString());
            cell.Clear();
            if (text[i] == ',')
            {
                i++;
                continue;
            }

            if (text.AsSpan(i) is not ['\r', '\n', ..]) throw new FormatException($"Neither a comma nor the end of a line at {i}: {text[..i]}");
            i += 2;
            rows.Add([.. row]);
            row.Clear();
        }

        return rows;
    }
}
