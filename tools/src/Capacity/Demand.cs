
namespace ServerlessDecide.Tools.Capacity;

/// <summary>The demand of an election on the cloud platform, over all its days or on the peak day.</summary>
internal sealed class Demand
{
    /// <summary>The timers, and how often each runs in a day.</summary>
    private static readonly (string Name, double PerDay)[] Timers =
    [
        ("RequeueCommentsTimer", 288), ("AggregateStatisticsTimer", 144), ("MakePackagesTimer", 1440), ("ReadBacklogTimer", 1440), ("ForgetProofsTimer", 1),
        ("ForgetNetworksTimer", 1), ("CountModerationTimer", 24),
    ];

    /// <summary>Storage operations a second that an instance makes by itself: usage counts every 20 seconds, heavy networks every 30.</summary>
    private const double OwnOperations = (2.0 / 20) + (2.0 / 30);

    /// <summary>Queues with a trigger. Each running instance polls each of them every two seconds (host.json).</summary>
    private const int Queues = 6;
    private const double LookEvery = 2;

    /// <summary>Rows of a query page.</summary>
    private const double Page = 1000;

    public Demand(Case of, IReadOnlyDictionary<string, Operations> operations, bool peakDay)
    {
        var part = peakDay ? Case.PeakDay : 1;
        Days = peakDay ? 1 : Case.Days;
        Visits = of.Visits * part;
        Visitors = of.Visitors * part;
        Reactions = of.Reactions * part;
        Comments = of.Comments * part;

        (string Name, double Count)[] calls =
        [
            ("GET platform", Visits * Case.ReadsPerVisit * (1 - Case.FromEdge)),
            ("POST visits", Visits * Case.ViewsPerVisit),
            ("GET challenge", Visitors),
            ("POST visitors", Visitors),
            ("GET own reactions", Visitors),
            ("PUT reaction", Reactions * (1 - Case.Repeated - Case.Changed - Case.Withdrawn)),
            ("PUT reaction again", Reactions * Case.Repeated),
            ("PUT reaction changed", Reactions * Case.Changed),
            ("DELETE reaction", Reactions * Case.Withdrawn),
            ("POST comment", Comments),
            ("GET comment", Comments),
        ];
        OriginRequests = calls.Sum(c => c.Count);
        var moderations = ("CommentProcessor", Comments);
        var ticks = Timers.Select(t => (t.Name, Count: t.PerDay * Days)).ToArray();
        var packages = peakDay ? 0 : 16 + of.Contenders;
        Executions = OriginRequests + Comments + ticks.Sum(t => t.Count) + packages;

        // An instance is billed while anything runs in it, and for at least a second.
        InstanceSeconds = Math.Max(OriginRequests / Case.RequestsPerInstance, Math.Min(86_400.0 * Days, OriginRequests + ticks.Sum(t => t.Count)));

        (string Name, double Count)[] all = [.. calls, moderations, .. ticks];
        double Sum(Func<Operations, int> which) => all.Sum(c => which(operations[c.Name]) * c.Count);
        TableOperations = Sum(o => o.Tables) + (InstanceSeconds * OwnOperations) + PagesOfStatistics() + PagesOfModeration() + (peakDay ? 0 : PagesOfPackages(of));
        BlobReads = Sum(o => o.BlobReads) + (InstanceSeconds / LookEvery);
        BlobWrites = Sum(o => o.BlobWrites) + (peakDay ? 0 : 16 + of.Contenders);
        // The measured operations include the app's sending; receiving and deleting are added here.
        QueueOperations = Sum(o => o.Queue) + (2 * Comments) + (3 * packages) + (Queues * InstanceSeconds / LookEvery);

        EdgeRequests = (Visits * (Case.ReadsPerVisit + 6)) + (OriginRequests - calls[0].Count);
        ToVisitorGigabytes = ((Visits * ((Case.ReadsPerVisit * Case.DocumentBytes) + Case.PageBytes)) + ((OriginRequests - calls[0].Count) * Case.AnswerBytes)) / 1e9;
        ToOriginGigabytes = ((OriginRequests - calls[0].Count) * Case.AnswerBytes) / 1e9;
        StoredGigabytes = ((Reactions * Case.ReactionBytes) + (Comments * Case.CommentBytes)) / 1e9;

        PerSecond = peakDay ? Case.PeakHour * Case.PeakSecond / 3600 : 0;
        Instances = Math.Max(Case.AlwaysReady, Math.Ceiling(OriginRequests * PerSecond / Case.RequestsPerInstance));

        // Each day is counted once.
        double PagesOfStatistics() => ((Reactions + Comments) / Page) + TablesOfReactions();
        // A day's reactions are spread over 16 tables for each day of credentials up to it: decision 0017.
        double TablesOfReactions() => 16 * (peakDay ? Case.Days : Case.Days * (Case.Days + 1) / 2.0);
        // Every hour reads all comments so far: on average half of them. For a single day, only that day's comments count.
        double PagesOfModeration() => 24.0 * Days * (Comments / 2) / Page;
        double PagesOfPackages(Case c) => (Reactions / Page) + (c.Contenders * Case.Days) + (Comments / Page);
    }

