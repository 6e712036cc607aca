namespace ServerlessDecide.Imports;

/// <summary>Finds what separates the cells of a CSV file: comma, semicolon or tab, or what its first line declares.</summary>
internal static class CsvSeparator
{
    private const string Declaration = "sep=";

    private static readonly char[] Separators = [',', ';', '\t'];

    /// <param name="beginning">The first lines of the file.</param>
    /// <returns>The separator, and whether the first line declares it and is no row.</returns>
    public static (char Separator, bool IsDeclared) Of(string beginning, IReadOnlyCollection<string> columns)
    {
        var lines = beginning.Split('\n', TableRows.MaxRowsToHeader + 1).Take(TableRows.MaxRowsToHeader).Select(line => line.TrimEnd('\r')).ToList();
        var first = lines[0].Trim('"');
        if (first.Length == Declaration.Length + 1 && first.StartsWith(Declaration, StringComparison.OrdinalIgnoreCase) && (Separators.Contains(first[^1]) || first[^1] == '|'))
        {
            return (first[^1], true);
        }

        // The header decides: a title above it may have any number of commas.
        var best = Separators.MaxBy(separator => lines.Max(line => Named(line, separator)));
        if (lines.Exists(line => Named(line, best) > 0)) return (best, false);
        var header = lines[0];
        return (Separators.MaxBy(separator => header.Count(c => c == separator)), false);

        int Named(string line, char separator) => TableRows.Matches(line.Split(separator).Select(name => name.Trim(' ', '"')), columns);
    }
}
