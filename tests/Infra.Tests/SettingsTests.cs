using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ServerlessDecide.Functions;
using ServerlessDecide.Storage;
using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Infra.Tests;

/// <summary>The template sets what the code requires, and nothing that nobody reads.</summary>
public sealed class SettingsTests
{
    /// <summary>The settings that the cloud platform reads.</summary>
    private static readonly string[] OfThePlatform =
    [
        "AzureWebJobsStorage__accountName", "AzureWebJobsStorage__credential", "AzureWebJobsStorage__clientId",
        "DataStorage__credential",
        "APPLICATIONINSIGHTS_CONNECTION_STRING", "APPLICATIONINSIGHTS_AUTHENTICATION_STRING", "OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_TRACES_SAMPLER",
        "AzureWebJobsDisableHomepage",
    ];

    private static readonly (string Name, bool Required)[] OfTheCode =
    [
        .. from type in new[] { typeof(Composition).Assembly, typeof(StorageOptions).Assembly }.SelectMany(a => a.GetTypes())
           where type.Name.EndsWith("Options", StringComparison.Ordinal) && type.GetConstructor([]) is not null
           let section = type.GetField("Section")?.GetRawConstantValue() is string name ? name + "__" : ""
           from property in type.GetProperties().Where(p => p.CanWrite)
           let key = property.GetCustomAttribute<ConfigurationKeyNameAttribute>()?.Name ?? property.Name
           select (section + key, property.IsDefined(typeof(RequiredAttribute))),
        .. new[] { "tableServiceUri", "blobServiceUri", "queueServiceUri", "clientId" }.Select(n => ($"{StorageOptions.ConnectionSetting}__{n}", true)),
    ];

    [BicepFact]
    public async Task Every_setting_that_the_code_requires_is_set()
    {
        Assert.Contains(OfTheCode, s => s == ("StoragePrefix", true));
        foreach (var stage in await Stage.AllAsync())
        {
            var set = stage.Settings();
            foreach (var (name, required) in OfTheCode)
            {
                if (required) Assert.True(set.TryGetValue(name, out var value) && value.Length > 0, $"The template does not set {name}");
            }

            foreach (var name in OfThePlatform) Assert.Contains(name, set.Keys);
        }
    }

