using ServerlessDecide.Functions.OpenApi;
using ServerlessDecide.Imports;
using ServerlessDecide.Processes;

namespace ServerlessDecide.Functions.Imports;

internal sealed record ImportReceipt(string Import);

/// <param name="DryRun">Whether it only found out what would change: nothing was published.</param>
/// <param name="From">The import whose file was published again; null for a file that was sent.</param>
/// <param name="SentBy">Who sent it, as the audit names them.</param>
/// <param name="File">What the sender calls the file; null when they did not say.</param>
/// <param name="Errors">The first errors by row; what the file leaves out comes last.</param>
/// <param name="MoreErrors">How many more errors there are.</param>
/// <param name="Consequences">How many published things would be missing only because their own rows have errors.</param>
/// <param name="Warnings">What an operator should check; warnings do not stop the publication.</param>
/// <param name="MoreWarnings">How many more warnings there are.</param>
internal sealed record ImportAnswer(
    string Import,
    [NamesOf(typeof(Datasets), nameof(Datasets.Names))] string Dataset,
    [NamesOf(typeof(ImportStatus))] string Status,
    bool DryRun,
    string? From,
    string? SentBy,
    DateTimeOffset SentAt,
    string? File,
    string? Sha256,
    long Bytes,
    int Rows,
    int Accepted,
    int Rejected,
    ImportChanges Changes,
    IReadOnlyList<ImportErrorAnswer> Errors,
    int MoreErrors,
    int Consequences,
    IReadOnlyList<ImportErrorAnswer> Warnings,
    int MoreWarnings)
{
    public static ImportAnswer Of(
        Import import, ElectoralProcess process, IReadOnlyList<ImportErrorAnswer> errors, IReadOnlyList<ImportErrorAnswer> warnings) => new(
            import.Id,
            import.Dataset,
            import.Status.Name(),
            import.IsDryRun,
            import.From,
            import.SentBy,
            process.Local(import.CreatedAt),
            import.FileName,
            import.Sha256,
            import.Bytes,
            import.Rows,
            import.Accepted,
            import.Rejected,
            import.Findings.Changes,
            errors,
            import.Findings.MoreErrors,
            import.Findings.Consequences,
            warnings,
            import.Findings.MoreWarnings);
}

/// <param name="Row">The row number of a spreadsheet; 0 when the error is about something that the file leaves out.</param>
internal sealed record ImportErrorAnswer(int Row, string Column, [NamesOf(typeof(ImportErrorCode))] string Code, string Message);

/// <summary>An import in the list.</summary>
/// <param name="DryRun">As in the import.</param>
/// <param name="Added">Rows that are new, or would be in a dry run.</param>
internal sealed record ListedImportAnswer(
    string Import,
    [NamesOf(typeof(Datasets), nameof(Datasets.Names))] string Dataset,
    [NamesOf(typeof(ImportStatus))] string Status,
    bool DryRun,
    string? From,
    string? SentBy,
    DateTimeOffset SentAt,
    string? File,
    string? Sha256,
    long Bytes,
    int Rows,
    int Accepted,
    int Rejected,
    int Added,
    int Changed,
    int Removed)
{
    public static ListedImportAnswer Of(ListedImport listed, ElectoralProcess process) => new(
        listed.Import.Id,
        listed.Import.Dataset,
        listed.Import.Status.Name(),
        listed.Import.IsDryRun,
        listed.Import.From,
        listed.Import.SentBy,
        process.Local(listed.Import.CreatedAt),
        listed.Import.FileName,
        listed.Import.Sha256,
        listed.Import.Bytes,
        listed.Import.Rows,
        listed.Import.Accepted,
        listed.Import.Rejected,
        listed.Added,
        listed.Changed,
        listed.Removed);
}
