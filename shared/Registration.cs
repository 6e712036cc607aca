using Azure.Core;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
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
using ServerlessDecide.Visitors;

namespace ServerlessDecide;

/// <summary>What the library is made of. It stands above all rooms, and none of them uses it.</summary>
public static class Registration
{
    /// <summary>
    /// Registers the library and its options, which are read from the root of the configuration. A <see cref="TimeProvider"/> or a
    /// <see cref="TokenCredential"/> that is registered already stays. The caller adds logging.
    /// </summary>
    public static IServiceCollection AddDecideLibrary(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<StorageOptions>().Bind(configuration).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<SampleOptions>().Bind(configuration).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<SecondOpinionOptions>().Bind(configuration.GetSection(SecondOpinionOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<LinkOptions>().Bind(configuration.GetSection(LinkOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<ProofOptions>().Bind(configuration).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<SharedNetworkOptions>().Bind(configuration).ValidateOnStart();
        services.AddSingleton<IValidateOptions<SharedNetworkOptions>, SharedNetworkOptionsValidation>();
        services.AddSingleton<IValidateOptions<StorageOptions>>(_ => new StorageOptionsValidation(configuration));
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<TokenCredential>(_ => StorageClients.IdentityOf(configuration));
        services.AddSingleton(provider => new Lazy<TokenCredential>(provider.GetRequiredService<TokenCredential>));

        services.AddSingleton(_ => new StorageClients(configuration));
        services.AddSingleton<StorageNames>();
        services.AddSingleton<Tables>();
        services.AddSingleton<Blobs>();
        services.AddSingleton<Queues>();
        services.AddSingleton<SecretStore>();
        services.AddSingleton<DayKeyStore>();
        services.AddSingleton<KeyRingRepository>();

        services.AddSingleton<CatalogStore>();
        services.AddSingleton<ContentStore>();
        services.AddSingleton<PublishedStatisticsStore>();
        services.AddSingleton<PublishedProcessCache>();
        services.AddSingleton<AuditStore>();

        services.AddSingleton<VisitorTokenProtector>();
        services.AddSingleton<EntryTicketProtector>();
        services.AddSingleton<EntryQueue>();
        services.AddSingleton<UsedTokenStore>();
        services.AddSingleton<NetworkHasher>();
        services.AddSingleton<NetworkPressure>();
        services.AddSingleton<PressureStore>();
        services.AddSingleton<NetworkPressureSync>();
        services.AddSingleton<VisitorPaceTracker>();
        services.AddSingleton<CallerNetworks>();
        services.AddSingleton<RateGate>();
        services.AddSingleton<ReceiptGate>();
        services.AddSingleton<Entrance>();
        services.AddSingleton<ParticipationEvidence>();
        services.AddSingleton<RemovalCompletion>();
        services.AddSingleton<ReactionStore>();
        services.AddSingleton<CommentStore>();
        services.AddSingleton<CommentSender>();
        services.AddSingleton<ParticipationService>();
        services.AddSingleton<CommentSweep>();
        services.AddSingleton<ReviewQueue>();

        services.AddSingleton<FloodMemory>();
        services.AddSingleton<SecondOpinion>();
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<LinkOptions>>().Value.Sites());
        services.AddSingleton<AutomaticModeration>();
        services.AddSingleton<PersonDecisionService>();
        services.AddSingleton<ReviewRequestService>();
        services.AddSingleton<CommentCopies>();
        services.AddSingleton<AcceptedComments>();
        services.AddSingleton<ModerationCounting>();

        services.AddSingleton<ImportStore>();
        services.AddSingleton<Importer>();

        services.AddSingleton<StatisticsStore>();
        services.AddSingleton<StatisticsAggregation>();
        services.AddSingleton<StatisticsReconciliation>();
        services.AddSingleton<UsageStore>();
        services.AddSingleton<UsageCounters>();
        services.AddSingleton<UsageWriter>();
        services.AddSingleton<VisitPaceTracker>();

        services.AddSingleton<DeliveryStore>();
        services.AddSingleton<PackagedContents>();
        services.AddSingleton<Packaging>();
        services.AddSingleton<PackageRelease>();
        AddTokens(services);
        return services;
    }

    private static void AddTokens(IServiceCollection services)
    {
        services.AddDataProtection().SetApplicationName("ServerlessDecide");
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(provider =>
            new ConfigureOptions<KeyManagementOptions>(options => options.XmlRepository = provider.GetRequiredService<KeyRingRepository>()));
        // Data Protection would read its key ring before the first request is served; here the first token does.
        foreach (var eager in services.Where(s => s.ServiceType == typeof(IHostedService) && s.ImplementationType?.Name == "DataProtectionHostedService").ToList())
        {
            services.Remove(eager);
        }

        // It warns that keys are not encrypted by itself: the account that holds them is, and is private (docs/decisions/0003).
        services.AddLogging(logging => logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error));
    }
}
