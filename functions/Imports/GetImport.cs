using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Functions.Access;
using ServerlessDecide.Functions.Http;
using ServerlessDecide.Functions.OpenApi;
using ServerlessDecide.Imports;
using ServerlessDecide.Publication;

namespace ServerlessDecide.Functions.Imports;

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
        var answer = ImportAnswer.Of(state, found.Process, Answers(state.Findings.Errors), Answers(state.Findings.Warnings));
        return Results.Json(answer, Json.Api.ImportAnswer);

        IReadOnlyList<ImportErrorAnswer> Answers(IReadOnlyList<ImportError> found) =>
            [.. found.Select(e => new ImportErrorAnswer(e.Row, e.Column, e.Code.Name(), Sentence(e, dataset).In(language)))];
    }

    // Null for a dataset that only a later version knows: such an import is shown as well.
    private static ValueRule RuleOf(IDataset? dataset, ImportError e) => dataset?.RuleOf(e.Column) ?? CellRule.Text;

    private static Wording Sentence(ImportError e, IDataset? dataset) => e.Code switch
    {
        _ when FileSentences.Of(e) is { } about => about,
        ImportErrorCode.EmptyFile => new("El archivo está vacío.", "The file is empty."),
        ImportErrorCode.Unreadable => new(
            "No se puede leer a partir de aquí: hay comillas sin cerrar o el formato es otro.",
            "It cannot be read from here on: an unclosed quote or another format."),
        ImportErrorCode.MissingColumn => new($"Falta la columna {e.Column}.", $"Column {e.Column} is missing."),
        ImportErrorCode.DuplicateColumn => new($"La columna {e.Column} aparece más de una vez.", $"Column {e.Column} is there more than once."),
        ImportErrorCode.WrongCellCount => new(
            $"La fila no tiene el mismo número de celdas que el encabezado ({e.Value}).",
            $"The row has not as many cells as the header ({e.Value})."),
        ImportErrorCode.Required when e.Column == "key" => FileSentences.OfMissingKey(e.Value),
        ImportErrorCode.Required => new("Este dato es obligatorio.", "It is required."),
        ImportErrorCode.BadValue when FileSentences.HintAbout(e) is { } hint => new(
            $"«{e.Value}» no cumple la regla de esta columna: {RuleOf(dataset, e).Es}. {hint.Es}",
            $"\"{e.Value}\" breaks the rule of this column: {RuleOf(dataset, e).En}. {hint.En}"),
        ImportErrorCode.BadValue => new(
            $"«{e.Value}» no cumple la regla de esta columna: {RuleOf(dataset, e).Es}.",
            $"\"{e.Value}\" breaks the rule of this column: {RuleOf(dataset, e).En}."),
        ImportErrorCode.TooLong => new($"Tiene más de {e.Value} caracteres.", $"It has more than {e.Value} characters."),
        ImportErrorCode.Duplicate => new($"«{e.Value}» ya está en otra fila.", $"\"{e.Value}\" is in another row already."),
        ImportErrorCode.UnknownReference => new($"«{e.Value}» no existe.", $"\"{e.Value}\" does not exist."),
        ImportErrorCode.InUse when e.Column == "scope" => new(
            $"«{e.Value}» no puede cambiar de ámbito: ya hay candidaturas a ese cargo.", $"\"{e.Value}\" cannot change its scope: there are candidates for that office."),
        ImportErrorCode.InUse when dataset?.Name is "platforms" or "blocks" or "proposals" => new(
            $"«{e.Value}» no se puede quitar ni pasar a otro actor político: ya se abrió a reacciones.",
            $"\"{e.Value}\" cannot be left out or pass to another contender: it was open to reactions."),
        ImportErrorCode.InUse => new(
            $"«{e.Value}» debe seguir en el archivo: ya hay información publicada que depende de este dato.",
            $"\"{e.Value}\" must stay in the file: published information depends on it."),
        ImportErrorCode.Formula => new(
            $"«{e.Value}» empieza como una fórmula de hoja de cálculo; en las descargas aparece como texto.",
            $"\"{e.Value}\" begins like a spreadsheet formula; in downloads it goes as text."),
        ImportErrorCode.SecondHead => new($"«{e.Value}» ya encabeza esa fórmula o planilla.", $"\"{e.Value}\" heads that formula or slate already."),
        ImportErrorCode.BadSum => new($"Los números no cuadran: {e.Value}.", $"The numbers do not add up: {e.Value}."),
        ImportErrorCode.TooManyRows => new($"El archivo tiene más de {e.Value} filas.", $"The file has more than {e.Value} rows."),
        ImportErrorCode.Superseded => new(
            "Ya se publicó otro archivo que se envió después; este no lo reemplaza.", "Another file that was sent later is published already: this one does not replace it."),
        ImportErrorCode.NotProcessed => new(
            "Algo falló de nuestro lado al procesar el archivo. Avisa a quien opera la herramienta y vuelve a enviarlo.",
            "Something failed on our side while the file was processed. Tell whoever operates the tool, and send it again."),
        ImportErrorCode.NoAlternate => new($"«{e.Value}» no tiene suplente.", $"\"{e.Value}\" has no alternate."),
        ImportErrorCode.NoHash => new(
            "Falta el SHA-256 del documento: sin él, nadie puede comprobar que es el original.",
            "The document has no SHA-256: nobody can check that it is the original."),
        ImportErrorCode.NoBoundary => new($"En el archivo faltan los límites de «{e.Value}».", $"\"{e.Value}\" has no boundary in the file."),
        ImportErrorCode.NoTopicName => new(
            $"El tema «{e.Value}» no tiene nombre en la lista de temas: se mostrará su identificador.",
            $"Topic \"{e.Value}\" has no name in the list of topics: its id is shown."),
        ImportErrorCode.InvisibleRemoved => new("Se quitaron caracteres invisibles.", "Invisible characters were removed."),
        _ => throw new ArgumentOutOfRangeException(nameof(e)),
    };
}
