using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using ServerlessDecide.Content;
using ServerlessDecide.Deliveries;
using ServerlessDecide.Imports;
using ServerlessDecide.Moderation;
using ServerlessDecide.Oversight;
using ServerlessDecide.Participation;
using ServerlessDecide.Processes;
using ServerlessDecide.Statistics;
using ServerlessDecide.Storage;
using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Shared.Tests;

/// <summary>Everything of the library over one storage account, under a prefix of its own and with a clock that the test moves.</summary>
internal sealed class World
{
    private readonly string storage;

    private World(string storage, string prefix, FakeTimeProvider time)
    {
        this.storage = storage;
        Prefix = prefix;
        Time = time;
        Clients = new StorageClients(
            new ConfigurationBuilder().AddInMemoryCollection([new(StorageOptions.ConnectionSetting, storage)]).Build());
        Names = new StorageNames(Options.Create(new StorageOptions { StoragePrefix = prefix }));
        Tables = new Tables(Clients);
        Blobs = new Blobs(Clients);
        Queues = new Queues(Clients, Names);
        Secrets = new SecretStore(Blobs, Names);
        DayKeys = new DayKeyStore(Tables, Names);
        Catalogs = new CatalogStore(Blobs, Names, time);
        Contents = new ContentStore(Blobs, Names);
        StatisticsStore = new StatisticsStore(Tables, Blobs, Names);
        Published = new PublishedProcesses(Catalogs, Contents, StatisticsStore, time, Logger<PublishedProcesses>());
        Audit = new AuditStore(Tables, Blobs, Names, time);
        SpentProofs = new SpentProofStore(Tables, Names);
        Networks = new NetworkHashes(DayKeys);
        PressureStore = new PressureStore(Tables, Names);
        Exchange = new PressureExchange(Pressure, PressureStore, time, Logger<PressureExchange>());
        Reactions = new ReactionStore(Tables, Names);
        Comments = new CommentStore(Tables, Names);
        CommentMessages = new CommentMessages(Queues);
        Participation = new VisitorParticipation(Reactions, Comments, Secrets, CommentMessages, time, Logger<VisitorParticipation>());
        WorkList = new WorkList(Comments, Tables, Names, time);
        Sweep = new CommentSweep(Comments, WorkList, Tables, Names, CommentMessages, time);
        Moderation = new CommentModeration(Comments, WorkList, NoSecondOpinion(), new FloodMemory(), time);
        ImportStore = new ImportStore(Tables, Blobs, Names);
        Importer = new Importer(ImportStore, Catalogs, Contents, Published, Audit, Queues, time);
        Usage = new UsageStore(Tables, Names);
        Counters = new UsageCounters();
        UsageWriter = new UsageWriter(Counters, Usage, DayKeys, time);
        Statistics = new StatisticsAggregation(Reactions, Comments, Usage, StatisticsStore, DayKeys, Catalogs, time);
        Reconciliation = new StatisticsReconciliation(Reactions, Comments, Usage, StatisticsStore, time);
        Deliveries = new DeliveryStore(Tables, Blobs, Names);
        PackagedContents = new PackagedContents(Contents);
        Packaging = new Packaging(
            Deliveries, Reactions, Comments, Sweep, WorkList, Catalogs, PackagedContents, Audit, Queues, time, Logger<Packaging>());
        PackageRelease = new PackageRelease(Deliveries, Comments, PackagedContents, time, Logger<PackageRelease>());
        Decisions = new CommentDecisions(Comments, WorkList, Packaging, Audit, time);
        Reviews = new CommentReviews(Comments, WorkList, Packaging, time);
        Copies = new CommentCopies(Comments, WorkList, Decisions);
        Accepted = new AcceptedComments(Comments, Secrets, Options.Create(Sample));
        ModerationCounting = new ModerationCounting(Comments, Accepted, Deliveries, Tables, Names, time);
    }

    public string Prefix { get; }

    public FakeTimeProvider Time { get; }

    public CollectedLogs Logs { get; } = new();

    public StorageClients Clients { get; }

    public StorageNames Names { get; }

    public Tables Tables { get; }

    public Blobs Blobs { get; }

    public Queues Queues { get; }

    public SecretStore Secrets { get; }

    public DayKeyStore DayKeys { get; }

    public CatalogStore Catalogs { get; }

    public ContentStore Contents { get; }

    public StatisticsStore StatisticsStore { get; }

