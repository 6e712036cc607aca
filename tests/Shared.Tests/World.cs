using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Azure.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using ServerlessDecide.Audit;
using ServerlessDecide.Comments;
using ServerlessDecide.Content;
using ServerlessDecide.Deliveries;
using ServerlessDecide.Imports;
using ServerlessDecide.Moderation;
using ServerlessDecide.Processes;
using ServerlessDecide.Publication;
using ServerlessDecide.Reactions;
using ServerlessDecide.Statistics;
using ServerlessDecide.Storage;
using ServerlessDecide.TestSupport;
using ServerlessDecide.Visitors;

namespace ServerlessDecide.Shared.Tests;

/// <summary>The whole library over one storage account, under its own prefix and with a clock that the test moves.</summary>
internal sealed class World
{
    private readonly string storage;
    private readonly ServiceProvider services;

    private World(string storage, string prefix, FakeTimeProvider time)
    {
        this.storage = storage;
        Prefix = prefix;
        Time = time;
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new(StorageOptions.ConnectionSetting, storage), new(StorageOptions.PrefixSetting, prefix)]).Build();
        services = new ServiceCollection()
            .AddSingleton<TimeProvider>(time)
            .AddSingleton<TokenCredential>(_ => throw new InvalidOperationException("Nobody is asked."))
            .AddSingleton<ILoggerFactory>(new LoggerFactory([Logs]))
            .AddDecideLibrary(configuration)
            .AddSingleton(Options.Create(Sample))
            .BuildServiceProvider();
    }

    public string Prefix { get; }

    public FakeTimeProvider Time { get; }

    public CollectedLogs Logs { get; } = new();

    public StorageClients Clients => Get<StorageClients>();

    public StorageNames Names => Get<StorageNames>();

    public Tables Tables => Get<Tables>();

    public Blobs Blobs => Get<Blobs>();

    public Queues Queues => Get<Queues>();

    public SecretStore Secrets => Get<SecretStore>();

    public DayKeyStore DayKeys => Get<DayKeyStore>();

    public CatalogStore Catalogs => Get<CatalogStore>();

    public ContentStore Contents => Get<ContentStore>();

    public StatisticsStore StatisticsStore => Get<StatisticsStore>();

    public PublishedStatisticsStore PublishedStatistics => Get<PublishedStatisticsStore>();

    public PublishedProcessCache Published => Get<PublishedProcessCache>();

    public AuditStore Audit => Get<AuditStore>();

    public UsedTokenStore SpentProofs => Get<UsedTokenStore>();

    public NetworkHasher Networks => Get<NetworkHasher>();

    public NetworkPressure Pressure => Get<NetworkPressure>();

    public PressureStore PressureStore => Get<PressureStore>();

    public NetworkPressureSync Exchange => Get<NetworkPressureSync>();

    public ReactionStore Reactions => Get<ReactionStore>();

    public CommentStore Comments => Get<CommentStore>();

    public CommentSender CommentSender => Get<CommentSender>();

    public ParticipationEvidence Evidence => Get<ParticipationEvidence>();

    public ParticipationService Participation => Get<ParticipationService>();

    public ReviewQueue ReviewQueue => Get<ReviewQueue>();

    public CommentSweep Sweep => Get<CommentSweep>();

    public AutomaticModeration Moderation => Get<AutomaticModeration>();

    public ImportStore ImportStore => Get<ImportStore>();

    public Importer Importer => Get<Importer>();

    public UsageStore Usage => Get<UsageStore>();

    public UsageCounters Counters => Get<UsageCounters>();

    public UsageWriter UsageWriter => Get<UsageWriter>();

    public StatisticsAggregation Statistics => Get<StatisticsAggregation>();

    public StatisticsReconciliation Reconciliation => Get<StatisticsReconciliation>();

    public DeliveryStore Deliveries => Get<DeliveryStore>();

    public PackagedContents PackagedContents => Get<PackagedContents>();

    public Packaging Packaging => Get<Packaging>();

    public PackageRelease PackageRelease => Get<PackageRelease>();

    public PersonDecisionService Decisions => Get<PersonDecisionService>();

    public ReviewRequestService Reviews => Get<ReviewRequestService>();

    public CommentCopies Copies => Get<CommentCopies>();

    /// <summary>The options of the sample, which a test may change.</summary>
    public SampleOptions Sample { get; } = new();

    public AcceptedComments Accepted => Get<AcceptedComments>();

    public ModerationCounting ModerationCounting => Get<ModerationCounting>();

    /// <summary>Returns a world that only its test writes to, at noon of 10 May 2021.</summary>
    public static async Task<World> NewAsync(string? storage = null) => new(
        storage ?? await Azurite.SharedConnectionStringAsync(), Azurite.NewPrefix(), new FakeTimeProvider(Samples.At("2021-05-10T12:00")));

    /// <summary>Returns another instance over the same data and clock, with nothing in memory yet.</summary>
    /// <param name="through">A connection string that leads to the same account.</param>
    public World AnotherInstance(string? through = null) => new(through ?? storage, Prefix, Time);

    /// <summary>Puts a process into the catalog, with its content if there is any, and serves it.</summary>
    public async Task<PublishedProcess> PublishAsync(ElectoralProcess process, ProcessContent? content = null)
    {
        var version = content is null ? null : await Contents.WriteAsync(process.Id, content, default);
        var placed = process with { ContentVersion = version };
        await Catalogs.ChangeAsync(catalog => catalog.Find(process.Id) is null ? catalog.With(placed) : catalog.Replace(placed), default);
        await Published.RefreshAsync(default);
        return (await Published.FindAsync(process.Id.Value, default))!;
    }

    /// <summary>Returns the process as the catalog now has it.</summary>
    public async Task<PublishedProcess> RefreshedAsync(PublishedProcess published)
    {
        await Published.RefreshAsync(default);
        return (await Published.FindAsync(published.Process.Id.Value, default))!;
    }

    /// <summary>Takes every visible message out of a queue.</summary>
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

    /// <summary>Takes the messages out of the queue of comments and returns the receipts that they name.</summary>
    public async Task<IReadOnlyList<string>> TakeAskedAsync() =>
        [.. (await TakeAsync(CommentMessage.Queue, CommentMessageJson.Default.CommentMessage)).SelectMany(message => message.Receipts)];

    /// <summary>Returns a new visitor with a valid credential.</summary>
    public Visitor NewVisitor() => new(Samples.NewVisitor(), Time.GetUtcNow());

    public SecondOpinion NoSecondOpinion() => new(
        Options.Create(new SecondOpinionOptions()), new(() => throw new InvalidOperationException("Nobody is asked.")), Time, Logger<SecondOpinion>());

    private T Get<T>()
        where T : notnull => services.GetRequiredService<T>();

    private Logger<T> Logger<T>() => new(new LoggerFactory([Logs]));
}
