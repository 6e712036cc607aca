namespace ServerlessDecide.Infra.Tests;

public sealed class NamesTests
{
    /// <summary>Types that cannot have tags.</summary>
    private static readonly string[] Untagged =
    [
        "Microsoft.Authorization/roleAssignments", "Microsoft.Consumption/budgets", "Microsoft.Insights/diagnosticSettings",
    ];

    [BicepFact]
    public async Task Every_resource_is_tagged()
    {
        foreach (var stage in await Stage.AllAsync())
        {
            foreach (var resource in stage.Resources)
            {
                var type = resource.GetProperty("type").GetString()!;
                if (Untagged.Contains(type) || type.Count(c => c == '/') > 1) continue;
                Assert.True(resource.TryGetProperty("tags", out var tags), $"{type} has no tags");
                Assert.Equal("ServerlessDecide", tags.At("product").GetString());
                Assert.Equal(3, tags.EnumerateObject().Count(t => t.Name is "product" or "institute" or "stage"));
            }
        }
    }

    [BicepFact]
    public async Task Names_come_from_one_token_and_fit_Azures_limits()
    {
        foreach (var (stage, name) in (ValueTuple<Stage, string>[])[(await Stage.DevAsync(), "decidedev"), (await Stage.ProdAsync(), "decideprod")])
        {
            var token = stage.The("Microsoft.Resources/resourceGroups").At("name").GetString()!["rg-".Length..];
            Assert.Matches($"^{name}[a-z0-9]{{5}}$", token);
            foreach (var account in stage.Of("Microsoft.Storage/storageAccounts")) Assert.Matches($"^st{token}(data|host|site)$", account.At("name").GetString());
            Assert.Equal($"kv-{token}", stage.The("Microsoft.KeyVault/vaults").At("name").GetString());
            Assert.Equal($"func-{token}", stage.The("Microsoft.Web/sites").At("name").GetString());
            // With the longest institute name that the template accepts, no name is too long.
            var longest = token.Length - "decide".Length + 8;
            Assert.True("kv-".Length + longest <= 24 && "st".Length + "data".Length + longest <= 24);
        }
    }

    [BicepFact]
    public async Task Every_alert_is_enabled_and_has_a_recipient()
    {
        var stage = await Stage.ElectionAsync();
        string[] wanted =
        [
            "calendar-changed", "comment-held-too-long", "comment-not-moderated", "errors-at-the-door", "functions-failing", "location-was-logged",
            "operator-keys-refused", "package-not-released", "packages-stopped", "packaging-began", "poison-queue", "review-waits-too-long", "slow-origin", "storage-throttles", "timers-silent",
        ];
        var alerts = stage.Of("Microsoft.Insights/scheduledQueryRules").Concat(stage.Of("Microsoft.Insights/metricAlerts")).ToList();
        Assert.Equal(wanted, alerts.Select(a => a.At("name").GetString()!).Order(StringComparer.Ordinal));
        Assert.All(alerts, a => Assert.True(a.At("properties.enabled").GetBoolean()));
        Assert.Equal("guardia@example.org", Assert.Single(stage.The("Microsoft.Insights/actionGroups").At("properties.emailReceivers").EnumerateArray()).At("emailAddress").GetString());
        Assert.Equal(4, stage.The("Microsoft.Consumption/budgets").At("properties.notifications").EnumerateObject().Count());
    }
}