    public PublishedProcesses Published { get; }

    public AuditStore Audit { get; }

    public SpentProofStore SpentProofs { get; }

    public NetworkHashes Networks { get; }

    public NetworkPressure Pressure { get; } = new();

    public PressureStore PressureStore { get; }

    public PressureExchange Exchange { get; }

    public ReactionStore Reactions { get; }

    public CommentStore Comments { get; }

    public CommentMessages CommentMessages { get; }

    public VisitorParticipation Participation { get; }

    public WorkList WorkList { get; }

    public CommentSweep Sweep { get; }

    public CommentModeration Moderation { get; }

    public ImportStore ImportStore { get; }

    public Importer Importer { get; }

    public UsageStore Usage { get; }

    public UsageCounters Counters { get; }

    public UsageWriter UsageWriter { get; }

    public StatisticsAggregation Statistics { get; }

    public StatisticsReconciliation Reconciliation { get; }

    public DeliveryStore Deliveries { get; }

    public PackagedContents PackagedContents { get; }

    public Packaging Packaging { get; }

    public PackageRelease PackageRelease { get; }

    public CommentDecisions Decisions { get; }

    public CommentReviews Reviews { get; }

    public CommentCopies Copies { get; }

    /// <summary>The share of the sample, which a test may change.</summary>
    public SampleOptions Sample { get; } = new();

    public AcceptedComments Accepted { get; }

    public ModerationCounting ModerationCounting { get; }

    /// <summary>A world nobody else writes to, at noon of 10 May 2021, when everything is open.</summary>
    public static async Task<World> NewAsync(string? storage = null) => new(
        storage ?? await Azurite.SharedConnectionStringAsync(), Azurite.NewPrefix(), new FakeTimeProvider(Samples.At("2021-05-10T12:00")));

    /// <summary>Another instance over the same data and on the same clock, with nothing in memory yet.</summary>
    /// <param name="through">A connection string that leads to the same account.</param>
    public World AnotherInstance(string? through = null) => new(through ?? storage, Prefix, Time);

    /// <summary>Puts the process into the catalog, with content when there is some, and serves it.</summary>
    public async Task<PublishedProcess> PublishAsync(ElectoralProcess process, ProcessContent? content = null)
    {
        var version = content is null ? null : await Contents.WriteAsync(process.Id, content, default);
        var placed = process with { ContentVersion = version };
        await Catalogs.ChangeAsync(catalog => catalog.Find(process.Id) is null ? catalog.With(placed) : catalog.Replace(placed), default);
        await Published.RefreshAsync(default);
        return (await Published.FindAsync(process.Id.Value, default))!;
    }

    /// <summary>The process as the catalog has it now.</summary>
    public async Task<PublishedProcess> RefreshedAsync(PublishedProcess published)
    {
        await Published.RefreshAsync(default);
        return (await Published.FindAsync(published.Process.Id.Value, default))!;
    }

    /// <summary>Takes every message that can be seen out of a queue.</summary>
    public async Task<IReadOnlyList<T>> TakeAsync<T>(string queue, JsonTypeInfo<T> type)
    {
        var client = Clients.Queues.GetQueueClient(Names.Queue(queue));
        var taken = new List<T>();
        if (!await client.ExistsAsync()) return taken;
        while (true)
        {
            var messages = (await client.ReceiveMessagesAsync(32)).Value;
            if (messages.Length == 0) return taken;
            foreach (var message in messages)
            {
                taken.Add(JsonSerializer.Deserialize(message.Body, type)!);
                await client.DeleteMessageAsync(message.MessageId, message.PopReceipt);
            }
        }
    }

    /// <summary>Takes the messages out of the queue of comments, and gives the receipts that they name.</summary>
    public async Task<IReadOnlyList<string>> TakeAskedAsync() =>
        [.. (await TakeAsync(CommentMessage.Queue, CommentMessageJson.Default.CommentMessage)).SelectMany(message => message.Receipts)];

    /// <summary>A visitor who has just shown a valid credential.</summary>
    public Visitor NewVisitor() => new(Samples.NewVisitor(), Time.GetUtcNow());

    public SecondOpinion NoSecondOpinion() => new(
        Options.Create(new SecondOpinionOptions()), new(() => throw new InvalidOperationException("Nobody is asked.")), Time, Logger<SecondOpinion>());

    private Logger<T> Logger<T>() => new(new LoggerFactory([Logs]));
}
