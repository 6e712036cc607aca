namespace ServerlessDecide.Statistics;

/// <summary>What this instance counts of one day of one process. It cannot grow: every cell is of a closed list.</summary>
public sealed class UsageDay(DateTimeOffset over)
{
    private readonly Lock gate = new();
    private Dictionary<string, long> counts = new(StringComparer.Ordinal);
    private int? othersUnknown;
    private bool othersChanged;
    private UsageDelta? unwritten;
    private int sequence;

    /// <summary>The moment from which on nothing of this day is expected any more.</summary>
    internal DateTimeOffset Over { get; } = over;

    internal DayVisitors Visitors { get; } = new();

    /// <summary>In no language: an address says which one it is in, and caches answer most of it.</summary>
    public void Consulted(ToolSection section, int hour, DeviceClass device) =>
        Count(UsageMeasure.Consultations, UsageCell.Of(section), hour, device, null, null);

    /// <param name="campaign">A declared one or <see cref="UsageNames.OtherCampaign"/>; null when there is none.</param>
    public void Visited(View view, int hour, DeviceClass device, UsageLanguage language, string? campaign) =>
        Count(UsageMeasure.Visits, UsageCell.Of(view), hour, device, language, campaign);

    /// <summary>A visitor that is no program: the address and the User-Agent are mixed and forgotten.</summary>
    public void Seen(ReadOnlySpan<byte> address, string userAgent) => Visitors.Add(address, userAgent);

    /// <summary>Something was reacted to or commented on while this was <see cref="Statistics.OthersUnknown"/>.</summary>
    public void TookPart(int unknown)
    {
        lock (gate)
        {
            if (unknown >= othersUnknown) return;
            othersUnknown = unknown;
            othersChanged = true;
        }
    }

    /// <summary>Whether a delta could not be written the last time.</summary>
    internal bool Waits
    {
        get
        {
            lock (gate) return unwritten is not null;
        }
    }

    /// <summary>What is to be written next: the delta that could not be written before, or a new one; null when there is nothing.</summary>
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
            // Programs are told apart, and then left out: the tool is for people.
            if (device == DeviceClass.Bot) return;
            Add(UsageCell.OfHour(measure, hour));
            if (language is { } spoken) Add(UsageCell.Of(spoken));
            Add(what);
            if (campaign is not null) Add(UsageCell.OfCampaign(campaign));
        }
    }

    private void Add(string cell) => counts[cell] = counts.GetValueOrDefault(cell) + 1;
}
