namespace ServerlessDecide.Moderation;

/// <summary>Every code that can stand as the reason of an outcome.</summary>
public static class ModerationReasons
{
    /// <summary>The reason of a comment that the second opinion found and the rules did not.</summary>
    public const string SecondOpinion = "second_opinion";

    /// <summary>Why moderation holds or quarantines.</summary>
    public static IReadOnlyList<string> OfModeration { get; } = [.. Moderator.ReasonCodes, SecondOpinion];

    /// <summary>Why a person quarantines: what the rules look for. Looking for it themselves is what people are asked.</summary>
    public static IReadOnlyList<string> ToQuarantine { get; } = [.. Moderator.ReasonCodes.Except([Moderator.FailedReason], StringComparer.Ordinal)];

    /// <summary>Why a person accepts.</summary>
    public static IReadOnlyList<string> ToAccept { get; } =
        ["criticism", "figure_of_speech", "report", "public_data", "misread", "mistaken_decision", "in_order"];
}
