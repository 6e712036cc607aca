using System.Globalization;
using System.Text;
using System.Text.Json;
using ServerlessDecide.Downloads;
using ServerlessDecide.Exports;
using ServerlessDecide.Functions.Http;
using ServerlessDecide.Functions.Statistics;
using ServerlessDecide.Processes;
using ServerlessDecide.Publication;
using ServerlessDecide.Statistics;

namespace ServerlessDecide.Functions.Tests.Statistics;

/// <summary>The disclosure rule that a publisher breaks.</summary>
internal enum Broken
{
    None,

    /// <summary>A figure of zero is shown as zero.</summary>
    ZeroShown,

    /// <summary>Figures from the minimum on are shown unrounded.</summary>
    NotRounded,

    /// <summary>One contender is enough.</summary>
    NoMinimumOfContenders,

    /// <summary>Members of a coalition are taken to hold only their own package.</summary>
    CoalitionsForgotten,

    /// <summary>Contenders open to reactions on the last day are taken to be open from the first.</summary>
    DayForgotten,

    /// <summary>The total counts exact figures, including those hidden below the minimum.</summary>
    TotalsOfAll,

    /// <summary>A day on which one contender received more than 90 % of the reactions is hidden.</summary>
    HiddenWhereOneDominates,

    /// <summary>There is no minimum: figures are shown as they are.</summary>
    NoMinimumCell,
}

/// <summary>Publishes an election from its first day to its last: as the app does, and as it would without one of the rules.</summary>
internal static class Publisher
{
    private static readonly ElectoralProcess Process = new(
        ProcessId.Parse("atlautla-2021"), "Atlautla", TimeZoneInfo.Utc, new DateOnly(2021, 6, 6),
        ServerlessDecide.Processes.Calendar.TryCreate(new Dictionary<Activity, IReadOnlyList<Window>>(), out _)!, null, null);

    /// <summary>Returns JSON in both languages and CSV of every version.</summary>
    public static string Real(Electorate election) => string.Concat(Versions(election).Select(Written));

    /// <summary>Yields the publication after each half of a day; until the day is over, the timer has its figures and must not show them.</summary>
    public static IEnumerable<PublishedStatistics> Versions(Electorate election)
    {
        for (var last = 0; last < election.Days; last++)
        {
            for (var halves = 1; halves <= Electorate.Halves; halves++)
            {
                var days = Enumerable.Range(0, last).Select(d => election.Figures(d)).Append(election.Figures(last, halves));
                yield return DisclosureControl.Publish(days, day => Process.EndOf(day));
            }
        }
    }

    public static string Written(PublishedStatistics statistics)
    {
        var csv = TableCsv.Write(StatisticsTable.Table.Columns, GetStatisticsTable.Rows(statistics), marked: false);
        return In(Language.Spanish) + In(Language.English) + Encoding.UTF8.GetString(csv);

        string In(Language language) =>
            JsonSerializer.Serialize(StatisticsAnswer.From(statistics, Process, language), Json.Api.StatisticsAnswer);
    }

    /// <summary>Returns what would be published without one of the rules, in the shortest form.</summary>
    public static string Without(Broken rule, Electorate election)
    {
        var text = new StringBuilder();
        for (var last = 0; last < election.Days; last++)
        {
            var (reactions, comments) = (0, 0);
            for (var day = 0; day <= last; day++)
            {
                var safe = IsSafe(rule, election, day);
                Add(election.Reactions(day), ref reactions);
                Add(election.Comments(day), ref comments);

                void Add(int figure, ref int total)
                {
                    int? shown = safe ? Shown(rule, figure) : null;
                    text.Append(CultureInfo.InvariantCulture, $"{shown};");
                    total += rule == Broken.TotalsOfAll && safe ? figure : shown ?? 0;
                }
            }

            text.Append(CultureInfo.InvariantCulture, $"={reactions};{comments}\n");
        }

        return text.ToString();
    }

    private static int? Shown(Broken rule, int figure) => rule switch
    {
        Broken.ZeroShown when figure == 0 => 0,
        Broken.NoMinimumCell => figure,
        _ when figure < 10 => null,
        Broken.NotRounded => figure,
        _ => figure - (figure % 10),
    };

    private static bool IsSafe(Broken rule, Electorate election, int day)
    {
        var open = election.Open[rule == Broken.DayForgotten ? election.Days - 1 : day].Count(o => o);
        return rule switch
        {
            Broken.NoMinimumOfContenders => open >= 1,
            Broken.CoalitionsForgotten => open >= 3,
            Broken.DayForgotten => election.OthersUnknown(election.Days - 1) >= 2,
            Broken.HiddenWhereOneDominates => election.OthersUnknown(day) >= 2 && !OneDominates(election, day),
            _ => election.OthersUnknown(day) >= 2,
        };
    }

    private static bool OneDominates(Electorate election, int day) => Enumerable.Range(0, election.Contenders).Any(c =>
        Enumerable.Range(0, Electorate.Halves).Sum(h => election[day, h, c, Said.Likes] + election[day, h, c, Said.Dislikes]) * 10 > election.Reactions(day) * 9);
}