    public int Days { get; }

    public double Visits { get; }

    public double Visitors { get; }

    public double Reactions { get; }

    public double Comments { get; }

    /// <summary>Requests that reach the app.</summary>
    public double OriginRequests { get; }

    public double Executions { get; }

    public double InstanceSeconds { get; }

    public double TableOperations { get; }

    public double BlobReads { get; }

    public double BlobWrites { get; }

    public double QueueOperations { get; }

    public double EdgeRequests { get; }

    public double ToVisitorGigabytes { get; }

    public double ToOriginGigabytes { get; }

    /// <summary>The size of all rows at the end.</summary>
    public double StoredGigabytes { get; }

    /// <summary>The share of the day that falls into its peak second.</summary>
    public double PerSecond { get; }

    /// <summary>Instances in the peak second.</summary>
    public double Instances { get; }

    public double GigabyteSeconds => InstanceSeconds * Case.InstanceGigabytes;

    /// <summary>Seconds of always-ready instances, busy or idle.</summary>
    private double ReadySeconds => Case.AlwaysReady * 86_400.0 * Days;

    /// <summary>Billed quantities by the id of their price.</summary>
    public IEnumerable<(string Price, double Quantity)> Billed =>
    [
        ("tableOperations", TableOperations),
        ("blobReads", BlobReads),
        ("blobWrites", BlobWrites),
        ("queueOperations", QueueOperations),
        ("storedGigabyteMonths", StoredGigabytes * (Days == 1 ? 1.0 / 30 : Case.MonthsStored)),
        ("executions", Executions),
        ("gigabyteSeconds", GigabyteSeconds),
        ("readyGigabyteSeconds", Case.InstanceGigabytes * ReadySeconds),
        ("edgeRequests", EdgeRequests),
        ("edgeToVisitorGigabytes", ToVisitorGigabytes),
        ("originToEdgeGigabytes", ToOriginGigabytes),
        ("edgeMonths", Days == 1 ? 1.0 / 30 : Case.MonthsStored),
        ("privateEndpointMonths", Case.PrivateEndpoints * (Days == 1 ? 1.0 / 30 : Case.MonthsStored)),
        ("logGigabytes", ((Executions * Case.LogBytes) + (Math.Max(ReadySeconds, InstanceSeconds) * Case.LogBytesPerSecond)) / 1e9),
    ];

    /// <summary>Returns the rates of the peak second and the limits of the cloud platform.</summary>
    public IEnumerable<(string What, double Rate, double Limit)> Limits(IReadOnlyDictionary<string, Operations> operations)
    {
        var comments = Comments * PerSecond * (operations["POST comment"].Tables + operations["CommentProcessor"].Tables + operations["GET comment"].Tables);
        return
        [
            ("requests to the storage account a second", (TableOperations + BlobReads + BlobWrites + QueueOperations) * PerSecond, 20_000),
            // The worst case: a new table may be served by a single partition server.
            ("entities a second in one of 16 tables of reactions, were all credentials of that day", Reactions / 16 * PerSecond * operations["PUT reaction"].Tables, 2_000),
            ("entities a second in the day's table of comments", comments, 2_000),
            ("entities a second in the day's table of proofs", Visitors * PerSecond * operations["POST visitors"].Tables, 2_000),
            ("entities a second in the hottest partition (comments, one of 1,024)", comments / 1024, 2_000),
            ("messages a second in the queue of comments", Comments * PerSecond, 2_000),
            ("instances of 2 GB (the region's quota of a new subscription, from memory)", Instances, 250),
        ];
    }
}
