namespace ServerlessDecide.Processes;

/// <summary>
/// A calendar that was asked for and would take moments to react away, or open deliveries earlier. It takes effect when a second person
/// confirms it or when its notice has passed, and until then it can be withdrawn.
/// </summary>
/// <param name="Replaced">The calendar in force until then, and again after a withdrawal.</param>
/// <param name="Asked">The calendar that was asked for.</param>
/// <param name="AskedBy">The credential that asked, as the audit names it: another one must confirm.</param>
/// <param name="TakesEffectAt">When it takes effect unless somebody confirms or withdraws it before.</param>
/// <param name="DeliveriesSetAt">Since when the deliveries of <paramref name="Replaced"/> stand; null since the process was created.</param>
/// <param name="ChangedAt">When <paramref name="Replaced"/> took effect; null when the process was created.</param>
public sealed record PendingCalendar(
    Calendar Replaced,
    Calendar Asked,
    DateTimeOffset AskedAt,
    string AskedBy,
    DateTimeOffset TakesEffectAt,
    DateTimeOffset? DeliveriesSetAt,
    DateTimeOffset? ChangedAt)
{
    /// <summary>The notice that everybody has when no second person confirms.</summary>
    public static readonly TimeSpan Notice = TimeSpan.FromHours(24);
}
