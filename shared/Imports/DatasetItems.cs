using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ServerlessDecide.Candidacies;
using ServerlessDecide.Content;
using ServerlessDecide.ElectionResults;
using ServerlessDecide.Geography;

namespace ServerlessDecide.Imports;

/// <summary>Shared code of the datasets that are lists of items with a key.</summary>
internal static class DatasetItems
{
    /// <summary>Reads rows into items and reports duplicate keys. Rows with errors are left out.</summary>
    public static List<T> Read<T>(
        IReadOnlyList<ImportRow> rows, Column keyColumn, ImportErrors errors, Func<RowReader, ImportRow, T> read, Func<T, string> key)
    {
        var items = new List<T>(rows.Count);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            var reader = new RowReader(row, errors);
            var item = read(reader, row);
            if (reader.Failed)
            {
                errors.LeaveOut(key(item));
                continue;
            }

            if (seen.Add(key(item))) items.Add(item);
            else errors.Add(row.Number, keyColumn.Name, ImportErrorCode.Duplicate, key(item));
        }

        return items;
    }

    /// <summary>Reports each key that other content refers to and no item has any more.</summary>
    public static void KeepReferenced<T>(IEnumerable<string> referredTo, IEnumerable<T> items, Func<T, string> key, Column keyColumn, ImportErrors errors)
    {
        var there = items.Select(key).ToHashSet(StringComparer.Ordinal);
        errors.AddMissing(keyColumn.Name, referredTo.Where(k => !there.Contains(k)));
    }

    /// <summary>The keys of territories of one level that other content refers to.</summary>
    /// <param name="contests">The contests of the existing territories.</param>
    public static IEnumerable<string> ReferencesToTerritories(
        ProcessContent content, Func<Section, string> ofSection, IEnumerable<Contest> contests, IReadOnlyList<Boundary> boundaries, ResultLevel level)
    {
        var scope = level == ResultLevel.District ? ContestScope.Legislature : ContestScope.Council;
        var stoodIn = content.Candidates.Select(c => c.Contest).ToHashSet(StringComparer.Ordinal);
        return content.Sections.Select(ofSection)
            .Concat(contests.Where(c => stoodIn.Contains(c.Id)).Select(c => c.Territory).OfType<string>())
            .Concat(boundaries.Select(b => b.Key))
            .Concat(content.Blocks.Where(b => b.Scope == scope).Select(b => b.Territory))
            .Concat(content.Results.Where(r => r.Level == level).Select(r => r.Territory));
    }

    /// <summary>Reports each item that was open to reactions and that the file leaves out or gives to another contender.</summary>
    public static void KeepOwners<T>(
        IEnumerable<T> before, IEnumerable<T> after, Func<T, string> key, Func<T, string> contender, Column keyColumn, ImportErrors errors)
    {
        var owners = after.ToDictionary(key, contender, StringComparer.Ordinal);
        foreach (var taken in before.Where(item => owners.TryGetValue(key(item), out var owner) && owner != contender(item)))
        {
            errors.Add(0, keyColumn.Name, ImportErrorCode.InUse, key(taken));
        }

        errors.AddMissing(keyColumn.Name, before.Select(key).Where(k => !owners.ContainsKey(k)));
    }

    /// <summary>Compares two versions of a list by key; two items are equal when their JSON is equal.</summary>
    public static ImportChanges Compare<T>(IReadOnlyList<T> before, IReadOnlyList<T> after, Func<T, string> key, JsonTypeInfo<T> type)
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

        // What is left in old has been removed.
        return new ImportChanges(ChangedKeys.Of(added), ChangedKeys.Of(changed), ChangedKeys.Of([.. before.Select(key).Where(old.ContainsKey)]));
    }
}
