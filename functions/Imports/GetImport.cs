using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Functions.Access;
using ServerlessDecide.Functions.Http;
using ServerlessDecide.Functions.OpenApi;
using ServerlessDecide.Imports;
using ServerlessDecide.Publication;

namespace ServerlessDecide.Functions.Imports;

/// <param name="Warnings">What an operator should check; warnings do not stop the publication.</param>
internal sealed record ImportAnswer(
    string Import,
    string Dataset,
    [NamesOf(typeof(ImportStatus))] string Status,
    int Rows,
    int Accepted,
    int Rejected,
    ImportChanges Changes,
    IReadOnlyList<ImportErrorAnswer> Errors,
    IReadOnlyList<ImportErrorAnswer> Warnings);

/// <param name="Row">The row number of a spreadsheet; 0 when the error is about something that the file leaves out.</param>
internal sealed record ImportErrorAnswer(int Row, string Column, [NamesOf(typeof(ImportErrorCode))] string Code, string Message);

/// <summary>GET /processes/{process}/operator/imports/{import}</summary>
internal sealed class GetImport(PublishedProcessCache processes, ImportStore imports)
{
    public const string Route = "processes/{process}/operator/imports/{import}";

    [Function(nameof(GetImport))]
    [Access(Role.Operator)]
    [Operation("How far an import is, and what is wrong with its rows.", Answer = typeof(ImportAnswer))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route)] HttpRequest request,
        string process,
        string import,
        CancellationToken cancellationToken)
    {
        if (await processes.FindAsync(process, cancellationToken) is not { } found) return Problems.ProcessNotFound;
        if (await imports.FindAsync(found.Process.Id, import, cancellationToken) is not { } state) return Problems.NotFound;
        var language = Languages.Of(request);
        var dataset = Datasets.Find(state.Dataset);
        var answer = new ImportAnswer(
            state.Id,
            state.Dataset,
            state.Status.Name(),
            state.Rows,
            state.Accepted,
            state.Rejected,
            state.Findings.Changes,
            Answers(state.Findings.Errors),
            Answers(state.Findings.Warnings));
        return Results.Json(answer, Json.Api.ImportAnswer);

        IReadOnlyList<ImportErrorAnswer> Answers(IReadOnlyList<ImportError> found) =>
            [.. found.Select(e => new ImportErrorAnswer(e.Row, e.Column, e.Code.Name(), Sentence(e, dataset).In(language)))];
    }

    // Null for a dataset that only a later version knows: such an import is shown as well.
    private static ValueRule RuleOf(IDataset? dataset, ImportError e) => dataset?.RuleOf(e.Column) ?? CellRule.Text;

    private static Wording Sentence(ImportError e, IDataset? dataset) => e.Code switch
    {
        ImportErrorCode.EmptyFile => new("El archivo está vacío.", "The file is empty."),
        ImportErrorCode.Unreadable => new("No se puede leer desde aquí: comillas sin cerrar u otro formato.", "It cannot be read from here on: an unclosed quote or another format."),
        ImportErrorCode.MissingColumn => new($"Falta la columna {e.Column}.", $"Column {e.Column} is missing."),
        ImportErrorCode.DuplicateColumn => new($"La columna {e.Column} está dos veces.", $"Column {e.Column} is there twice."),
        ImportErrorCode.WrongCellCount => new($"La fila no tiene tantas celdas como el encabezado ({e.Value}).", $"The row has not as many cells as the header ({e.Value})."),
        ImportErrorCode.Required when e.Column == "key" => new(
            "El elemento no tiene la propiedad number o code, o la que nombra ?key=.", "The feature has no property number or code, or the one that ?key= names."),
        ImportErrorCode.Required => new("Es obligatorio.", "It is required."),
        ImportErrorCode.BadValue => new(
            $"«{e.Value}» no cumple la regla de esta columna: {RuleOf(dataset, e).Es}.",
            $"\"{e.Value}\" breaks the rule of this column: {RuleOf(dataset, e).En}."),
        ImportErrorCode.TooLong => new($"Tiene más de {e.Value} caracteres.", $"It has more than {e.Value} characters."),
        ImportErrorCode.Duplicate => new($"«{e.Value}» ya está en otra fila.", $"\"{e.Value}\" is in another row already."),
        ImportErrorCode.UnknownReference => new($"«{e.Value}» no existe.", $"\"{e.Value}\" does not exist."),
        ImportErrorCode.InUse => new($"«{e.Value}» no puede faltar ni cambiar de dueño: algo publicado o dicho depende de ello.", $"\"{e.Value}\" cannot be left out or change hands: something published or said depends on it."),
        ImportErrorCode.Formula => new($"«{e.Value}» empieza como una fórmula de hoja de cálculo; en las descargas va como texto.", $"\"{e.Value}\" begins like a spreadsheet formula; in downloads it goes as text."),
        ImportErrorCode.SecondHead => new($"«{e.Value}» ya encabeza esa fórmula o planilla.", $"\"{e.Value}\" heads that formula or slate already."),
        ImportErrorCode.BadSum => new($"Los números no cuadran: {e.Value}.", $"The numbers do not add up: {e.Value}."),
        ImportErrorCode.TooManyRows => new($"El archivo tiene más de {e.Value} filas.", $"The file has more than {e.Value} rows."),
        ImportErrorCode.Superseded => new(
            "Otro archivo que se envió después ya está publicado: este no lo reemplaza.", "Another file that was sent later is published already: this one does not replace it."),
        ImportErrorCode.NotProcessed => new("Algo falló de nuestro lado al procesar el archivo. Avise a quien opera la herramienta y vuelva a enviarlo.", "Something failed on our side while the file was processed. Tell whoever operates the tool, and send it again."),
        ImportErrorCode.NoAlternate => new($"«{e.Value}» no tiene suplente.", $"\"{e.Value}\" has no alternate."),
        ImportErrorCode.NoHash => new("El documento no tiene SHA-256: nadie puede comprobar que es el original.", "The document has no SHA-256: nobody can check that it is the original."),
        ImportErrorCode.NoBoundary => new($"«{e.Value}» no tiene límites en el archivo.", $"\"{e.Value}\" has no boundary in the file."),
        ImportErrorCode.InvisibleRemoved => new("Se quitaron caracteres invisibles.", "Invisible characters were removed."),
        _ => throw new ArgumentOutOfRangeException(nameof(e)),
    };
}
