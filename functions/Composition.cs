using System.ComponentModel.DataAnnotations;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using ServerlessDecide.Functions.Access;
using ServerlessDecide.Functions.Http;
using ServerlessDecide.Functions.OpenApi;
using ServerlessDecide.Functions.Processes;
using ServerlessDecide.Functions.Publication;
using ServerlessDecide.Functions.Statistics;
using ServerlessDecide.Functions.Telemetry;
using ServerlessDecide.Visitors;

namespace ServerlessDecide.Functions;

/// <summary>Composes the application on top of the shared library (<see cref="Registration"/>).</summary>
internal static class Composition
{
    /// <summary>Adds the middleware, outermost first, and the services.</summary>
    public static FunctionsApplicationBuilder UseServerlessDecide(this FunctionsApplicationBuilder builder)
    {
        builder.UseMiddleware<TelemetryMiddleware>();
        builder.UseMiddleware<ProblemMiddleware>();
        builder.UseMiddleware<FunctionMiddleware>();
        builder.UseMiddleware<AccessMiddleware>();
        builder.UseMiddleware<LanguageMiddleware>();
        builder.UseMiddleware<QueryMiddleware>();
        builder.UseMiddleware<UsageMiddleware>();
        builder.Services.AddServerlessDecide(builder.Configuration);
        return builder;
    }

    public static IServiceCollection AddServerlessDecide(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddDecideLibrary(configuration);

        services.AddOptions<AccessOptions>().Bind(configuration).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<NetworkOptions>().Bind(configuration).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<OriginOptions>().Bind(configuration).ValidateOnStart();
        services.AddOptions<FrontOptions>().Bind(configuration).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<ClockOptions>().Bind(configuration).ValidateOnStart();
        services.AddOptions<TelemetryOptions>().Bind(configuration).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IValidateOptions<AccessOptions>, AccessOptionsValidation>();
        services.AddSingleton<IValidateOptions<OriginOptions>, OriginOptionsValidation>();
        services.AddSingleton<IValidateOptions<ClockOptions>, ClockOptionsValidation>();

        services.AddSingleton<ContentEndpoint>();
        services.AddHostedService<WarmUpContent>();
        services.AddSingleton<CalendarSteps>();
        services.AddSingleton<ProcessSteps>();
        services.AddSingleton<RefusedOperatorKeys>();

        // Lazy, because the access middleware runs before every function and only requests with a token need Data Protection.
        services.AddSingleton(provider => new Lazy<VisitorTokenProtector>(provider.GetRequiredService<VisitorTokenProtector>));
        services.AddSingleton<ParticipationGate>();

        services.AddSingleton<UsageCounting>();
        services.AddHostedService<WriteUsage>();

        services.AddWebServer();
        services.AddSingleton<ClientAddress>();
        services.AddSingleton<AllowedOrigins>();
        services.AddSingleton<FunctionTable>();
        services.AddSingleton<OpenApiDescription>();

        services.AddSingleton<QueueTable>();
        services.AddSingleton<BacklogReader>();
        services.AddSingleton<Gauges>();
        services.AddHostedService<TelemetryExport>();
        var telemetry = configuration.Get<TelemetryOptions>() ?? new();
        // An invalid setting is refused at the start, with a sentence; an exporter would throw before that.
        if (telemetry.IsAskedFor && Validator.TryValidateObject(telemetry, new(telemetry), null, validateAllProperties: true)) TelemetryLogs.AddTo(services, telemetry);
        return services;
    }
}
