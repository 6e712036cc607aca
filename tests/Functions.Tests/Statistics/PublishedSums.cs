using System.Globalization;
using System.Text.Json;

namespace ServerlessDecide.Functions.Tests.Statistics;

/// <summary>
/// Derives all sums over contenders that publications reveal, as intervals over sets of days. Reads every day's figure and every total,
/// in JSON and in CSV, of every version, then adds and subtracts them until nothing new follows.
/// </summary>
internal sealed class PublishedSums(Electorate election)
{
    private readonly Dictionary<int, (long Least, long Most)> bySet = [];

    /// <param name="publications">Each as served: JSON twice, then CSV.</param>
    public static PublishedSums Of(IEnumerable<string> publications, string measure, Electorate election)
    {
        var sums = new PublishedSums(election);
        foreach (var publication in publications)
        {
            var csv = publication.IndexOf("table,day,", StringComparison.Ordinal);
            // Two objects, one after the other.
            var reader = new Utf8JsonReader(System.Text.Encoding.UTF8.GetBytes(publication[..csv]), new JsonReaderOptions { AllowMultipleValues = true });
            while (reader.Read())
            {
                using var json = JsonDocument.ParseValue(ref reader);
                sums.Read(
                    json.RootElement.GetProperty("days").EnumerateArray()
                        .Select(d => (d.GetProperty("day").GetString()!, d.GetProperty(measure) is { ValueKind: JsonValueKind.Number } f ? f.GetInt64() : (long?)null)),
                    json.RootElement.GetProperty("totals").GetProperty(measure).GetInt64());
            }

            var rows = publication[csv..].Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(r => r.Split(',')).Where(r => r[2] == measure).ToList();
            sums.Read(
                rows.Where(r => r[0] == "days").Select(r => (r[1], r[5].Length > 0 ? long.Parse(r[5], CultureInfo.InvariantCulture) : (long?)null)),
                long.Parse(rows.Single(r => r[0] == "totals")[5], CultureInfo.InvariantCulture));
        }

        sums.Close();
        return sums;
    }

    /// <summary>Returns the least that one contender received in a set of days; zero when others may have received the rest.</summary>
    public long Least(int days, bool mayBeOthers) => mayBeOthers || !bySet.TryGetValue(days, out var sum) || sum.Least == 0 ? 0 : sum.Least;

    /// <summary>Returns the most that one contender can have received: the whole sum.</summary>
    public long Most(int days) => bySet.Where(s => (s.Key & days) == days).Select(s => s.Value.Most).DefaultIfEmpty(long.MaxValue).Min();

    private void Read(IEnumerable<(string Day, long? Figure)> days, long total)
    {
        var shown = 0;
        var count = 0;
        foreach (var (day, figure) in days)
        {
            var index = DateOnly.ParseExact(day, "O", CultureInfo.InvariantCulture).DayNumber - Electorate.DayOf(0).DayNumber;
            var set = 1 << index;
            if (figure is not { } number)
            {
                // It is public who could be reacted to. With two or more others unknown, a hidden figure is therefore below ten.
                if (election.OthersUnknown(index) >= 2) Learn(set, 0, 9);
                continue;
            }

            Learn(set, number, number + 9);
            shown |= set;
            count++;
        }

        if (shown != 0) Learn(shown, total, total + (9 * count));
        else Assert.Equal(0, total);
    }

    private void Close()
    {
        for (var grew = true; grew;)
        {
            grew = false;
            foreach (var (one, a) in bySet.ToList())
            {
                foreach (var (other, b) in bySet.ToList())
                {
                    // Subtract a subset from its set, and add two disjoint sets.
                    if (one != other && (one & other) == other) grew |= Learn(one & ~other, Math.Max(0, a.Least - b.Most), a.Most - b.Least);
                    if ((one & other) == 0) grew |= Learn(one | other, a.Least + b.Least, a.Most + b.Most);
                }
            }
        }
    }

    private bool Learn(int set, long least, long most)
    {
        var before = bySet.GetValueOrDefault(set, (0, long.MaxValue));
        var after = (Math.Max(before.Item1, least), Math.Min(before.Item2, most));
        bySet[set] = after;
        return after != before;
    }
}
