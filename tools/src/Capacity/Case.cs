namespace ServerlessDecide.Tools.Capacity;

/// <summary>
/// An election. All figures about people are assumptions on the high side: the state's ten million reactions are what
/// docs/decisions/0002 plans for, and the other cases are in proportion to their voters.
/// </summary>
internal sealed record Case(string Name, long Voters, int Contenders)
{
    public static readonly IReadOnlyList<Case> Three =
    [
        new("an extraordinary municipal election", 60_000, 8),
        new("the state", 12_400_000, 30),
        new("the nation", 99_000_000, 60),
    ];

    /// <summary>Visits and participating visitors for each voter; reactions and comments for each participating visitor.</summary>
    public const double VisitsPerVoter = 0.4, VisitorsPerVoter = 0.161, ReactionsPerVisitor = 5, CommentsPerVisitor = 0.25;

    /// <summary>Shares of reactions that are repeated, changed or withdrawn. The rest are the visitor's first of the day on their target.</summary>
    public const double Repeated = 0.04, Changed = 0.05, Withdrawn = 0.01;

    /// <summary>Days on which people react, and the share of everything that falls on the peak day.</summary>
    public const int Days = 54;
    public const double PeakDay = 0.2;

    /// <summary>The share of a day in its peak hour, and the ratio of the peak second of that hour to its mean.</summary>
    public const double PeakHour = 0.15, PeakSecond = 3;

    /// <summary>Documents that a visit reads, and the share that the edge answers from its cache.</summary>
    public const double ReadsPerVisit = 12, FromEdge = 0.9;

    /// <summary>Views that the pages of a visit report to the app.</summary>
    public const double ViewsPerVisit = 4;

    /// <summary>Compressed bytes of a document, of a visit's pages and scripts, and of the answer to a write.</summary>
    public const double DocumentBytes = 4_000, PageBytes = 150_000, AnswerBytes = 700;

    /// <summary>Bytes of a row, including keys and column names.</summary>
    public const double ReactionBytes = 350, CommentBytes = 1_200;

    /// <summary>
    /// Requests a second of one instance with 2 GB and one processor: 16 at a time, 80 ms each with storage. A load test on Azure must
    /// replace this. On Microsoft's own host a GET took 2.2 to 2.5 ms of processor time, so one processor cannot serve more than some 400.
    /// </summary>
    public const double RequestsPerInstance = 200, InstanceGigabytes = 2;

    /// <summary>Always-ready instances on the days of participation.</summary>
    public const int AlwaysReady = 2;

    /// <summary>
    /// Bytes of logs and traces for each function execution, and for each second of a running instance, most of them the host's own. Seen over
    /// OTLP, uncompressed, on Microsoft's host 4.1037 before the worker announced telemetry of its own (docs/decisions/0022); the second with
    /// Azure.Core from Warning on. Application Insights may count them otherwise.
    /// </summary>
    public const double LogBytes = 2_600, LogBytesPerSecond = 2_920;

    /// <summary>The private endpoints that infra/ creates for two accounts and the vault.</summary>
    public const int PrivateEndpoints = 7;

    /// <summary>Months for which rows and the rest of the installation are kept.</summary>
    public const double MonthsStored = 6;

    public double Visits => Voters * VisitsPerVoter;

    public double Visitors => Voters * VisitorsPerVoter;

    public double Reactions => Visitors * ReactionsPerVisitor;

    public double Comments => Visitors * CommentsPerVisitor;
}
