namespace ServerlessDecide.Statistics;

/// <summary>The counters of this instance for one day of one process. Their size is bounded: every cell is from a closed list.</summary>
public sealed class UsageDay(DateTimeOffset over)
{
    private readonly Lock gate = new();
    private Dictionary<string, long> counts = new(StringComparer.Ordinal);
    private int? othersUnknown;
    private bool othersChanged;
    private UsageDelta? unwritten;
    private int sequence;

    /// <summary>The moment after which nothing more of this day is expected.</summary>
    internal DateTimeOffset Over { get; } = over;

    internal DayVisitors Visitors { get; } = new();

    /// <summary>Counts a consultation, without a language: the URL says the language, and caches answer most requests.</summary>
    public void Consulted(ToolSection section, int hour, DeviceClass device) =>
        Count(UsageMeasure.Consultations, UsageCell.Of(section), hour, device, null, null);

    /// <param name="campaign">A declared campaign or <see cref="UsageNames.OtherCampaign"/>; null when there is none.</param>
    public void Visited(View view, int hour, DeviceClass device, UsageLanguage language, string? campaign) =>
        Count(UsageMeasure.Visits, UsageCell.Of(view), hour, device, language, campaign);

    /// <summary>Counts a visitor who is not a bot. The address and the User-Agent are hashed together and not kept.</summary>
    public void Seen(ReadOnlySpan<byte> address, string userAgent) => Visitors.Add(address, userAgent);

    /// <summary>Records the value of <see cref="Statistics.OthersUnknown"/> at a reaction or comment. The lowest of the day is kept.</summary>
    public void TookPart(int unknown)
    {
        lock (gate)
        {
            if (unknown >= othersUnknown) return;
            othersUnknown = unknown;
            othersChanged = true;
        }
    }

    /// <summary>Whether a delta still waits because it could not be written.</summary>
    internal bool Waits
    {
        get
        {
            lock (gate) return unwritten is not null;
        }
    }

    /// <summary>The next delta to write: the one that could not be written before, or a new one; null when there is nothing.</summary>
    internal UsageDelta? Next()
    {
        lock (gate)
        {
            if (unwritten is not null || (counts.Count == 0 && !othersChanged)) return unwritten;
            unwritten = new UsageDelta(++sequence, counts, othersUnknown);
            counts = new(StringComparer.Ordinal);
            othersChanged = false;
            return unwritten;
        }
    }

    internal void Written()
    {
        lock (gate) unwritten = null;
    }

    private void Count(UsageMeasure measure, string what, int hour, DeviceClass device, UsageLanguage? language, string? campaign)
    {
        lock (gate)
        {
            Add(UsageCell.Of(measure, device));
            // Bots are counted as a device class and nowhere else: the tool is for people.
            if (device == DeviceClass.Bot) return;
            Add(UsageCell.OfHour(measure, hour));
            if (language is { } spoken) Add(UsageCell.Of(spoken));
            Add(what);
            if (campaign is not null) Add(UsageCell.OfCampaign(campaign));
        }
    }

    private void Add(string cell) => counts[cell] = counts.GetValueOrDefault(cell) + 1;
}
