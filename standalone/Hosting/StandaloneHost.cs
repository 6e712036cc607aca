using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ServerlessDecide.Standalone.Admin;
using ServerlessDecide.Standalone.Functions;
using ServerlessDecide.Standalone.Http;
using ServerlessDecide.Standalone.Storage;
using ServerlessDecide.Standalone.Timers;

namespace ServerlessDecide.Standalone.Hosting;

/// <summary>Assembles Kestrel, the functions and the pumps. This is the only list of the host's parts.</summary>
internal static class StandaloneHost
{
    public static WebApplicationBuilder CreateBuilder(string[] args)
    {
        // The empty builder: no appsettings, no file watchers, no MVC. A cold start pays only for what is used.
        var builder = WebApplication.CreateEmptyBuilder(new()
        {
            ContentRootPath = AppContext.BaseDirectory,
            EnvironmentName = Environment.GetEnvironmentVariable("AZURE_FUNCTIONS_ENVIRONMENT") ?? Environments.Production,
        });
        builder.Configuration.AddInMemoryCollection(LocalSettings.Read()).AddEnvironmentVariables().AddCommandLine(args);

        builder.Logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "HH:mm:ss ";
            console.UseUtcTimestamp = true;
        });
        builder.WebHost.UseKestrelCore();

        var services = builder.Services;
        services.AddRoutingCore();
        services.AddSingleton(provider => ShiftedClock.From(provider.GetRequiredService<IConfiguration>()));
        services.AddSingleton(provider => HostSettings.Read(
            provider.GetRequiredService<IConfiguration>(), provider.GetRequiredService<IOptions<StandaloneOptions>>().Value));
        services.AddOptions<LoggerFilterOptions>().Configure<HostSettings>(SetLogLevels);
        services.AddOptions<KestrelServerOptions>().Configure<IConfiguration>(SetListening);
        services.Configure<JsonSerializerOptions>(json => json.PropertyNameCaseInsensitive = true);

        services.AddSingleton<OperatorKey>();
        services.AddSingleton<StorageWatch>();
        services.AddSingleton<HostState>();
        services.AddSingleton<InvocationRunner>();
        services.AddSingleton<RunningWork>();
        services.AddSingleton<FunctionFinder>();
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<JsonSerializerOptions>>().Value);
        services.AddSingleton(provider => new FunctionList(
            provider.GetRequiredService<FunctionFinder>().Find(provider.GetRequiredService<IOptions<StandaloneOptions>>().Value)));
        services.AddSingleton<TimerRuns>();
        services.AddSingleton<Figures>();
        services.AddHostedService(provider => provider.GetRequiredService<RunningWork>());
        services.AddHostedService<Pumps>();
        return builder;
    }

    /// <exception cref="StartException">A definition or a setting is wrong.</exception>
    public static IHost Build(
        WebApplicationBuilder builder, IReadOnlyList<Func<FunctionExecutionDelegate, FunctionExecutionDelegate>> middleware, bool servesHttp)
    {
        FunctionExecutionDelegate pipeline = context => ((StandaloneContext)context).Function.InvokeAsync((StandaloneContext)context);
        for (var i = middleware.Count - 1; i >= 0; i--) pipeline = middleware[i](pipeline);
        builder.Services.AddSingleton(pipeline);

        var app = builder.Build();

        // Resolve now what can refuse a setting, so that a wrong one stops the host at startup and not on first use.
        app.Services.GetRequiredService<TimeProvider>();
        _ = app.Services.GetRequiredService<IOptions<KestrelServerOptions>>().Value;
        var functions = app.Services.GetRequiredService<FunctionList>().All;
        if (!servesHttp && functions.FirstOrDefault(function => function.Trigger is HttpTrigger) is { } http)
        {
            throw new StartException($"Function '{http.Name}': HTTP functions need builder.ConfigureFunctionsWebApplication() in Program.cs.");
        }

        if (functions.Any(function => function.Trigger is TimerTrigger)) app.Services.GetRequiredService<HostState>();
        HttpEndpoints.Map(app, functions, pipeline);
        AdminEndpoints.Map(app, functions);
        return app;
    }

    private static void SetLogLevels(LoggerFilterOptions filter, HostSettings settings)
    {
        filter.MinLevel = settings.LogLevels.GetValueOrDefault("default", LogLevel.Information);
        // One line for each request and storage call: only if host.json asks for it.
        filter.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        filter.AddFilter("Azure", LogLevel.Warning);
        // If this category is enabled, ASP.NET Core creates an Activity for every request, even without telemetry.
        filter.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
        foreach (var (category, level) in settings.LogLevels)
        {
            if (!string.Equals(category, "default", StringComparison.OrdinalIgnoreCase)) filter.AddFilter(category, level);
        }
    }

    private static void SetListening(KestrelServerOptions kestrel, IConfiguration configuration)
    {
        kestrel.AddServerHeader = false;
        var text = configuration["port"] ?? "7071";
        if (!ushort.TryParse(text, System.Globalization.NumberStyles.None, null, out var port))
        {
            throw new StartException($"The setting 'port' is '{text}' and must be a number from 0 (a free one) to 65535.");
        }

        // Port 0 needs a single address; 'localhost' is 127.0.0.1 and, if available, ::1.
        if (port == 0) kestrel.Listen(IPAddress.Loopback, 0);
        else kestrel.ListenLocalhost(port);
    }
}

internal sealed record FunctionList(IReadOnlyList<Function> All);
