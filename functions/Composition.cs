using Azure.Core;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ServerlessDecide.Content;
using ServerlessDecide.Deliveries;
using ServerlessDecide.Functions.Content;
using ServerlessDecide.Functions.Description;
using ServerlessDecide.Functions.Hosting;
using ServerlessDecide.Functions.Participation;
using ServerlessDecide.Functions.Processes;
using ServerlessDecide.Functions.Statistics;
using ServerlessDecide.Functions.Telemetry;
using ServerlessDecide.Imports;
using ServerlessDecide.Moderation;
using ServerlessDecide.Oversight;
using ServerlessDecide.Participation;
using ServerlessDecide.Processes;
using ServerlessDecide.Statistics;
using ServerlessDecide.Storage;

namespace ServerlessDecide.Functions;

/// <summary>What the application is made of: the only list of registrations.</summary>
internal static class Composition
{
    /// <summary>The middleware, outermost first, and the services.</summary>
    public static FunctionsApplicationBuilder UseServerlessDecide(this FunctionsApplicationBuilder builder)
    {
        builder.UseMiddleware<TelemetryMiddleware>();
        builder.UseMiddleware<ProblemMiddleware>();
        builder.UseMiddleware<AccessMiddleware>();
        builder.UseMiddleware<LanguageMiddleware>();
        builder.UseMiddleware<UsageMiddleware>();
        builder.Services.AddServerlessDecide(builder.Configuration);
        return builder;
    }

    public static IServiceCollection AddServerlessDecide(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<StorageOptions>().Bind(configuration).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<AccessOptions>().Bind(configuration).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<NetworkOptions>().Bind(configuration).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<ProofOptions>().Bind(configuration).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<SampleOptions>().Bind(configuration).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<SecondOpinionOptions>().Bind(configuration.GetSection(SecondOpinionOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<LinkOptions>().Bind(configuration.GetSection(LinkOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<ClockOptions>().Bind(configuration).ValidateOnStart();
        services.AddOptions<TelemetryOptions>().Bind(configuration).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IValidateOptions<AccessOptions>, AccessOptionsValidation>();
        services.AddSingleton<IValidateOptions<StorageOptions>, StorageOptionsValidation>();
        services.AddSingleton<IValidateOptions<NetworkOptions>, NetworkOptionsValidation>();
        services.AddSingleton<IValidateOptions<ClockOptions>, ClockOptionsValidation>();
        services.TryAddSingleton(TimeProvider.System);

        services.AddSingleton(provider => new StorageClients(provider.GetRequiredService<IConfiguration>()));
        services.AddSingleton<StorageNames>();
        services.AddSingleton<Tables>();
        services.AddSingleton<Blobs>();
        services.AddSingleton<Queues>();
        services.AddSingleton<SecretStore>();
        services.AddSingleton<DayKeyStore>();
        services.AddSingleton<KeyRingRepository>();

        services.AddSingleton<CatalogStore>();
        services.AddSingleton<ContentStore>();
        services.AddSingleton<PublishedProcesses>();
        services.AddSingleton<ContentReader>();
        services.AddHostedService<ReadContent>();
        services.AddSingleton<ReactionRequests>();
        services.AddSingleton<CommentRequests>();
        services.AddSingleton<AuditStore>();
        services.AddSingleton<CalendarSteps>();
        services.AddSingleton<RefusedOperatorKeys>();

        services.AddSingleton<VisitorTokens>();
        // The access middleware stands before every function, and Data Protection is loaded for those who show a token.
        services.AddSingleton(provider => new Lazy<VisitorTokens>(provider.GetRequiredService<VisitorTokens>));
        services.AddSingleton<WaitingTickets>();
        services.AddSingleton<WaitingLine>();
        services.AddSingleton<SpentProofStore>();
        services.AddSingleton<NetworkHashes>();
        services.AddSingleton<NetworkPressure>();
        services.AddSingleton<PressureStore>();
        services.AddSingleton<PressureExchange>();
        services.AddSingleton<VisitorPaces>();
        services.AddSingleton<CallerNetworks>();
        services.AddSingleton<Admission>();
        services.AddSingleton<ReactionStore>();
        services.AddSingleton<CommentStore>();
        services.AddSingleton<CommentMessages>();
        services.AddSingleton<VisitorParticipation>();
        services.AddSingleton<CommentSweep>();
        services.AddSingleton<WorkList>();
        services.AddSingleton<FloodMemory>();
        services.TryAddSingleton<TokenCredential>(_ => StorageClients.IdentityOf(configuration));
        services.AddSingleton(provider => new Lazy<TokenCredential>(provider.GetRequiredService<TokenCredential>));
        services.AddSingleton<SecondOpinion>();
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<LinkOptions>>().Value.Sites());
        services.AddSingleton<CommentModeration>();
        services.AddSingleton<CommentDecisions>();
        services.AddSingleton<CommentReviews>();
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
        services.AddSingleton<UsageCounting>();
        services.AddSingleton<VisitPaces>();
        services.AddHostedService<WriteUsage>();

        services.AddSingleton<DeliveryStore>();
        services.AddSingleton<PackagedContents>();
        services.AddSingleton<Packaging>();
        services.AddSingleton<PackageRelease>();

        services.AddWebServer();
        services.AddSingleton<ClientAddress>();
        services.AddSingleton<FunctionTable>();
        services.AddSingleton<OpenApiDescription>();

        services.AddSingleton<QueueTable>();
        services.AddSingleton<BacklogReader>();
        services.AddSingleton<Gauges>();
        services.AddHostedService<TelemetryExport>();
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
