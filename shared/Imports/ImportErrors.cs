using System.Text.Json;
using System.Text.Json.Serialization;

namespace ServerlessDecide.Imports;

/// <summary>The kinds of errors of a file or a row. In answers, the member's name in snake_case.</summary>
public enum ImportErrorCode
{
    EmptyFile,
    Unreadable,
    MissingColumn,
    DuplicateColumn,
    WrongCellCount,
    Required,
    BadValue,

    /// <summary>The value is the maximum number of characters.</summary>
    TooLong,
    Duplicate,
    UnknownReference,

    /// <summary>Published content or reactions depend on a row that the file leaves out or changes.</summary>
    InUse,

    /// <summary>A second candidate as the head where there is one already.</summary>
    SecondHead,

    /// <summary>Numbers that do not add up to their total, or exceed their maximum.</summary>
    BadSum,

    /// <summary>More rows than any file of an election has; the value is the maximum.</summary>
    TooManyRows,

    /// <summary>A file of the same dataset that was sent later takes precedence.</summary>
    Superseded,

    /// <summary>The tool failed on the file in every attempt; the file itself may be correct.</summary>
    NotProcessed,

    /// <summary>A warning: a name that a spreadsheet would evaluate as a formula.</summary>
    Formula,

    /// <summary>A warning: an owner without an alternate.</summary>
    NoAlternate,

    /// <summary>A warning: a document without the hash that proves that it is the original.</summary>
    NoHash,

    /// <summary>A warning: a territory whose boundary is not in the file.</summary>
    NoBoundary,

    /// <summary>A warning: invisible characters were removed.</summary>
    InvisibleRemoved,
}

/// <summary>One error or warning.</summary>
/// <param name="Row">0 when the error is about something that the file leaves out, not about a row.</param>
/// <param name="Value">The wrong value, shortened, or what is missing.</param>
public sealed record ImportError(int Row, string Column, ImportErrorCode Code, string Value);

/// <summary>The outcome of an import, except its counts of rows.</summary>
public sealed record ImportFindings(IReadOnlyList<ImportError> Errors, IReadOnlyList<ImportError> Warnings, ImportChanges Changes)
{
    public static ImportFindings None { get; } = new([], [], ImportChanges.None);
}

/// <summary>Collects errors: counts all bad rows and keeps the first <see cref="MaxReported"/> errors.</summary>
public sealed class ImportErrors
{
    /// <summary>Maximum number of errors reported. A file with more is the wrong file.</summary>
    public const int MaxReported = 1000;

    private readonly List<ImportError> reported;
    private readonly List<ImportError> warnings;
    private readonly HashSet<int> rows;

    public ImportErrors()
    {
        reported = [];
        warnings = [];
        rows = [];
    }

    /// <summary>Starts with a copy of another collection, which stays unchanged.</summary>
    public ImportErrors(ImportErrors begun)
    {
        reported = [.. begun.reported];
        warnings = [.. begun.warnings];
        rows = [.. begun.rows];
        Count = begun.Count;
    }

    public int Count { get; private set; }

    /// <summary>Rows with at least one error.</summary>
    public int RejectedRows => rows.Count;

    public IReadOnlyList<ImportError> Reported => reported;

    /// <summary>What a person should look at, although it does not prevent publication. The first <see cref="MaxReported"/>.</summary>
    public IReadOnlyList<ImportError> Warnings => warnings;

    public void Add(int row, string column, ImportErrorCode code, string value = "")
    {
        Count++;
        if (row > 0) rows.Add(row);
        if (reported.Count < MaxReported) reported.Add(new ImportError(row, column, code, Shortened(value)));
    }

    public void Warn(int row, string column, ImportErrorCode code, string value = "")
    {
        if (warnings.Count < MaxReported) warnings.Add(new ImportError(row, column, code, Shortened(value)));
    }

    private static string Shortened(string value) => value.Length > 80 ? value[..80] + "…" : value;
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(ImportFindings))]
internal sealed partial class ImportJson : JsonSerializerContext;
