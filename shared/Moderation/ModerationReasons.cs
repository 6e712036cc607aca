namespace ServerlessDecide.Moderation;

/// <summary>Every code that can be the reason for an outcome.</summary>
public static class ModerationReasons
{
    /// <summary>The reason for holding a comment that the rules accepted and the second opinion did not.</summary>
    public const string SecondOpinion = "second_opinion";

    /// <summary>Why moderation holds or quarantines.</summary>
    public static IReadOnlyList<string> OfModeration { get; } = [.. ModerationRules.ReasonCodes, SecondOpinion];

    /// <summary>Why a person quarantines: the same things that the rules look for.</summary>
    public static IReadOnlyList<string> ToQuarantine { get; } = [.. ModerationRules.ReasonCodes.Except([ModerationRules.FailedReason], StringComparer.Ordinal)];

    /// <summary>Why a person accepts.</summary>
    public static IReadOnlyList<string> ToAccept { get; } =
        ["criticism", "figure_of_speech", "report", "public_data", "misread", "mistaken_decision", "in_order"];

    /// <summary>Why a person decides.</summary>
    public static IReadOnlyList<string> OfPeople { get; } = [.. ToQuarantine, .. ToAccept];

    public static IReadOnlyList<string> All { get; } = [.. OfModeration, .. ToAccept];
}
