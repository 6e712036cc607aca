namespace ServerlessDecide.Processes;

/// <summary>
/// A requested calendar that would take away moments to react or open deliveries earlier. It takes effect when a second person confirms it
/// or when its notice has passed; until then it can be withdrawn.
/// </summary>
/// <param name="Replaced">The calendar in force until then, and again after a withdrawal.</param>
/// <param name="Asked">The requested calendar.</param>
/// <param name="AskedBy">The credential that asked, as the audit names it. Another one must confirm.</param>
/// <param name="TakesEffectAt">When it takes effect unless it is confirmed or withdrawn before.</param>
/// <param name="DeliveriesSetAt">Since when <paramref name="Replaced"/> has its deliveries; null for since the process was created.</param>
/// <param name="ChangedAt">When <paramref name="Replaced"/> took effect; null for when the process was created.</param>
public sealed record PendingCalendar(
    Calendar Replaced,
    Calendar Asked,
    DateTimeOffset AskedAt,
    string AskedBy,
    DateTimeOffset TakesEffectAt,
    DateTimeOffset? DeliveriesSetAt,
    DateTimeOffset? ChangedAt)
{
    /// <summary>The notice that everybody gets if no second person confirms.</summary>
    public static readonly TimeSpan Notice = TimeSpan.FromHours(24);
}
