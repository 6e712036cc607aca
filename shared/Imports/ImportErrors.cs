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

    /// <summary>Bytes that the encoding of the file does not know, or a file in two encodings.</summary>
    InvalidBytes,

    /// <summary>Text that looks as if it was read in another encoding than it was written in.</summary>
    GarbledText,

    /// <summary>A file of another format; the value is one of <see cref="FileKind"/>.</summary>
    OtherFormat,

    /// <summary>A workbook without the sheet that was named; the value lists those that it has.</summary>
    UnknownSheet,

    /// <summary>A workbook that breaks off or contradicts itself.</summary>
    DamagedWorkbook,

    /// <summary>A workbook that is larger, once unpacked, than any file of an election.</summary>
    WorkbookTooLarge,

    /// <summary>What the file says would make content that is larger than an instance holds.</summary>
    ContentTooLarge,

    /// <summary>An error in a cell of a spreadsheet, or a formula that was never calculated.</summary>
    CellError,
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

    /// <summary>A warning: a topic that has no name among the imported topics.</summary>
    NoTopicName,

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
    /// <summary>The number of errors beyond those in <see cref="Errors"/>.</summary>
    public int MoreErrors { get; init; }

    /// <summary>The number of warnings beyond those in <see cref="Warnings"/>.</summary>
    public int MoreWarnings { get; init; }

    /// <inheritdoc cref="ImportErrors.Consequences"/>
    public int Consequences { get; init; }

    public static ImportFindings None { get; } = new([], [], ImportChanges.None);
}

/// <summary>
/// Collects errors: counts all bad rows and keeps the first <see cref="MaxReported"/> errors by row. What only follows from a faulty row is
/// counted and not reported, so that a person reads the causes.
/// </summary>
public sealed class ImportErrors
{
    /// <summary>Maximum number of errors reported. A file with more is the wrong file.</summary>
    public const int MaxReported = 1000;

    private readonly List<ImportError> reported;
    private readonly List<ImportError> warnings;
    private readonly HashSet<int> rows;
    private readonly HashSet<string> faultyKeys = new(StringComparer.Ordinal);
    private int warned;
    // Faulty rows whose key nobody can tell.
    private int rowsWithoutKey;

    public ImportErrors()
    {
        reported = [];
        warnings = [];
        rows = [];
    }

    /// <summary>Starts with a copy of the errors of reading, which stay unchanged.</summary>
    public ImportErrors(ImportErrors reading)
    {
        reported = [.. reading.reported];
        warnings = [.. reading.warnings];
        rows = [.. reading.rows];
        Count = reading.Count;
        warned = reading.warned;
        HasUnreadRows = reading.Count > 0;
    }

    public int Count { get; private set; }

    /// <summary>Rows with at least one error.</summary>
    public int RejectedRows => rows.Count;

    /// <summary>Whether the file has rows that could not be read: what they say is unknown.</summary>
    public bool HasUnreadRows { get; }

    /// <summary>The number of things that would be missing only because their own rows are faulty; correcting the errors ends them.</summary>
    public int Consequences { get; private set; }

    /// <summary>The first errors by row; what the file leaves out comes last.</summary>
    public IReadOnlyList<ImportError> Reported => [.. reported.OrderBy(e => e.Row == 0 ? int.MaxValue : e.Row).Take(MaxReported)];

    /// <summary>What a person should look at, although it does not prevent publication. The first <see cref="MaxReported"/>.</summary>
    public IReadOnlyList<ImportError> Warnings => warnings;

    /// <summary>Returns the outcome of an import.</summary>
    public ImportFindings Findings(ImportChanges changes)
    {
        var first = Reported;
        return new(first, warnings, changes) { MoreErrors = Count - first.Count, MoreWarnings = warned - warnings.Count, Consequences = Consequences };
    }

    public void Add(int row, string column, ImportErrorCode code, string value = "")
    {
        Count++;
        if (row > 0) rows.Add(row);
        // Lists from which a person chooses are longer than a value.
        reported.Add(new ImportError(row, column, code, Shortened(value, code is ImportErrorCode.UnknownSheet or ImportErrorCode.Required ? 400 : 80)));
        if (reported.Count < 2 * MaxReported) return;
        // Errors come from several passes over the rows, so the first ones by row may come late.
        var first = Reported;
        reported.Clear();
        reported.AddRange(first);
    }

    /// <summary>Notes that a row with errors is left out, so that what it would have brought is not reported as missing.</summary>
    /// <param name="key">The row's key; empty when it is what is wrong.</param>
    public void LeaveOut(string key)
    {
        if (key.Length > 0) faultyKeys.Add(key);
        else rowsWithoutKey++;
    }

    /// <summary>Reports keys on which something depends and that no row brings, unless faulty rows explain that they are missing.</summary>
    public void AddMissing(string column, IEnumerable<string> keys)
    {
        var missing = keys.Distinct(StringComparer.Ordinal).ToList();
        var unexplained = missing.Where(key => !faultyKeys.Contains(key)).ToList();
        // A row whose key cannot be told may be any of them.
        if (HasUnreadRows || unexplained.Count <= rowsWithoutKey) unexplained.Clear();
        Consequences += missing.Count - unexplained.Count;
        foreach (var key in unexplained) Add(0, column, ImportErrorCode.InUse, key);
    }

    public void Warn(int row, string column, ImportErrorCode code, string value = "")
    {
        warned++;
        if (warnings.Count < MaxReported) warnings.Add(new ImportError(row, column, code, Shortened(value, 80)));
    }

    private static string Shortened(string value, int most) => value.Length > most ? value[..most] + "…" : value;
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(ImportFindings))]
internal sealed partial class ImportJson : JsonSerializerContext;
