using System.Text.Json.Serialization;
using Microsoft.Net.Http.Headers;
using ServerlessDecide.Exports;
using ServerlessDecide.Functions.Http;
using ServerlessDecide.Functions.Http.Documents;
using ServerlessDecide.Functions.Publication;
using ServerlessDecide.Processes;

namespace ServerlessDecide.Functions.Downloads;

/// <summary>The public files of a process as a Data Package (datapackage.org, version 2).</summary>
internal sealed record DataPackageAnswer(
    [property: JsonPropertyName("$schema")] string Profile, string Name, string Title, string Description, IReadOnlyList<DataResourceAnswer> Resources)
{
    public static DataPackageAnswer From(ElectoralProcess process, IReadOnlyList<DataResourceAnswer> resources, Language language) => new(
        "https://datapackage.org/profiles/2.0/datapackage.json",
        process.Id.Value,
        process.Name,
        new Wording(
            "Los archivos públicos del proceso que el calendario tiene abiertos ahora.",
            "The public files of the process that the calendar keeps open now.").In(language),
        resources);
}

/// <summary>A public file.</summary>
/// <param name="Path">Its address, relative to that of the package.</param>
/// <param name="Type">table, or absent for a file that is none.</param>
/// <param name="Encoding">Absent for a file that is no text.</param>
/// <param name="Bytes">Of the file before compression for transport; its hash is of the same bytes.</param>
internal sealed record DataResourceAnswer(
    [property: JsonPropertyName("$schema")] string Profile,
    string Name,
    string Path,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Type,
    string Title,
    string Format,
    string Mediatype,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Encoding,
    long Bytes,
    string Hash,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] TableDialectAnswer? Dialect,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] TableSchemaAnswer? Schema)
{
    /// <param name="table">The table that the file holds; null when it is none.</param>
    public static DataResourceAnswer From(PublicFile file, PublicDocument document, Table? table, Language language)
    {
        var format = file.Path[(file.Path.LastIndexOf('.') + 1)..];
        var type = MediaTypeHeaderValue.Parse(file.ContentType);
        return new(
            "https://datapackage.org/profiles/2.0/dataresource.json",
            file.Path.Replace('/', '-').Replace('.', '-'),
            file.Path,
            table is null ? null : "table",
            file.Title.Wording().In(language),
            format,
            type.MediaType.Value!,
            type.MediaType.Value!.Contains("spreadsheetml", StringComparison.Ordinal) ? null : "utf-8",
            document.Length,
            $"sha256:{document.Sha256}",
            table is null ? null : TableDialectAnswer.Of(format),
            table is null ? null : TableSchemaAnswer.From(table, language));
    }
}

/// <summary>How a table stands in its file.</summary>
/// <param name="Property">The member of JSON that holds the rows; absent in other formats.</param>
internal sealed record TableDialectAnswer(
    [property: JsonPropertyName("$schema")] string Profile,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Property,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Delimiter,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? LineTerminator)
{
    public static TableDialectAnswer Of(string format) => new(
        "https://datapackage.org/profiles/2.0/tabledialect.json",
        format == "json" ? "items" : null,
        format == "csv" ? "," : null,
        format == "csv" ? "\r\n" : null);
}

/// <summary>The columns of a table, in the order of the file.</summary>
/// <param name="PrimaryKey">The columns that together identify a row; absent when nothing does.</param>
internal sealed record TableSchemaAnswer(
    [property: JsonPropertyName("$schema")] string Profile,
    IReadOnlyList<TableFieldAnswer> Fields,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? PrimaryKey)
{
    public static TableSchemaAnswer From(Table table, Language language) => new(
        "https://datapackage.org/profiles/2.0/tableschema.json",
        [.. table.Columns.Select(c => TableFieldAnswer.From(c, language))],
        table.Key.Count > 0 ? table.Key : null);
}

/// <summary>A column.</summary>
internal sealed record TableFieldAnswer(string Name, string Type, string Title, string Description, FieldConstraintsAnswer Constraints)
{
    public static TableFieldAnswer From(TableColumn column, Language language) => new(
        column.Name, column.Kind.Name(), column.Title.Wording().In(language), column.Meaning.Wording().In(language), FieldConstraintsAnswer.From(column));
}

/// <summary>What the cells of a column may hold.</summary>
/// <param name="Enum">The only values; absent when others are allowed.</param>
internal sealed record FieldConstraintsAnswer(
    bool Required,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Enum)
{
    public static FieldConstraintsAnswer From(TableColumn column) =>
        new(!column.IsOptional, column is { Kind: ColumnKind.Text, IsClosed: true, Words.Count: > 0 } ? [.. column.Words.Select(w => w.Word)] : null);
}
