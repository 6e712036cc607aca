using ServerlessDecide.Content;
using ServerlessDecide.Imports;
using ServerlessDecide.Publication;
using static ServerlessDecide.Shared.Tests.Samples;

namespace ServerlessDecide.Shared.Tests.Imports;

/// <summary>Reads the text of a file as a dataset over current content, on 10 May 2021.</summary>
internal static class DatasetFiles
{
    public static (ProcessContent Content, IReadOnlyList<ImportError> Errors) Csv(string dataset, string text, ProcessContent current, bool inUse = false)
    {
        var errors = new ImportErrors();
        var rows = ImportRows.ReadCsv(text, Datasets.Find(dataset)!.RequiredColumns(), errors);
        return (Datasets.Find(dataset)!.Apply(new ImportContext(current, At("2021-05-10")) { InUse = inUse ? TargetKind.All : [] }, rows, errors), errors.Reported);
    }

    public static (ProcessContent Content, IReadOnlyList<ImportError> Errors) Json(string dataset, string text, ProcessContent current, bool inUse = false)
    {
        var errors = new ImportErrors();
        var rows = ImportRows.ReadJson(text, errors);
        return (Datasets.Find(dataset)!.Apply(new ImportContext(current, At("2021-05-10")) { InUse = inUse ? TargetKind.All : [] }, rows, errors), errors.Reported);
    }

    public static void AssertReported(IReadOnlyList<ImportError> errors, string column, ImportErrorCode code, int? row = null)
    {
        Assert.Contains(errors, e => e.Column == column && e.Code == code);
        Assert.All(errors, e => Assert.Equal(column, e.Column));
        if (row is not null) Assert.All(errors, e => Assert.Equal(row, e.Row));
    }
}