    /// <summary>Without a level there Azure's host sends every line of its storage client.</summary>
    [Fact]
    public void The_host_sends_only_warnings_of_its_storage_client()
    {
        using var file = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "functions", "host.json")));
        Assert.Equal("Warning", file.RootElement.At("logging.OpenTelemetry.logLevel").GetProperty("Azure.Core").GetString());
    }

    [BicepFact]
    public async Task Every_setting_of_the_template_is_read_by_the_code_or_the_cloud_platform() => Assert.Empty(
        (await Stage.ProdAsync()).Settings().Keys.Except(OfTheCode.Select(s => s.Name)).Except(OfThePlatform));

    [BicepFact]
    public async Task Every_setting_of_the_reference_is_set_or_has_a_reason_not_to_be()
    {
        // Standalone only, elsewhere on Azure, or left at the default on purpose.
        string[] elsewhere =
        [
            "DataStorage", "AzureWebJobsStorage", "At", "AtTimeZone", "port", "Standalone__Figures", "Standalone__Home", "Standalone__QueueLease", "AzureWebJobs.NAME.Disabled", "FUNCTIONS_WORKER_RUNTIME",
        ];
        var set = (await Stage.ProdAsync()).Settings();
        foreach (var name in OfTheReference())
        {
            var optional = OfTheCode.Any(s => s.Name == name && !s.Required);
            Assert.True(set.ContainsKey(name) || elsewhere.Contains(name) || optional, $"docs/reference.md names {name}; the template does not set it");
        }
    }

    [Fact]
    public void The_reference_has_every_setting_of_the_code() => Assert.Empty(OfTheCode.Select(s => s.Name).Except(OfTheReference()));

    [BicepFact]
    public async Task No_setting_holds_a_key_a_connection_string_or_a_secret()
    {
        foreach (var stage in await Stage.AllAsync())
        {
            foreach (var (name, value) in stage.Settings())
            {
                Assert.DoesNotMatch("AccountKey|SharedAccess|listKeys|InstrumentationKey=[0-9a-f]", value);
                // Settings that Flex Consumption or the app refuses, or that would be used instead of the identity.
                Assert.DoesNotMatch("^(AzureWebJobsStorage|DataStorage|At|AtTimeZone|FUNCTIONS_WORKER_RUNTIME|FUNCTIONS_EXTENSION_VERSION|WEBSITE_RUN_FROM_PACKAGE)$", name);
            }

            Assert.Equal(("X-Azure-SocketIP", "1"), (stage.Settings()["ClientAddressHeader"], stage.Settings()["TrustedProxies"]));
            Assert.Equal("managedidentity", stage.Settings()["DataStorage__credential"]);
            Assert.Matches("^@Microsoft[.]KeyVault[(]VaultName=kv-[a-z0-9]+;SecretName=operator-key[)]$", stage.Settings()["OperatorKey"]);
            Assert.Matches("^@Microsoft[.]KeyVault[(]VaultName=kv-[a-z0-9]+;SecretName=confirmation-key[)]$", stage.Settings()["ConfirmationKey"]);
        }
    }

    /// <summary>The platform's own list would answer preflights before the app does, for operators' routes too (docs/decisions/0015).</summary>
    [BicepFact]
    public async Task The_platform_answers_no_other_origin_and_the_app_gets_the_list()
    {
        foreach (var stage in await Stage.AllAsync())
        {
            Assert.False(stage.The("Microsoft.Web/sites").At("properties.siteConfig").TryGetProperty("cors", out _));
            Assert.Empty(stage.Of("Microsoft.Web/sites/config"));
            Assert.Equal("", stage.Settings()["AllowedOrigins"]);
        }
    }

    [BicepFact]
    public async Task The_runtime_in_the_template_is_the_one_the_code_is_built_for()
    {
        var config = (await Stage.ProdAsync()).The("Microsoft.Web/sites").At("properties.functionAppConfig");
        Assert.Equal("dotnet-isolated", config.At("runtime.name").GetString());
        Assert.Equal($"{Environment.Version.Major}.0", config.At("runtime.version").GetString());
        Assert.Equal("UserAssignedIdentity", config.At("deployment.storage.authentication.type").GetString());
    }

    [BicepFact]
    public async Task Every_group_of_ready_instances_names_an_existing_function()
    {
        var functions = Triggers.All.Where(t => t.Kind != TriggerKind.Http).Select(t => "function:" + t.Function).Append("http").ToHashSet(StringComparer.Ordinal);
        foreach (var stage in await Stage.AllAsync())
        {
            var scale = stage.The("Microsoft.Web/sites").At("properties.functionAppConfig.scaleAndConcurrency");
            var waiting = scale.GetProperty("alwaysReady").EnumerateArray().ToList();
            Assert.All(waiting, group => Assert.Contains(group.GetProperty("name").GetString()!, functions));
            Assert.True(waiting.Sum(g => g.GetProperty("instanceCount").GetInt32()) <= scale.GetProperty("maximumInstanceCount").GetInt32());
        }

        Assert.True(Waiting(await Stage.ElectionAsync()) > Waiting(await Stage.ProdAsync()));

        static int Waiting(Stage stage) => stage.The("Microsoft.Web/sites").At("properties.functionAppConfig.scaleAndConcurrency.alwaysReady")
            .EnumerateArray().Sum(g => g.GetProperty("instanceCount").GetInt32());
    }

    /// <summary>Both hosts read the same host.json, and no setting overrides it.</summary>
    [BicepFact]
    public async Task Both_hosts_use_the_same_host_json()
    {
        var host = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(Repository.Root, "functions", "host.json"))).RootElement;
        Assert.Equal("2.0", host.At("version").GetString());
        foreach (var stage in await Stage.AllAsync())
        {
            Assert.DoesNotContain(stage.Settings().Keys, name => name.StartsWith("AzureFunctionsJobHost__", StringComparison.Ordinal));
            // The routes of Front Door contain the prefix too.
            var patterns = stage.The("Microsoft.Cdn/profiles/afdEndpoints/routes", "/api").At("properties.patternsToMatch").EnumerateArray().Select(p => p.GetString());
            Assert.Equal(["/api/*"], patterns);
            Assert.StartsWith("api/", host.At("extensions.http.routePrefix").GetString(), StringComparison.Ordinal);
        }

        var sample = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(Repository.Root, "local.settings.sample.json"))).RootElement;
        var set = (await Stage.ProdAsync()).Settings();
        foreach (var name in sample.At("Values").EnumerateObject().Select(p => p.Name).Where(n => n != "FUNCTIONS_WORKER_RUNTIME"))
        {
            Assert.True(set.Keys.Any(k => k == name || k.StartsWith(name + "__", StringComparison.Ordinal)), $"{name} is a local setting and none on Azure");
        }
    }

    [BicepFact]
    public async Task The_host_traces_nothing_and_the_app_logs_no_URL()
    {
        foreach (var stage in await Stage.AllAsync()) Assert.Equal("always_off", stage.Settings()["OTEL_TRACES_SAMPLER"]);
        var services = new ServiceCollection().AddServerlessDecide(new ConfigurationBuilder().Build());
        await using var provider = services.BuildServiceProvider();
        using var logs = provider.GetRequiredService<ILoggerFactory>();
        var rules = provider.GetRequiredService<IOptions<LoggerFilterOptions>>().Value.Rules;
        Assert.Contains(rules, r => r is { ProviderName: null, CategoryName: "Microsoft.AspNetCore", LogLevel: LogLevel.Warning });
    }

    [Theory]
    [InlineData("@Microsoft.KeyVault(VaultName=kv-decideprodabcde;SecretName=operator-key)")]
    [InlineData("too-short")]
    public async Task The_app_refuses_an_unresolved_reference_as_the_operator_key(string key)
    {
        var refused = await Assert.ThrowsAsync<OptionsValidationException>(() => TestApp.StartAsync(new() { OperatorKey = key }));
        Assert.Contains("'OperatorKey'", refused.Message, StringComparison.Ordinal);
    }

    /// <summary>"`DataStorage__tableServiceUri`, `__blobServiceUri`": the second begins as the first does.</summary>
    private static IEnumerable<string> OfTheReference() =>
        from row in MarkdownTable.Read("docs/reference.md", "setting", "default")
        let names = MarkdownTable.Spans(row["setting"]).Where(n => !n.StartsWith('-')).ToList()
        from name in names
        select name.StartsWith("__", StringComparison.Ordinal) ? names[0].Split("__")[0] + name : name;
}
