using ServerlessDecide.Content;
using ServerlessDecide.Publication;

namespace ServerlessDecide.Imports;

/// <summary>The context in which a dataset is read.</summary>
/// <param name="Current">The content published now.</param>
/// <param name="Now">When the import was requested: the same in every run of it.</param>
public sealed record ImportContext(ProcessContent Current, DateTimeOffset Now)
{
    /// <summary>The kinds of targets that were ever open to reactions. None of these targets may be removed or change its contender.</summary>
    public IReadOnlyList<TargetKind> InUse { get; init; } = [];
}

/// <summary>The format of a dataset's files.</summary>
public enum ImportFormat
{
    /// <summary>CSV with a header, a workbook, or JSON with the same names.</summary>
    Table,

    /// <summary>JSON as it is served.</summary>
    Json,

    /// <summary>A GeoJSON FeatureCollection; a row is a feature, with columns <c>key</c> and <c>geometry</c>.</summary>
    GeoJson,
}

/// <summary>A kind of file that can be imported. It replaces its whole part of the content, or reports why it cannot.</summary>
public interface IDataset
{
    /// <summary>The name in the URL: <c>districts</c>.</summary>
    string Name { get; }

    ImportFormat Format { get; }

    /// <summary>The columns that are read from a row, in the order of the documentation.</summary>
    IReadOnlyList<Column> Columns { get; }

    /// <summary>The content with this dataset replaced. Meaningless when <paramref name="errors"/> has any.</summary>
    ProcessContent Apply(ImportContext context, IReadOnlyList<ImportRow> rows, ImportErrors errors);

    /// <summary>The differences in this dataset between two versions of the content.</summary>
    ImportChanges Compare(ProcessContent before, ProcessContent after);
}

public static class DatasetColumns
{
    /// <summary>The columns that a CSV file must have; none when the dataset does not come as a table.</summary>
    public static IReadOnlyList<string> RequiredColumns(this IDataset dataset) =>
        dataset.Format == ImportFormat.Table ? [.. dataset.Columns.Where(c => !c.IsOptional).Select(c => c.Name)] : [];

    /// <summary>The columns that are read from a row; others are ignored, such as the names that downloads carry beside ids.</summary>
    internal static IReadOnlyCollection<string> ColumnNames(this IDataset dataset) => dataset.Columns.Select(c => c.Name).ToHashSet(StringComparer.Ordinal);

    /// <summary>The rule of a column, for the person who must correct a value; the rule of any text when the dataset has no such column.</summary>
    /// <param name="column">The name in an error: <c>lat</c>, or within a list <c>sections[2].heading</c>.</param>
    public static ValueRule RuleOf(this IDataset dataset, string column)
    {
        var dot = column.LastIndexOf('.');
        var among = dot < 0 ? dataset.Columns : dataset.Columns.FirstOrDefault(c => column.StartsWith(c.Name + '[', StringComparison.Ordinal))?.Items ?? [];
        return among.FirstOrDefault(c => c.Name == column[(dot + 1)..])?.Rule ?? CellRule.Text;
    }
}
