using System.ComponentModel.DataAnnotations;
using ServerlessDecide.Comments;
using ServerlessDecide.Functions.Http;
using ServerlessDecide.Functions.OpenApi;
using ServerlessDecide.Visitors;

namespace ServerlessDecide.Functions.Comments;

/// <summary>The addresses of comments.</summary>
internal static class CommentRoutes
{
    public const string OnPlatform = "processes/{process}/platforms/{id}/comments";

    public const string OnBlock = "processes/{process}/blocks/{id}/comments";

    public const string OnProposal = "processes/{process}/proposals/{id}/comments";

    public const string One = "processes/{process}/comments/{receipt}";
}

internal sealed record CommentRequest([NamesOf(typeof(CommentKind))] string? Kind, [MaxLength(CommentText.MaxLength)] string? Text)
{
    /// <summary>Maximum length of an <c>Idempotency-Key</c>.</summary>
    public const int MaxKeyLength = 255;

    /// <summary>Returns what the visitor wants to say; null when there are errors.</summary>
    /// <param name="key">The idempotency key, or null.</param>
    public CommentDraft? Read(string? key, FieldErrors errors)
    {
        if (!WireName.TryParse<CommentKind>(Kind, out var kind)) errors.Add("kind", new("debe ser idea, proposal o comment", "must be idea, proposal or comment"));
        if (CommentText.Check(Text ?? "", out var text) is { } fault) errors.Add("text", Rule(fault));
        if (key is { Length: 0 or > MaxKeyLength }) errors.Add("Idempotency-Key", new("de 1 a 255 caracteres", "1 to 255 characters"));
        return errors.Any ? null : new CommentDraft(kind, text, key);
    }

    private static Wording Rule(CommentTextFault fault) => fault switch
    {
        CommentTextFault.Empty => new("no debe estar vacío: hace falta algo que se vea", "must not be empty: something in it must be visible"),
        CommentTextFault.TooLong => new("tiene más de 2000 caracteres", "has more than 2,000 characters"),
        CommentTextFault.ControlCharacters => new("tiene caracteres de control", "has control characters"),
        CommentTextFault.BidirectionalControls => new("tiene caracteres que cambian la dirección del texto", "has characters that change the direction of writing"),
        CommentTextFault.BrokenSurrogates => new("no es texto Unicode válido", "is not valid Unicode text"),
        CommentTextFault.Noncharacters => new(
            "tiene códigos que Unicode reserva y que no son caracteres (como U+FFFF)", "has codes that Unicode reserves and that are no characters (such as U+FFFF)"),
        CommentTextFault.HiddenText => new("tiene texto escondido, que no se ve al leerlo", "has hidden text, which nobody sees when reading it"),
        _ => throw new ArgumentOutOfRangeException(nameof(fault)),
    };
}
