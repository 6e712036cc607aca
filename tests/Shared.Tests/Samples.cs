using System.Globalization;
using System.Security.Cryptography;
using FsCheck;
using FsCheck.Fluent;
using ServerlessDecide.Candidacies;
using ServerlessDecide.Comments;
using ServerlessDecide.Content;
using ServerlessDecide.Processes;

namespace ServerlessDecide.Shared.Tests;

/// <summary>Sample data: the process of 2021, a little content, visitors and texts of every kind.</summary>
internal static class Samples
{
    public static TimeZoneInfo Mexico { get; } = TimeZoneInfo.FindSystemTimeZoneById("America/Mexico_City");

    public static ProcessId Edomex { get; } = ProcessId.Parse("edomex-2021");

    /// <summary>Returns the UTC moment at which the clocks of Mexico City show this time.</summary>
    public static DateTimeOffset At(string local) => At(local, Mexico);

    public static DateTimeOffset At(string local, TimeZoneInfo zone)
    {
        var time = DateTime.Parse(local, CultureInfo.InvariantCulture);
        return new DateTimeOffset(time, zone.GetUtcOffset(time)).ToUniversalTime();
    }

    public static DateOnly Day(string day) => DateOnly.ParseExact(day, "O", CultureInfo.InvariantCulture);

    public static Window Window(string opens, string closes) => new(At(opens), At(closes));

    public static ServerlessDecide.Processes.Calendar Calendar(params (Activity Activity, Window Window)[] windows) =>
        ServerlessDecide.Processes.Calendar.TryCreate(Activities(windows), out var faults)
        ?? throw new InvalidOperationException(string.Join(", ", faults));

    public static Dictionary<Activity, IReadOnlyList<Window>> Activities(params (Activity Activity, Window Window)[] windows) =>
        windows.GroupBy(w => w.Activity).ToDictionary(g => g.Key, g => (IReadOnlyList<Window>)[.. g.Select(w => w.Window)]);

    /// <summary>The calendar of 2021: platforms from 10 April, reactions until 2 June, deliveries from 7 June.</summary>
    public static ElectoralProcess Process(string id = "edomex-2021") => new(
        ProcessId.Parse(id),
        "Proceso Electoral 2021",
        Mexico,
        new DateOnly(2021, 6, 6),
        Calendar(
            (Activity.Information, Window("2021-04-10", "2021-12-31")),
            (Activity.Platforms, Window("2021-04-10", "2021-12-31")),
            (Activity.ReactToPlatforms, Window("2021-04-10", "2021-06-03")),
            (Activity.ReactToProposals, Window("2021-04-30", "2021-06-03")),
            (Activity.Statistics, Window("2021-04-10", "2021-12-31")),
            (Activity.Deliveries, Window("2021-06-07", "2021-12-31"))),
        null,
        null);

    /// <summary>A short process for tests that visit all its days: reactions on 10 and 11 May, deliveries from 1 a.m. on 12 May.</summary>
    public static ElectoralProcess ShortProcess(string id = "atlautla-2021") => Process(id) with
    {
        Calendar = Calendar(
            (Activity.ReactToPlatforms, Window("2021-05-10", "2021-05-12")),
            (Activity.Deliveries, Window("2021-05-12T01:00", "2021-12-31"))),
    };

    /// <summary>Three parties and the coalition of two of them, with one platform each and two for the third party.</summary>
    public static ProcessContent Content { get; } = new()
    {
        Topics = [new("agua", "Agua")],
        Districts = [new("7", "Tenancingo"), new("40", "Ixtapaluca")],
        Municipalities = [new("15106", "Toluca", 19.2826, -99.6557), new("15039", "Ixtapaluca", 19.3188, -98.8825)],
        Sections = [new("0123", "15106", "7", 1204), new("2001", "15039", "40", 987)],
        Contenders =
        [
            Party("maiz"), Party("lluvia"), Party("cerro"),
            new("maiz-y-lluvia", "Coalición Maíz y Lluvia", "ML", ContenderKind.Coalition, ["maiz", "lluvia"], "#123456", null),
        ],
        Platforms = [Platform("maiz"), Platform("lluvia"), Platform("cerro"), Platform("cerro", "cerro-municipios"), Platform("maiz-y-lluvia")],
    };

    public static Contender Party(string id) => new(id, "Partido " + id, id.ToUpperInvariant(), ContenderKind.Party, [], "#00aa11", null);

    public static Platform Platform(string contender, string? id = null) => new(
        id ?? "plataforma-" + contender,
        contender,
        ContestScope.Legislature,
        "Plataforma de " + contender,
        [new("agua", "agua", "Agua para todas las colonias", "Repararemos las fugas.\nDespués, los pozos.")],
        null,
        null,
        null);

    public static Target PlatformTarget(string id) => new("platform", Slug.Parse(id));

    public static VisitorHash NewVisitor() => VisitorHash.Compute("a test's key"u8, RandomNumberGenerator.GetBytes(16));

    /// <summary>A visitor of one shard, always the same for the same number.</summary>
    public static VisitorHash VisitorOf(int shard, int number)
    {
        for (var i = 0; ; i++)
        {
            var visitor = VisitorHash.Compute("a test's key"u8, BitConverter.GetBytes((number * 100_000) + i));
            if (visitor.Shard == shard) return visitor;
        }
    }

    /// <summary>Texts of people and machines: letters, accents, emoji, quotes, line breaks, formulas, and sometimes invalid text.</summary>
    public static Gen<string> AnyText { get; } = Gen.Select(
        Gen.ArrayOf(Gen.Frequency(
            (12, Gen.Choose('a', 'z').Select(c => ((char)c).ToString())),
            (4, Gen.Elements(" ", "á", "ñ", "Ü", "e\u0301", "¿", "—", "«")),
            (4, Gen.Elements("\"", "'", ",", ";", "\n", "\r\n", "\t", "=", "+", "@", "|", "\\", "/", "#", "?", "%", "&", "<", "$")),
            (3, Gen.Elements("😀", "👩‍👩‍👧", "🇲🇽", "𝔘", "漢", "ع", "\u00A0", "\u200B", "\uFEFF", "\uFFFD", "\uFFFE", "\uFFFF", "\U0010FFFF")),
            (1, Gen.Elements("\0", "\u0007", "\u0085", "\u202E", "\u2066", "\uD83D", "\uDE00", "\u007F", "\u2028")),
            (1, Gen.Choose(1, 0xD7FF).Select(c => ((char)c).ToString())))),
        pieces => string.Concat(pieces));

    /// <summary>Texts that <see cref="CommentText"/> accepts, trimmed.</summary>
    public static Gen<string> AcceptedText { get; } = AnyText
        .Select(text => CommentText.Check(text, out var trimmed) is null ? trimmed : null)
        .Where(text => text is not null)
        .Select(text => text!);
}

/// <summary>Asserts that a law holds for generated values.</summary>
internal static class Law
{
    public static void Holds<T>(Gen<T> generator, Func<T, bool> law) =>
        Check.One(Config.QuickThrowOnFailure.WithQuietOnSuccess(true), Prop.ForAll(generator.ToArbitrary(), law));
}
