using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ServerlessDecide.Candidacies;
using ServerlessDecide.Content;

namespace ServerlessDecide.Imports;

/// <summary>What a dataset may look at while it is read.</summary>
/// <param name="Current">The content published now.</param>
/// <param name="PlatformsInUse">Whether reactions to platforms were ever open: then each platform stays, and stays its contender's.</param>
/// <param name="ProposalsInUse">The same of proposals.</param>
/// <param name="Now">When the import was asked for: the same however often it runs.</param>
public sealed record ImportContext(ProcessContent Current, bool PlatformsInUse, bool ProposalsInUse, DateTimeOffset Now);

/// <summary>The form in which a dataset comes.</summary>
public enum ImportFormat
{
    /// <summary>CSV with a header, or JSON with the same names.</summary>
    Table,

    /// <summary>JSON as it is served.</summary>
    Json,

    /// <summary>A GeoJSON FeatureCollection; a row is a feature, with columns <c>key</c> and <c>geometry</c>.</summary>
    GeoJson,
}

/// <summary>A kind of file that can be imported. It replaces its part of the content as a whole, or reports why it cannot.</summary>
public interface IDataset
{
    /// <summary>The name in the address: <c>districts</c>.</summary>
    string Name { get; }

    ImportFormat Format { get; }

    /// <summary>Columns a CSV must have; none when the dataset does not come as a table.</summary>
    IReadOnlyCollection<string> Columns { get; }

    /// <summary>The content with this dataset replaced. Meaningless when <paramref name="errors"/> has any.</summary>
    ProcessContent Apply(ImportContext context, IReadOnlyList<ImportRow> rows, ImportErrors errors);

    /// <summary>What this dataset has that it did not have before.</summary>
    ImportChanges Compare(ProcessContent before, ProcessContent after);
}

/// <summary>The datasets there are.</summary>
public static class Datasets
{
    private static readonly IDataset[] All =
    [
        new GlossaryDataset(), new OfficesDataset(),
        new DistrictsDataset(), new MunicipalitiesDataset(), new SectionsDataset(),
        BoundariesDataset.OfDistricts, BoundariesDataset.OfMunicipalities,
        new ContendersDataset(), new PlatformsDataset(), new CandidatesDataset(), new ProposalsDataset(), new ResultsDataset(),
        new CampaignsDataset(),
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

    /// <summary>The territories, of those there are, in whose contest somebody stands.</summary>
    internal static IEnumerable<string> TerritoriesOfCandidates<T>(ProcessContent current, IReadOnlyList<T> territories, Func<T, Contest> contest)
    {
        var contests = current.Candidates.Select(c => c.Contest).ToHashSet(StringComparer.Ordinal);
        return territories.Select(contest).Where(c => contests.Contains(c.Id)).Select(c => c.Territory);
    }

    /// <summary>Compares two versions of a list by its keys; two items are the same when they are written the same.</summary>
    internal static ImportChanges Compare<T>(IReadOnlyList<T> before, IReadOnlyList<T> after, Func<T, string> key, JsonTypeInfo<T> type)
    {
        if (ReferenceEquals(before, after)) return ImportChanges.None;
        var old = before.ToDictionary(key, StringComparer.Ordinal);
        var added = new List<string>();
        var changed = new List<string>();
        foreach (var item in after)
        {
            if (!old.Remove(key(item), out var was)) added.Add(key(item));
            else if (!JsonSerializer.SerializeToUtf8Bytes(was, type).AsSpan().SequenceEqual(JsonSerializer.SerializeToUtf8Bytes(item, type))) changed.Add(key(item));
        }

        // What is left was not met again.
        return new ImportChanges(ChangedKeys.Of(added), ChangedKeys.Of(changed), ChangedKeys.Of([.. before.Select(key).Where(old.ContainsKey)]));
    }
}
