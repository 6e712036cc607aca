namespace ServerlessDecide.Tools.Capacity;

/// <summary>
/// An election. All that people do is an assumption, on the high side: the state's ten million reactions are what
/// docs/decisions/0002 plans for, and the others follow in proportion to the voters.
/// </summary>
internal sealed record Case(string Name, long Voters, int Contenders)
{
    public static readonly IReadOnlyList<Case> Three =
    [
        new("an extraordinary municipal election", 60_000, 8),
        new("the state", 12_400_000, 30),
        new("the nation", 99_000_000, 60),
    ];

    /// <summary>Visits, and of every visitor who takes part the reactions and comments.</summary>
    public const double VisitsPerVoter = 0.4, VisitorsPerVoter = 0.161, ReactionsPerVisitor = 5, CommentsPerVisitor = 0.25;

    /// <summary>Of the reactions: said again, changed, withdrawn. The rest are the first of the day on their target.</summary>
    public const double Repeated = 0.04, Changed = 0.05, Withdrawn = 0.01;

    /// <summary>Days on which people react, and the part of everything that falls on the greatest of them.</summary>
    public const int Days = 54;
    public const double PeakDay = 0.2;

    /// <summary>Of a day, the part in its greatest hour; and how much the greatest second of that hour is above its mean.</summary>
    public const double PeakHour = 0.15, PeakSecond = 3;

    /// <summary>Documents that a visit reads, and the part that the edge answers by itself.</summary>
    public const double ReadsPerVisit = 12, FromEdge = 0.9;

    /// <summary>Views that the pages of a visit tell the app of.</summary>
    public const double ViewsPerVisit = 4;

    /// <summary>Compressed bytes: of a document, of the pages and scripts of a visit, of the answer to a write.</summary>
    public const double DocumentBytes = 4_000, PageBytes = 150_000, AnswerBytes = 700;

    /// <summary>Bytes of a row, keys and names of columns with it.</summary>
    public const double ReactionBytes = 350, CommentBytes = 1_200;

    /// <summary>
    /// Requests a second of one instance of 2 GB and one processor: 16 at a time, 80 ms each with storage. To be replaced by a load test
    /// on Azure; here, two processors shared with storage and the load itself served 1,414 reactions a second (bench/README.md).
    /// </summary>
    public const double RequestsPerInstance = 200, InstanceGigabytes = 2;

    /// <summary>Instances that are kept ready on the days of participation.</summary>
    public const int AlwaysReady = 2;

    /// <summary>Bytes of logs and traces for each function that runs.</summary>
    public const double LogBytes = 1_000;

    /// <summary>As infra/ makes them for two accounts and the vault.</summary>
    public const int PrivateEndpoints = 7;

    /// <summary>Months that rows are kept, and that the rest of the installation stands.</summary>
    public const double MonthsStored = 6;

    public double Visits => Voters * VisitsPerVoter;

    public double Visitors => Voters * VisitorsPerVoter;

    public double Reactions => Visitors * ReactionsPerVisitor;

    public double Comments => Visitors * CommentsPerVisitor;
}
