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

    /// <summary>The value is how many characters there may be.</summary>
    TooLong,
    Duplicate,
    UnknownReference,

    /// <summary>Something published or said depends on a row that the file leaves out or changes.</summary>
    InUse,

    /// <summary>A second candidate heads what another heads already.</summary>
    SecondHead,

    /// <summary>Numbers that do not add up to their total, or exceed what they can be.</summary>
    BadSum,

    /// <summary>More rows than any file of an election has; the value is how many there may be.</summary>
    TooManyRows,

    /// <summary>A file of the same dataset that was sent later is published already.</summary>
    Superseded,

    /// <summary>The tool failed on the file again and again; nothing says that the file is wrong.</summary>
    NotProcessed,

    /// <summary>A warning: a name that a spreadsheet would calculate instead of showing.</summary>
    Formula,

    /// <summary>A warning: an owner without an alternate.</summary>
    NoAlternate,

    /// <summary>A warning: a document without the hash by which anyone can tell that it is the original.</summary>
    NoHash,

    /// <summary>A warning: a territory whose boundary is not in the file.</summary>
    NoBoundary,

    /// <summary>A warning: characters that nobody can see were removed.</summary>
    InvisibleRemoved,
}

/// <summary>One thing wrong.</summary>
/// <param name="Row">0 when it is no row of this file (something that was left out).</param>
/// <param name="Value">The value that is wrong, shortened, or what is missing.</param>
public sealed record ImportError(int Row, string Column, ImportErrorCode Code, string Value);

/// <summary>What came of an import besides its figures.</summary>
public sealed record ImportFindings(IReadOnlyList<ImportError> Errors, IReadOnlyList<ImportError> Warnings, ImportChanges Changes)
{
    public static ImportFindings None { get; } = new([], [], ImportChanges.None);
}

/// <summary>Collects what is wrong: all rows count, the first <see cref="MaxReported"/> errors are kept.</summary>
public sealed class ImportErrors
{
    /// <summary>Errors reported at most. A file with more is the wrong file.</summary>
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

    /// <summary>Goes on where another collection stands, which is left as it is.</summary>
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

    /// <summary>What somebody should look at, though it keeps nothing from being published. The first <see cref="MaxReported"/>.</summary>
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
