using System.Text.Json;
using System.Text.Json.Serialization;

namespace ServerlessDecide.Imports;

/// <summary>What can be wrong with a file or a row. The name in answers is the member's in snake_case.</summary>
public enum ImportErrorCode
{
    EmptyFile,
    Unreadable,
    MissingColumn,
    DuplicateColumn,
    WrongCellCount,
    Required,
    BadValue,
    TooLong,
    Duplicate,
    UnknownReference,

    /// <summary>Something published or said depends on a row that the file leaves out or changes.</summary>
    InUse,
}

/// <summary>One thing wrong.</summary>
/// <param name="Row">0 when it is no row of this file (something that was left out).</param>
/// <param name="Value">The value that is wrong, shortened, or what is missing.</param>
public sealed record ImportError(int Row, string Column, ImportErrorCode Code, string Value);

/// <summary>Collects what is wrong: all rows count, the first <see cref="MaxReported"/> errors are kept.</summary>
public sealed class ImportErrors
{
    /// <summary>Errors reported at most. A file with more is the wrong file.</summary>
    public const int MaxReported = 1000;

    private readonly List<ImportError> reported;
    private readonly HashSet<int> rows;

    public ImportErrors()
    {
        reported = [];
        rows = [];
    }

    /// <summary>Goes on where another collection stands, which is left as it is.</summary>
    public ImportErrors(ImportErrors begun)
    {
        reported = [.. begun.reported];
        rows = [.. begun.rows];
        Count = begun.Count;
    }

    public int Count { get; private set; }

    /// <summary>Rows with at least one error.</summary>
    public int RejectedRows => rows.Count;

    public IReadOnlyList<ImportError> Reported => reported;

    public void Add(int row, string column, ImportErrorCode code, string value = "")
    {
        Count++;
        if (row > 0) rows.Add(row);
        if (reported.Count < MaxReported) reported.Add(new ImportError(row, column, code, value.Length > 80 ? value[..80] + "…" : value));
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(IReadOnlyList<ImportError>))]
internal sealed partial class ImportJson : JsonSerializerContext;
