using ServerlessDecide.Content;
using ServerlessDecide.Imports;
using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Shared.Tests;

/// <summary>The content of <c>samples/demo</c>, read in the order in which <c>samples/load.mjs</c> imports it.</summary>
internal static class Demonstration
{
    private static readonly Lazy<(ProcessContent Content, IReadOnlyList<ImportError> Errors, IReadOnlyList<ImportError> Warnings)> Loaded = new(Load);

    public static ProcessContent Content => Loaded.Value.Content;

    public static ContentIndex Index { get; } = new(Content);

    public static IReadOnlyList<ImportError> Errors => Loaded.Value.Errors;

    public static IReadOnlyList<ImportError> Warnings => Loaded.Value.Warnings;

    /// <summary>The text of a file, or null when it is not there.</summary>
    public static string? Read(string file)
    {
        var path = Path.Combine(Repository.Root, "samples", "demo", file);
        return File.Exists(path) ? File.ReadAllText(path) : null;
    }

    private static (ProcessContent Content, IReadOnlyList<ImportError> Errors, IReadOnlyList<ImportError> Warnings) Load()
    {
        var content = ProcessContent.Empty;
        var errors = new List<ImportError>();
        var warnings = new List<ImportError>();
        foreach (var dataset in Datasets.All)
        {
            var found = new ImportErrors();
            if (Rows(dataset, found) is not { } rows) continue;
            content = dataset.Apply(new ImportContext(content, Samples.At("2021-05-10")), rows, found);
            errors.AddRange(found.Reported);
            warnings.AddRange(found.Warnings);
        }

        return (content, errors, warnings);
    }

    private static List<ImportRow>? Rows(IDataset dataset, ImportErrors errors)
    {
        var text = dataset.Name == "sections" ? Sections(Read("section-ranges.csv")!) : Read(dataset.Format switch
        {
            ImportFormat.Table => dataset.Name + ".csv",
            ImportFormat.Json => dataset.Name + ".json",
            _ => dataset.Name["geometry-".Length..] + ".geojson",
        });
        if (text is null) return null;
        return dataset.Format switch
        {
            ImportFormat.Table => ImportRows.ReadCsv(text, dataset.RequiredColumns(), errors),
            ImportFormat.Json => ImportRows.ReadJson(text, errors),
            _ => ImportRows.ReadGeoJson(text, null, errors),
        };
    }

    // As samples/load.mjs does: a range of sections is a row for each.
    private static string Sections(string ranges) => "section,municipality,district,registeredVoters\n" + string.Concat(
        from line in ranges.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Skip(1)
        let cells = line.Split(',')
        from section in Enumerable.Range(int.Parse(cells[2], null), int.Parse(cells[3], null) - int.Parse(cells[2], null) + 1)
        select $"{section:d4},{cells[0]},{cells[1]},{cells[4]}\n");
}
