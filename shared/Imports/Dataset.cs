using ServerlessDecide.Content;

namespace ServerlessDecide.Imports;

/// <summary>What a dataset may look at while it is read.</summary>
/// <param name="Current">The content published now.</param>
/// <param name="PlatformsInUse">Whether reactions or comments may hang on platforms already.</param>
public sealed record ImportContext(ProcessContent Current, bool PlatformsInUse);

/// <summary>A kind of file that can be imported. It replaces its part of the content as a whole, or reports why it cannot.</summary>
public interface IDataset
{
    /// <summary>The name in the address: <c>districts</c>.</summary>
    string Name { get; }

    /// <summary>Columns a CSV must have; none when the dataset comes as JSON only.</summary>
    IReadOnlyCollection<string> Columns { get; }

    /// <summary>The content with this dataset replaced. Meaningless when <paramref name="errors"/> has any.</summary>
    ProcessContent Apply(ImportContext context, IReadOnlyList<ImportRow> rows, ImportErrors errors);
}

/// <summary>The datasets there are.</summary>
public static class Datasets
{
    private static readonly IDataset[] All =
    [
        new DistrictsDataset(), new MunicipalitiesDataset(), new SectionsDataset(), new ContendersDataset(), new PlatformsDataset(),
    ];

    public static IReadOnlyList<string> Names { get; } = [.. All.Select(d => d.Name)];

    public static IDataset? Find(string name) => Array.Find(All, d => d.Name == name);

    /// <summary>Reads rows into items, reporting a key that comes twice and rows that other content still refers to.</summary>
    internal static List<T> ReadItems<T>(
        IReadOnlyList<ImportRow> rows, string keyColumn, ImportErrors errors, Func<RowReader, ImportRow, T> read, Func<T, string> key)
    {
        var items = new List<T>(rows.Count);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            var reader = new RowReader(row, errors);
            var item = read(reader, row);
            if (reader.Failed) continue;
            if (seen.Add(key(item))) items.Add(item);
            else errors.Add(row.Number, keyColumn, ImportErrorCode.Duplicate, key(item));
        }

        return items;
    }

    /// <summary>Reports each key that is still referred to and is no longer there.</summary>
    internal static void KeepReferenced(IEnumerable<string> referredTo, IReadOnlySet<string> there, string column, ImportErrors errors)
    {
        foreach (var missing in referredTo.Where(key => !there.Contains(key)).Distinct(StringComparer.Ordinal))
        {
            errors.Add(0, column, ImportErrorCode.InUse, missing);
        }
    }
}
